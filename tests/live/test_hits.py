"""Even what costs next to nothing is not given without end."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.common.throttles.addresses import parse_proxies
from nexus.common.throttles.policies import parse_limits
from nexus.live.answers import too_many
from nexus.live.hits import Hits
from tests.live.asgi import scope_of


@pytest.fixture
def hits(settings: Any) -> Hits:
    """Three at once from one address, one more a minute."""
    settings.NEXUS_LIMITS_ON = True
    settings.NEXUS_LIMITS = parse_limits(["anonymous.kept=1/m+3"])
    settings.NEXUS_PROXIES = parse_proxies(["127.0.0.1"])
    found = Hits()
    found.store.clock = lambda: 0.0
    return found


def taken(hits: Hits, path: str = "/", **headers: str) -> bool:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return hits.refusal(scope_of(path, headers=sent)) is None


def test_an_address_is_given_as_many_as_fit(hits: Hits) -> None:
    one, other = {"x_forwarded_for": "192.0.2.1"}, {"x_forwarded_for": "192.0.2.2"}
    assert [taken(hits, **one) for _ in range(4)] == [True, True, True, False]
    assert taken(hits, **other)
    hits.store.clock = lambda: 60.0
    assert [taken(hits, **one) for _ in range(2)] == [True, False]


def test_the_refusal_says_when_to_come_again(hits: Hits) -> None:
    for _ in range(3):
        taken(hits)
    refusal = hits.refusal(scope_of("/"))
    assert refusal is not None
    answer = too_many("/api/v1/entries/", refusal)
    assert (answer.status, answer.header(b"retry-after")) == (429, b"60")
    assert answer.header(b"content-type") == b"application/problem+json"
    assert b"/docs/errors#too-many-requests" in answer.body
    page = too_many("/", refusal)
    assert (page.status, page.header(b"retry-after")) == (429, b"60")
    assert page.header(b"content-type") == b"text/html; charset=utf-8"
    assert b"<h1>That was too much at once</h1>" in page.body


def test_an_address_that_anybody_may_write_is_not_believed(hits: Hits, settings: Any) -> None:
    hits.proxies = ()
    assert [taken(hits, x_forwarded_for=f"192.0.2.{n}") for n in range(4)] == [True] * 3 + [False]


def test_static_files_are_not_counted(hits: Hits) -> None:
    assert all(taken(hits, "/static/a.css") for _ in range(9))


def test_limits_that_are_off_refuse_nothing(hits: Hits) -> None:
    hits.is_on = False
    assert all(taken(hits) for _ in range(9))
