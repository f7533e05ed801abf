"""A stream is opened by the rules of the API: limits, other origins, methods, errors."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from nexus.accounts.services import create_token
from nexus.changelog.audience import Listener
from nexus.common.follower import Follower
from nexus.common.throttles.policies import parse_limits
from nexus.live import streams
from nexus.live.openings import Opening, Refused
from nexus.live.pages import now
from nexus.live.pool import DjangoPool
from nexus.live.shell import Shell
from nexus.live.streams import Streams
from tests.live.asgi import Answered, ask
from tests.throttles.conftest import fill_buckets

# Where a token is looked for, which a thread of the pool does.
looks = pytest.mark.django_db(transaction=True)
EVENTS = "/api/v1/events"
APP = "https://app.example"
Open = Callable[..., Answered]


@pytest.fixture
def opened(settings: Any) -> Iterator[Open]:
    """opened(method="HEAD", …): the answer to who asks for the stream; HEAD ends at once."""
    settings.ALLOWED_HOSTS, settings.NEXUS_PROXIES = ["hub"], 1
    settings.CORS_ALLOWED_ORIGINS = [APP]
    settings.NEXUS_LIMITS_ON = True
    settings.NEXUS_LIMITS = parse_limits(["anonymous.read=1/h+3", "learner.read=1/h+4"])
    fill_buckets()
    pool, follower = DjangoPool(2), Follower()
    follower.thread = threading.current_thread()
    follower.seen_at = now() + 3600
    shell = Shell(pool, follower, cache_bytes=1 << 20)
    # The feed has begun: nothing happens while these tests listen.
    shell.streams.feed.place = (0, 0)

    def open_stream(query: str = "", *, method: str = "HEAD", **headers: str) -> Answered:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return asyncio.run(
            asyncio.wait_for(ask(shell, EVENTS + query, method=method, headers=sent), 30)
        )

    yield open_stream
    pool.executor.shutdown()
    fill_buckets()


@looks
def test_opening_one_is_a_read_of_who_asks(opened: Open, learner: Any) -> None:
    here, there = {"X_Forwarded_For": "192.0.2.1"}, {"X_Forwarded_For": "192.0.2.2"}
    first = opened(**here)
    assert (first.status, first.headers["content-type"]) == (200, "text/event-stream")
    assert first.body == b""
    assert first.headers["ratelimit"] == '"read";r=2;t=3600, "address";r=2999;t=1'
    assert [opened(**here).status for _ in range(3)] == [200, 200, 429]
    assert opened(**there).status == 200
    _, secret = create_token(actor=learner, name="x")
    mine = {"Authorization": f"Bearer {secret}", **here}
    assert [opened(**mine).status for _ in range(3)] == [200, 200, 429], "half of the person's four"


def test_the_refusal_is_the_one_of_the_api(opened: Open) -> None:
    for _ in range(3):
        opened()
    refused = opened(method="GET")
    assert refused.status == 429
    assert 3500 < int(refused.headers["retry-after"]) <= 3600
    assert refused.headers["ratelimit"].startswith('"read";r=0;t=')
    assert json.loads(refused.body)["type"] == "/docs/errors#too-many-requests"


@looks
def test_a_wrong_token_is_a_read_of_its_address_and_is_told_what_to_send(opened: Open) -> None:
    answers = [opened(method="GET", Authorization="Bearer nexus_wrong") for _ in range(4)]
    assert [answer.status for answer in answers] == [401, 401, 401, 429]
    assert answers[0].headers["www-authenticate"] == "Bearer"
    assert opened().status == 429


def test_what_cannot_be_wished_for_is_charged_and_told_what_can(opened: Open) -> None:
    answers = [opened("?kinds=entry,entry.painted", method="GET") for _ in range(4)]
    assert [answer.status for answer in answers] == [422, 422, 422, 429]
    detail = json.loads(answers[0].body)["detail"]
    assert detail.startswith("“entry.painted” is no kind of change. Some of cohort, ")
    assert " entry.saved, " in detail


@pytest.mark.parametrize("query", [b"kinds=\xff", b"\xff=1", b"objects=%ff"])
def test_bytes_that_are_no_text_are_refused(opened: Open, query: bytes) -> None:
    assert opened("?" + query.decode("latin1"), method="GET").status == 422


def test_other_methods_are_named_those_that_there_are(opened: Open) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        refused = opened(method=method)
        assert (refused.status, refused.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    told = opened(method="OPTIONS")
    assert (told.status, told.headers["allow"], told.body) == (200, "GET, HEAD, OPTIONS", b"")


@looks
def test_pages_of_named_origins_may_listen(opened: Open) -> None:
    asks = {
        "Access_Control_Request_Method": "GET",
        "Access_Control_Request_Headers": "authorization",
    }
    before = opened(method="OPTIONS", Origin=APP, **asks)
    assert (before.status, before.headers["access-control-allow-origin"]) == (200, APP)
    assert "authorization" in before.headers["access-control-allow-headers"].split(", ")
    for how in ({}, {"query": "?other=1"}, {"Authorization": "Bearer nexus_wrong"}):
        answer = opened(Origin=APP, **how)
        assert answer.headers["access-control-allow-origin"] == APP
        assert "access-control-allow-credentials" not in answer.headers
        assert "RateLimit" in answer.headers["access-control-expose-headers"]
        assert "Origin" in answer.headers["vary"].split(", ")


def test_pages_of_other_origins_may_not(opened: Open) -> None:
    asks = {"Access_Control_Request_Method": "GET"}
    for how in ({}, {"method": "OPTIONS", **asks}, {"query": "?other=1"}):
        answer = opened(Origin="https://other.example", **how)
        assert "access-control-allow-origin" not in answer.headers


def admitted(found: Streams, opening: Opening) -> object:
    try:
        who = found.admit(opening)
    except Refused as refused:
        return json.loads(refused.answer.body)["type"]
    found.of[who] += 1
    return who


def test_an_address_has_so_many_and_so_has_a_person(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.NEXUS_LIMITS_ON = True
    monkeypatch.setattr(streams, "MOST_OF_ADDRESS", 2)
    monkeypatch.setattr(streams, "MOST_OF_ONE", 1)
    found = Streams(None, None)  # type: ignore[arg-type]
    one, other = (Opening(Listener(), f"192.0.2.{n}", []) for n in (1, 2))
    person = Opening(Listener(pk=7), "192.0.2.1", [])
    too_many = "/docs/errors#too-many-streams"
    assert [admitted(found, one) for _ in range(3)] == ["192.0.2.1", "192.0.2.1", too_many]
    assert admitted(found, other) == "192.0.2.2"
    assert [admitted(found, person) for _ in range(2)] == [7, too_many]
    settings.NEXUS_LIMITS_ON = False
    assert admitted(found, one) == "192.0.2.1"
    assert admitted(found, person) == too_many
    monkeypatch.setattr(streams, "MOST_STREAMS", 0)
    assert admitted(found, other) == "/docs/errors#busy"
