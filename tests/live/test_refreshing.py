"""An outdated answer is given while a newer one is made, and one at a time is made that way."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from nexus.common.follower import Follower
from nexus.live.pages import now
from nexus.live.shell import Shell
from tests.live.asgi import ask
from tests.live.shells import shell_of_its_own

go_on = threading.Event()
made: list[str] = []


def page(request: HttpRequest) -> HttpResponse:
    """Made at once the first time, and then when it may go on."""
    name = request.path
    made.append(name)
    if made.count(name) > 1:
        assert go_on.wait(20)
    return HttpResponse(f"{name} {made.count(name)}")


urlpatterns = [path("one", page), path("two", page)]


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    monkeypatch.setattr("nexus.live.shell.STALE_SECONDS", 3600.0)
    go_on.clear()
    made.clear()
    with (
        override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[], ALLOWED_HOSTS=["hub"]),
        shell_of_its_own() as shell,
    ):
        yield shell
        go_on.set()


def move(follower: Follower) -> None:
    """What a look does that finds the hub changed."""
    follower.ended = (*follower.ended, (follower.generation, now()))
    follower.generation += 1


def test_one_at_a_time_is_made_that_nobody_waits_for(shell: Shell) -> None:
    async def read() -> list[bytes]:
        return [(await ask(shell, name)).body for name in ("/one", "/two")]

    async def scene() -> None:
        first = [b"/one 1", b"/two 1"]
        assert await read() == first
        move(shell.follower)
        assert await read() == first, "both are outdated, and nobody waits"
        while len(made) < 3:
            await asyncio.sleep(0)
        assert await read() == first
        await asyncio.sleep(0)
        assert (made, shell.refreshing) == (["/one", "/two", "/one"], 1)
        move(shell.follower)
        assert await read() == first, "outdated twice, and still young"
        go_on.set()
        while await read() != [b"/one 3", b"/two 2"]:
            await asyncio.sleep(0)
        while shell.refreshing:
            await asyncio.sleep(0)

    asyncio.run(asyncio.wait_for(scene(), 60))


def test_who_asks_for_what_is_too_old_waits(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> bytes:
        await ask(shell, "/one")
        move(shell.follower)
        monkeypatch.setattr("nexus.live.shell.STALE_SECONDS", 0.0)
        waiting = asyncio.create_task(ask(shell, "/one"))
        while made.count("/one") < 2:
            await asyncio.sleep(0)
        assert not waiting.done()
        go_on.set()
        return (await waiting).body

    assert asyncio.run(asyncio.wait_for(scene(), 60)) == b"/one 2"
