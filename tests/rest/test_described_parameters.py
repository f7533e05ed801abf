"""What OpenAPI says that an address takes is what it takes, wherever something can be read."""

from __future__ import annotations

from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator

from tests.queries.counting import Hub
from tests.queries.table import API, REST

pytestmark = pytest.mark.django_db
NONE = "None is taken here."
# drf-spectacular's own.
NOT_OURS = {"schema", "docs/"}


def described(method: str) -> dict[str, set[str]]:
    """Address below the API's → the parameters of its query."""
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    paths: dict[str, Any] = generator.get_schema(request=None, public=True)["paths"]
    return {
        address.removeprefix(API): {
            one["name"] for one in path[method].get("parameters", ()) if one["in"] == "query"
        }
        for address, path in paths.items()
        if method in path
    }


def taken(answer: Any) -> set[str]:
    """What the refusal of an unknown parameter says is taken."""
    assert answer.status_code == 422, answer.content
    (error,) = answer.json()["errors"]
    assert error["pointer"] == "#/nonsense"
    names = error["detail"].removeprefix("One of ").removesuffix(".")
    return set() if error["detail"] == NONE else set(names.split(", "))


def test_every_address_takes_what_is_described() -> None:
    hub = Hub()
    hub.add(1)
    said = described("get")
    differ = {}
    for key, (url, _) in REST.items():
        if key in NOT_OURS:
            continue
        address = f"{API}{url}".format(**hub.ids).partition("?")[0]
        found = taken(hub.client.get(address, {"nonsense": "1"}))
        wanted = said[key.replace("<str:", "{").replace("<slug:", "{").replace(">", "}")]
        if found != wanted:
            differ[key] = sorted(found ^ wanted)
    assert differ == {}


def test_a_search_by_post_takes_what_is_described(anonymous: Any, client: Any) -> None:
    body = {"q": "redis"}
    answer = client.post(f"{API}search/?nonsense=1", body, content_type="application/json")
    assert taken(answer) == described("post")["search/"]
