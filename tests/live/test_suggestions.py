"""Suggestions while typing: no thread waits with them, and all ways to them say the same."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_started
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import include, path

from nexus.live.pool import DjangoPool, pass_on
from tests.faults.processes import wait_for
from tests.live.asgi import scope_of
from tests.live.hubs import Pair, differ

TYPED = ("cors bl", "redis", "docker", "wombat", "postgers")
PREFIXES = sorted({word[:length] for word in TYPED for length in range(1, len(word) + 1, 2)})
PATH = "/search/suggest/?q="

running = threading.Event()
go_on = threading.Event()


def slow(request: HttpRequest) -> HttpResponse:
    running.set()
    assert go_on.wait(20)
    return HttpResponse()


urlpatterns = [path("slow", slow), path("", include("nexus.web.urls"))]


@pytest.fixture
def pool() -> Iterator[DjangoPool]:
    running.clear()
    go_on.clear()
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        made = DjangoPool(1)
        yield made
        go_on.set()
        made.executor.shutdown()


@pytest.fixture
def begun() -> Iterator[list[str]]:
    """The addresses that Django began to answer."""
    found: list[str] = []

    def note(scope: dict[str, Any], **_: object) -> None:
        found.append(scope["path"])

    request_started.connect(note)
    yield found
    request_started.disconnect(note)


def test_who_types_on_takes_the_question_back_and_no_thread_has_waited(
    pool: DjangoPool, begun: list[str]
) -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def scene() -> None:
        leave, forever = asyncio.Event(), asyncio.Event()

        def client(leaves: asyncio.Event) -> Any:
            parts = [{"type": "http.request", "body": b"", "more_body": False}]

            async def receive() -> dict[str, Any]:
                if parts:
                    return parts.pop()
                await leaves.wait()
                return {"type": "http.disconnect"}

            return receive

        first = asyncio.create_task(pass_on(pool, scope_of("/slow"), client(forever), send))
        await asyncio.to_thread(running.wait, 20)
        threads = threading.active_count()
        typed = [
            asyncio.create_task(pass_on(pool, scope_of(PATH + "r" * n), client(leave), send))
            for n in range(40)
        ]
        while pool.busy < 41:
            await asyncio.sleep(0)
        assert threading.active_count() == threads
        leave.set()
        await asyncio.gather(*typed)
        assert (pool.busy, sent) == (1, [])
        go_on.set()
        await first

    asyncio.run(scene())
    assert begun == ["/slow"]


def test_every_way_gives_each_reader_the_same(pair: Pair) -> None:
    """From memory, from the search, signed in or not: the rows, their order, what is hidden."""
    pair.write("create", who=pair.pk("learner"), title="Wombat tells", lead="x", draft=True)
    readers = {"": ""} | {
        who: f"sessionid={pair.write('sign_in', who=pair.pk(who))}"
        for who in ("learner", "other", "mentor")
    }

    def rows(web: Any, typed: str, cookie: str) -> Any:
        address = PATH + typed.replace(" ", "+")
        return web.ask(address, headers={"Cookie": cookie} if cookie else {})

    def is_indexed() -> bool:
        found = rows(pair.fresh, "wombat", readers["learner"]).json()["results"]
        return [row["title"] for row in found] == ["Wombat tells"]

    wait_for("the draft is found by its author", is_indexed, seconds=20)
    seen: dict[str, set[str]] = {who: set() for who in readers}
    for typed in PREFIXES:
        for who, cookie in readers.items():
            fresh = rows(pair.fresh, typed, cookie)
            for _ in range(1 if who else 2):  # the second of who is not signed in is kept
                kept = rows(pair.kept, typed, cookie)
                assert kept.same() == fresh.same(), differ(kept, fresh)
            seen[who] |= {row["title"] for row in fresh.json()["results"]}
    assert {who for who, titles in seen.items() if "Wombat tells" in titles} == {
        "learner",
        "mentor",
    }
    assert seen[""] == seen["other"] == seen["mentor"] - {"Wombat tells"}
    assert len(seen[""]) > 8
