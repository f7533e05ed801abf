"""`/api/v1/events`: the change log as server-sent events, in the loop, no thread held."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from urllib.parse import parse_qs

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, parse_cookie

from nexus.accounts.policies import ANONYMOUS, Viewer
from nexus.accounts.selectors import find_token
from nexus.changelog.audience import Listener, listener_of
from nexus.changelog.reading import Place
from nexus.changelog.wishes import KIND, MOST_WISHES, Wish
from nexus.common.errors import TITLES
from nexus.common.headers import WITHOUT_DJANGO
from nexus.common.ids import PATTERN as PUBLIC_ID
from nexus.live.answers import Answer, Headers, Receive, Scope, Send, away, problem, send_answer
from nexus.live.feed import Event, Feed, Subscription, missed, read_events, read_place
from nexus.live.pool import DjangoPool

PATH = "/api/v1/events"
HEARTBEAT_SECONDS = 15.0
# A stream ends by itself; whoever listens comes back and is asked again who they are.
LONGEST_SECONDS = 900.0
MOST_STREAMS = 4000
MOST_OF_ONE = 20
MOST_MISSED = 1000
RESET = b"event: reset\ndata: {}\n\n"
HEARTBEAT = b": here\n\n"
BEGINNING = b"retry: 2000\n: the change log of the hub\n\n"
HEADERS: Headers = [
    *((name.encode(), value.encode()) for name, value in WITHOUT_DJANGO.items()),
    (b"Content-Type", b"text/event-stream"),
    (b"Cache-Control", b"no-store"),
    (b"Vary", b"Authorization, Cookie"),
    (b"X-Accel-Buffering", b"no"),
]


class Refused(Exception):
    """The stream is not given; `answer` says why."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def refused(status: int, code: str, title: str, detail: str) -> Refused:
    return Refused(problem(status, code, title, detail))


def read_wish(query: bytes) -> Wish:
    """`kinds` and `objects` of the address, separated by commas. Raises Refused."""
    asked = parse_qs(query.decode("latin1"), max_num_fields=20)

    def values(name: str, pattern: re.Pattern[str], example: str) -> frozenset[str]:
        found = {part for text in asked.get(name, []) for part in text.split(",") if part}
        if len(found) > MOST_WISHES or not all(pattern.match(part) for part in found):
            detail = f"`{name}` takes up to {MOST_WISHES}, such as {example}, apart by commas."
            raise refused(422, "invalid", "Some of this cannot be used", detail)
        return frozenset(found)

    if unknown := sorted(asked.keys() - {"kinds", "objects"}):
        detail = f"“{unknown[0][:40]}” is no parameter of this address; kinds and objects are."
        raise refused(422, "invalid", "Some of this cannot be used", detail)
    return Wish(values("kinds", KIND, "entry.saved"), values("objects", PUBLIC_ID, "entry-12"))


def sent(scope: Scope, name: bytes) -> str:
    return "; ".join(value.decode("latin1") for key, value in scope["headers"] if key == name)


def find_viewer(scope: Scope) -> Viewer:
    """Who asks: by token, else by session, else nobody. Raises Refused for a token that is none."""
    scheme, _, secret = sent(scope, b"authorization").partition(" ")
    if scheme.lower() in {"bearer", "token"} and secret:
        token = find_token(secret.strip())
        if token is None:
            detail = "This API token is not valid. Make a new one on your page."
            raise refused(401, "authentication-failed", TITLES["authentication-failed"], detail)
        return token.person
    key = parse_cookie(sent(scope, b"cookie")).get(settings.SESSION_COOKIE_NAME, "")
    if not key:
        return ANONYMOUS
    request = HttpRequest()
    request.session = SessionStore(key)
    viewer: Viewer = get_user(request)
    return viewer


class Streams:
    """All streams of this process."""

    def __init__(self, pool: DjangoPool, feed: Feed) -> None:
        self.pool = pool
        self.feed = feed
        self.of: Counter[int] = Counter()
        self.number = 0

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            if scope["method"] != "GET":
                detail = "Events are read: use GET."
                raise refused(405, "method-not-allowed", TITLES["method-not-allowed"], detail)
            wish = read_wish(scope["query_string"])
            listener = await self.pool.run(lambda: listener_of(find_viewer(scope)))
            self.admit(listener)
        except Refused as error:
            await send_answer(send, error.answer)
            return
        except (OperationalError, InterfaceError):
            await send_answer(send, away(PATH))
            return
        self.number += 1
        self.of[listener.pk or 0] += 1
        try:
            await self.stream(await self.feed.subscribe(listener, wish), scope, receive, send)
        except TimeoutError:
            await send_answer(send, away(PATH))
        finally:
            self.number -= 1
            self.of[listener.pk or 0] -= 1

    def admit(self, listener: Listener) -> None:
        """Raises Refused when there are too many streams, of all or of this person."""
        if self.number >= MOST_STREAMS:
            raise refused(503, "busy", "The hub is busy", "Too many listen. Try again later.")
        if listener.pk is not None and self.of[listener.pk] >= MOST_OF_ONE:
            detail = f"You listen {MOST_OF_ONE} times already. Close one first."
            raise refused(429, "too-many-streams", "Too many streams", detail)

    async def stream(
        self, subscription: Subscription, scope: Scope, receive: Receive, send: Send
    ) -> None:
        gone = asyncio.ensure_future(wait_for_leaving(receive, subscription))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            await tell(send, BEGINNING)
            await self.catch_up(subscription, sent(scope, b"last-event-id"), send)
            await self.follow(subscription, send)
            if not gone.done():
                await send({"type": "http.response.body", "body": b""})
        finally:
            gone.cancel()
            self.feed.leave(subscription)

    async def catch_up(self, subscription: Subscription, last: str, send: Send) -> None:
        """What came since the event that the listener had last, or that it is too much."""
        if not last:
            return
        upto, place = subscription.since, read_place(last)
        assert upto is not None
        if place is None or place > upto:
            await tell(send, RESET)
            return
        found = await self.pool.run(lambda: read_missed(place, upto))
        if found is None:
            await tell(send, RESET)
            return
        for event in missed(found, upto, subscription):
            await tell(send, event.text)

    async def follow(self, subscription: Subscription, send: Send) -> None:
        """Events as they come, and a sign of life when none does."""
        loop = asyncio.get_running_loop()
        end = loop.time() + LONGEST_SECONDS
        while not subscription.is_over and loop.time() < end:
            try:
                async with asyncio.timeout(HEARTBEAT_SECONDS):
                    await subscription.arrived.wait()
            except TimeoutError:
                await tell(send, HEARTBEAT)
                continue
            subscription.arrived.clear()
            while subscription.waiting:
                await tell(send, subscription.waiting.popleft().text)


def read_missed(place: Place, upto: Place) -> list[Event] | None:
    """The events between two places; None when they are too many to be told one by one."""
    found = read_events(place, MOST_MISSED + 1)
    return None if len(found) > MOST_MISSED and found[-1].place < upto else found


async def tell(send: Send, text: bytes) -> None:
    await send({"type": "http.response.body", "body": text, "more_body": True})


async def wait_for_leaving(receive: Receive, subscription: Subscription) -> None:
    """Until the client leaves; then the line is over."""
    while (await receive())["type"] != "http.disconnect":
        pass
    subscription.is_over = True
    subscription.arrived.set()
