"""Django behind a bounded pool of threads that live as long as the process.

Under Django's own ASGI handler each request gets a fresh thread, and with it a fresh connection:
SQLite reopens its file and CONN_MAX_AGE means nothing. Here a request's body is read in the loop,
so that a slow client holds no thread, and then one persistent thread does all of the rest.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar

from django.conf import settings
from django.core import signals
from django.core.exceptions import RequestDataTooBig
from django.core.handlers.asgi import ASGIRequest, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.db import InterfaceError, OperationalError, close_old_connections
from django.http import HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

from nexus.common.afterwards import answering, do_afterwards
from nexus.common.keeping import begin_answer, is_fleeting
from nexus.live.answers import (
    Answer,
    Headers,
    Receive,
    Scope,
    Send,
    away,
    finished,
    problem,
    send_answer,
)

log = logging.getLogger(__name__)
T = TypeVar("T")
# What is streamed is gathered first, as long as it is small: its thread is free for others then.
GATHERED = 1 << 20
CHUNK = 1 << 16
# A client that takes nothing for so long lets go of the thread that serves it.
SLOWEST_SECONDS = 60.0
WAITING_PER_THREAD = 50


class Gone(Exception):
    """The client left before the answer."""


class TooBusy(Exception):
    """More requests wait than can be answered in reasonable time."""


async def read_body(receive: Receive) -> IO[bytes]:
    """The body as a file, on disk when it is large. Raises Gone."""
    body = SpooledTemporaryFile(max_size=settings.FILE_UPLOAD_MAX_MEMORY_SIZE, mode="w+b")  # noqa: SIM115
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            body.close()
            raise Gone
        if chunk := message.get("body"):
            body.write(chunk)
        if not message.get("more_body"):
            body.seek(0)
            return body


def headers_of(response: HttpResponseBase) -> Headers:
    headers = [(name.encode("ascii"), value.encode("latin1")) for name, value in response.items()]
    cookies = (cookie.output(header="").strip() for cookie in response.cookies.values())
    return headers + [(b"Set-Cookie", cookie.encode("ascii")) for cookie in cookies]


def as_response(answer: Answer) -> HttpResponse:
    headers = {name.decode(): value.decode() for name, value in answer.headers}
    return HttpResponse(answer.body, status=answer.status, headers=headers)


class DjangoPool(BaseHandler):
    """Runs requests through Django's synchronous middleware and views, one to a thread."""

    def __init__(self, threads: int) -> None:
        super().__init__()
        self.load_middleware()
        self.threads = threads
        self.executor = ThreadPoolExecutor(threads, thread_name_prefix="django")
        self.busy = 0

    async def answer(
        self, scope: Scope, receive: Receive | None, send: Send | None
    ) -> Answer | None:
        """The whole answer, or None after a long one was sent already, piece by piece.

        Without `receive` there is no body, and no client that may leave; without `send`, what is
        streamed is gathered whole. Raises Gone and TooBusy.
        """
        body = await read_body(receive) if receive is not None else BytesIO()
        if self.busy >= self.threads * (1 + WAITING_PER_THREAD):
            body.close()
            raise TooBusy
        loop = asyncio.get_running_loop()
        waits = self.busy >= self.threads
        self.busy += 1
        done: asyncio.Future[Answer | None] = loop.create_future()
        done.add_done_callback(self.is_done)
        future = self.executor.submit(self.work, scope, body, done, send)
        if waits and receive is not None:
            await self.wait_in_line(future, done, receive, body)
        return await asyncio.shield(done)

    async def run(self, work: Callable[[], T]) -> T:
        """A short look at the database, in a thread of the pool."""

        def look() -> T:
            close_old_connections()
            try:
                return work()
            finally:
                close_old_connections()

        return await asyncio.get_running_loop().run_in_executor(self.executor, look)

    def is_done(self, _: object) -> None:
        self.busy -= 1

    async def wait_in_line(
        self,
        future: Future[None],
        done: asyncio.Future[Answer | None],
        receive: Receive,
        body: IO[bytes],
    ) -> None:
        """While all threads are taken: who leaves is not served. Raises Gone."""
        gone = asyncio.ensure_future(receive())
        either: set[asyncio.Future[Any]] = {done, gone}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if not done.done() and future.cancel():
            done.cancel()
            body.close()
            raise Gone
        if not gone.done():
            gone.cancel()

    def work(
        self,
        scope: Scope,
        body: IO[bytes],
        done: asyncio.Future[Answer | None],
        send: Send | None,
    ) -> None:
        """In a thread of the pool: one request from beginning to end, and what comes after it."""
        loop = done.get_loop()
        with closing(body), answering():
            try:
                set_script_prefix(get_script_prefix(scope))
                signals.request_started.send(sender=self.__class__, scope=scope)
                begin_answer()
                response = self.respond(scope, body)
                # Here and not in the loop: connections belong to their thread.
                do_afterwards(response.close)
                answer = self.deliver(response, loop, send)
            except BaseException as error:
                loop.call_soon_threadsafe(fail, done, error)
                raise
            loop.call_soon_threadsafe(settle, done, answer)

    def respond(self, scope: Scope, body: IO[bytes]) -> HttpResponseBase:
        try:
            request = ASGIRequest(scope, body)
        except UnicodeDecodeError:
            return HttpResponseBadRequest()
        except RequestDataTooBig:
            return HttpResponse("This is too large.", status=413, content_type="text/plain")
        try:
            response: HttpResponseBase = self.get_response(request)
        except (OperationalError, InterfaceError) as error:
            # Also what pages of errors are made of needs the database.
            log.warning("the database is away: %s", error)
            return as_response(away(scope["path"]))
        except Exception:
            log.exception("%s %s failed", scope["method"], scope["path"])
            return as_response(
                problem(500, "internal", "Something broke", "The log has the details.")
            )
        return response

    def deliver(
        self, response: HttpResponseBase, loop: asyncio.AbstractEventLoop, send: Send | None
    ) -> Answer | None:
        status, headers = response.status_code, headers_of(response)
        if not response.streaming:
            assert isinstance(response, HttpResponse)
            return finished(Answer(status, headers, response.content, is_fleeting()))
        parts = iter(response)
        gathered = bytearray()
        for part in parts:
            gathered += part
            if send is not None and len(gathered) > GATHERED:
                break
        else:
            return finished(Answer(status, headers, bytes(gathered), is_fleeting()))

        def tell(message: dict[str, Any]) -> None:
            assert send is not None
            asyncio.run_coroutine_threadsafe(as_coroutine(send, message), loop).result(
                SLOWEST_SECONDS
            )

        tell({"type": "http.response.start", "status": status, "headers": headers})
        tell({"type": "http.response.body", "body": bytes(gathered), "more_body": True})
        for part in parts:
            tell({"type": "http.response.body", "body": bytes(part), "more_body": True})
        tell({"type": "http.response.body", "body": b""})
        return None


def settle(done: asyncio.Future[Answer | None], answer: Answer | None) -> None:
    if not done.done():
        done.set_result(answer)


def fail(done: asyncio.Future[Answer | None], error: BaseException) -> None:
    if not done.done():
        done.set_exception(error)


async def as_coroutine(send: Send, message: dict[str, Any]) -> None:
    await send(message)


async def pass_on(pool: DjangoPool, scope: Scope, receive: Receive, send: Send) -> None:
    """A request that nobody else answers. Raises TooBusy; who left is not answered."""
    try:
        answer = await pool.answer(scope, receive, send)
    except Gone:
        return
    if answer is not None:
        await send_answer(send, answer, head=scope["method"] == "HEAD")
