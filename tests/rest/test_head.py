"""HEAD is GET without its body: the same status and headers, wherever something can be read."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.common import unchanged
from nexus.library.models import Entry
from tests.queries.counting import Hub
from tests.queries.table import API, REST
from tests.support import api_of

pytestmark = pytest.mark.django_db


def headers_of(answer: Any) -> dict[str, str]:
    """All but the number that each request has for itself."""
    return {name: text for name, text in answer.items() if name != "X-Request-ID"}


def test_every_address_has_the_headers_of_its_get() -> None:
    hub = Hub()
    hub.add(2)
    client = api_of(hub.maintainer)
    for url, _ in REST.values():
        address = f"{API}{url}".format(**hub.ids)
        got, head = client.get(address), client.head(address)
        assert (got.status_code, head.status_code, head.content) == (200, 200, b""), address
        assert headers_of(head) == headers_of(got), address


def test_who_has_the_answer_hears_so(challenge: Entry, reader: Any) -> None:
    """Twice: the second time nothing is made to find that out."""
    unchanged._known.clear()
    client, url = api_of(reader), f"{API}entries/entry-{challenge.pk}/"
    tag = client.get(url)["ETag"]
    for _ in range(2):
        got = client.get(url, headers={"If-None-Match": tag})
        head = client.head(url, headers={"If-None-Match": tag})
        assert (got.status_code, head.status_code) == (304, 304)
        assert headers_of(head) == headers_of(got)
        assert head["ETag"] == tag
    assert client.head(url, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    ("url", "status"),
    [("entries/?nonsense=1", 422), ("hub/?nonsense=1", 422), ("entries/entry-999/", 404)],
)
def test_it_is_refused_as_get_is(reader: Any, url: str, status: int) -> None:
    client = api_of(reader)
    assert client.get(f"{API}{url}").status_code == status
    assert client.head(f"{API}{url}").status_code == status
