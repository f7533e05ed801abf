"""Django in threads that stay: bounded, with connections that stay too."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_started
from django.db import connection
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import override_settings
from django.urls import path

from nexus.common.afterwards import do_afterwards
from nexus.live.pool import DjangoPool, Gone, TooBusy, pass_on
from tests.live.asgi import ask, scope_of

running = threading.Semaphore(0)
go_on = threading.Event()
written = threading.Event()
ran: list[str] = []


def slow(request: HttpRequest) -> HttpResponse:
    ran.append(request.GET["n"])
    running.release()
    assert go_on.wait(20)
    return HttpResponse(threading.current_thread().name)


def read_rows(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse(threading.current_thread().name)


def stream(request: HttpRequest) -> StreamingHttpResponse:
    def parts() -> Iterator[bytes]:
        for _ in range(int(request.GET["n"])):
            yield b"x" * 100_000

    return StreamingHttpResponse(parts())


def size(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{len(request.body)} {request.FILES}")


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def later(request: HttpRequest) -> HttpResponse:
    def write_down() -> None:
        assert go_on.wait(20)
        ran.append("written down")
        written.set()

    do_afterwards(broken_afterwards)
    do_afterwards(write_down)
    return HttpResponse(str(len(ran)))


def broken_afterwards() -> None:
    raise ZeroDivisionError


urlpatterns = [
    path("slow", slow),
    path("rows", read_rows),
    path("stream", stream),
    path("size", size),
    path("broken", broken),
    path("later", later),
]


@pytest.fixture
def pool() -> Iterator[DjangoPool]:
    go_on.clear()
    written.clear()
    ran.clear()
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        made = DjangoPool(2)
        yield made
        go_on.set()
        made.executor.shutdown()


class App:
    def __init__(self, pool: DjangoPool) -> None:
        self.pool = pool

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await pass_on(self.pool, scope, receive, send)


@pytest.mark.django_db(transaction=True)
def test_threads_and_connections_stay(pool: DjangoPool) -> None:
    opened: list[object] = []

    def count(**about: object) -> None:
        opened.append(about["connection"])

    connection_created.connect(count)

    async def many() -> set[bytes]:
        return {(await ask(App(pool), "/rows")).body for _ in range(30)}

    try:
        names = asyncio.run(many())
    finally:
        connection_created.disconnect(count)
    assert names <= {b"django_0", b"django_1"}
    if connection.vendor == "sqlite":  # on PostgreSQL, the pool keeps them
        assert len(opened) <= 2


def test_who_leaves_while_waiting_is_not_served(pool: DjangoPool) -> None:
    async def scene() -> None:
        first = [asyncio.create_task(ask(App(pool), f"/slow?n={n}")) for n in "ab"]
        for _ in first:
            await asyncio.to_thread(running.acquire)
        messages = [
            {"type": "http.request", "body": b"", "more_body": False},
            {"type": "http.disconnect"},
        ]

        async def receive() -> dict[str, Any]:
            return messages.pop(0)

        with pytest.raises(Gone):
            await pool.answer(scope_of("/slow?n=gone"), receive, None)
        go_on.set()
        assert [(await task).status for task in first] == [200, 200]

    asyncio.run(scene())
    assert sorted(ran) == ["a", "b"]
    assert pool.busy == 0


def test_the_line_is_bounded(pool: DjangoPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nexus.live.pool.WAITING_PER_THREAD", 0)

    async def scene() -> None:
        first = [asyncio.create_task(ask(App(pool), f"/slow?n={n}")) for n in "ab"]
        for _ in first:
            await asyncio.to_thread(running.acquire)
        with pytest.raises(TooBusy):
            await ask(App(pool), "/slow?n=c")
        go_on.set()
        await asyncio.gather(*first)
        assert (await ask(App(pool), "/slow?n=d")).status == 200

    asyncio.run(scene())


@pytest.mark.parametrize("parts", [3, 40])
def test_what_is_streamed_comes_whole(pool: DjangoPool, parts: int) -> None:
    got = asyncio.run(ask(App(pool), f"/stream?n={parts}"))
    assert (got.status, len(got.body)) == (200, parts * 100_000)
    assert ("content-length" in got.headers) is (parts == 3)


def test_a_body_comes_in_pieces(pool: DjangoPool) -> None:
    pieces = [b"a" * 3_000_000, b"b" * 5]

    async def scene() -> bytes:
        async def receive() -> dict[str, Any]:
            body = pieces.pop(0)
            return {"type": "http.request", "body": body, "more_body": bool(pieces)}

        scope = scope_of("/size", method="POST", headers={"Content-Length": "3000005"})
        answer = await pool.answer(scope, receive, None)
        assert answer is not None
        return answer.body

    assert asyncio.run(scene()) == b"3000005 <MultiValueDict: {}>"


def test_who_leaves_while_sending_costs_no_thread(pool: DjangoPool) -> None:
    messages = [
        {"type": "http.request", "body": b"a", "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    with pytest.raises(Gone):
        asyncio.run(pool.answer(scope_of("/size", method="POST"), receive, None))
    assert pool.busy == 0


def test_what_breaks_is_an_answer_without_a_traceback(pool: DjangoPool) -> None:
    got = asyncio.run(ask(App(pool), "/broken"))
    assert got.status == 500
    assert b"ZeroDivision" not in got.body
    assert b"Traceback" not in got.body


def test_what_is_put_off_is_done_after_the_answer(pool: DjangoPool) -> None:
    async def scene() -> None:
        assert (await ask(App(pool), "/later")).body == b"0"
        assert ran == [], "the answer is here, and the work is still to be done"
        assert pool.busy == 0
        go_on.set()
        assert await asyncio.to_thread(written.wait, 20)

    asyncio.run(scene())
    assert ran == ["written down"], "what failed before it did not keep it"


def test_without_an_answer_it_is_done_at_once() -> None:
    ran.clear()
    do_afterwards(lambda: ran.append("done"))
    assert ran == ["done"]


def test_an_error_before_the_view_reaches_who_waits(pool: DjangoPool) -> None:
    def fail(**_: Any) -> None:
        raise ZeroDivisionError

    request_started.connect(fail)
    try:
        with pytest.raises(ZeroDivisionError):
            asyncio.run(asyncio.wait_for(pool.answer(scope_of("/rows"), None, None), 20))
    finally:
        request_started.disconnect(fail)
    assert pool.busy == 0
