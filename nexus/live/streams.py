"""`/api/v1/events`: the change log as server-sent events, in the loop, no thread held."""

from __future__ import annotations

import asyncio
from collections import Counter
from urllib.parse import parse_qs

from django.conf import settings
from django.db import InterfaceError, OperationalError

from nexus.changelog.kinds import NAMES
from nexus.changelog.reading import Place
from nexus.changelog.wishes import MOST_WISHES, Wish
from nexus.common.errors import TITLES
from nexus.common.headers import WITHOUT_DJANGO
from nexus.common.ids import PATTERN as PUBLIC_ID
from nexus.live.answers import Answer, Headers, Receive, Scope, Send, away, send_answer, with_vary
from nexus.live.feed import Event, Feed, Subscription, missed, read_events, read_place
from nexus.live.openings import Opening, Refused, cross_origin, open_stream, refused
from nexus.live.pool import DjangoPool, pass_on

PATH = "/api/v1/events"
HEARTBEAT_SECONDS = 15.0
# A stream ends by itself; whoever listens comes back and is asked again who they are.
LONGEST_SECONDS = 900.0
MOST_STREAMS = 4000
MOST_OF_ONE = 20
# Of all at one address who are not signed in: a class, each with some pages open.
MOST_OF_ADDRESS = 200
MOST_MISSED = 1000
RESET = b"event: reset\ndata: {}\n\n"
HEARTBEAT = b": here\n\n"
METHODS = (b"Allow", b"GET, HEAD, OPTIONS")
BEGINNING = b"retry: 2000\n: the change log of the hub\n\n"
COMMON: Headers = [(name.encode(), value.encode()) for name, value in WITHOUT_DJANGO.items()]
HEADERS: Headers = [
    *COMMON,
    (b"Content-Type", b"text/event-stream"),
    (b"Cache-Control", b"no-store"),
    (b"Vary", b"Authorization, Cookie"),
    (b"X-Accel-Buffering", b"no"),
]


def read_wish(query: bytes) -> Wish:
    """`kinds` and `objects` of the address, separated by commas. Raises Refused."""
    asked = parse_qs(query.decode("latin1"), max_num_fields=20)

    def values(name: str, example: str) -> frozenset[str]:
        found = {part for text in asked.get(name, []) for part in text.split(",") if part}
        if len(found) > MOST_WISHES:
            raise unusable(
                f"`{name}` takes up to {MOST_WISHES}, such as {example}, apart by commas."
            )
        return frozenset(found)

    if unknown := sorted(asked.keys() - {"kinds", "objects"}):
        raise unusable(
            f"“{unknown[0][:40]}” is no parameter of this address; kinds and objects are."
        )
    wish = Wish(values("kinds", "entry.saved"), values("objects", "entry-12"))
    if unknown := sorted(wish.kinds - NAMES):
        known = ", ".join(sorted(NAMES))
        raise unusable(f"“{unknown[0][:40]}” is no kind of change. Some of {known}.")
    if unknown := sorted(one for one in wish.objects if not PUBLIC_ID.match(one)):
        raise unusable(f"“{unknown[0][:40]}” is no id of an object; entry-12 is one.")
    return wish


def unusable(detail: str) -> Refused:
    return refused(422, "invalid", "Some of this cannot be used", detail)


def sent(scope: Scope, name: bytes) -> str:
    return "; ".join(value.decode("latin1") for key, value in scope["headers"] if key == name)


class Streams:
    """All streams of this process."""

    def __init__(self, pool: DjangoPool, feed: Feed) -> None:
        self.pool = pool
        self.feed = feed
        # By person, or by the address of who is not signed in.
        self.of: Counter[int | str] = Counter()
        self.number = 0

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "OPTIONS" and sent(scope, b"access-control-request-method"):
            # The API's middleware answers before Django looks for a view.
            await pass_on(self.pool, scope, receive, send)
            return
        try:
            await self.open(scope, receive, send)
        except Refused as error:
            await answer(scope, send, error.answer)

    async def open(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A stream from its first to its last event. Raises Refused."""
        if scope["method"] == "OPTIONS":
            await answer(scope, send, Answer(200, [*COMMON, METHODS], b""))
            return
        if scope["method"] not in ("GET", "HEAD"):
            title = TITLES["method-not-allowed"]
            raise refused(405, "method-not-allowed", title, "Events are read: use GET.", METHODS)
        try:
            opening = await self.pool.run(lambda: open_stream(scope))
        except (OperationalError, InterfaceError) as error:
            raise Refused(away(PATH)) from error
        wish = read_wish(scope["query_string"])
        who = self.admit(opening)
        headers = [*with_vary(HEADERS, b"Origin"), *opening.headers]
        if scope["method"] == "HEAD":
            await answer(scope, send, Answer(200, headers, b""))
            return
        self.number += 1
        self.of[who] += 1
        try:
            subscription = await self.subscribe(opening, wish)
            start = [*headers, *cross_origin(scope)]
            await self.stream(subscription, start, scope, receive, send)
        finally:
            self.number -= 1
            self.of[who] -= 1
            if not self.of[who]:
                del self.of[who]

    async def subscribe(self, opening: Opening, wish: Wish) -> Subscription:
        """A line of the feed. Raises Refused while the database is away."""
        try:
            return await self.feed.subscribe(opening.listener, wish)
        except TimeoutError as error:
            raise Refused(away(PATH)) from error

    def admit(self, opening: Opening) -> int | str:
        """As whom the stream counts.

        Raises Refused when there are too many, of all or of this person or address.
        """
        if self.number >= MOST_STREAMS:
            detail = "Too many listen. Try again later."
            raise refused(503, "busy", "The hub is busy", detail, (b"Retry-After", b"30"))
        pk = opening.listener.pk
        if pk is not None:
            self.bound(pk, MOST_OF_ONE, "You listen")
            return pk
        if settings.NEXUS_LIMITS_ON:
            self.bound(opening.network, MOST_OF_ADDRESS, "Readers at your address listen")
        return opening.network

    def bound(self, who: int | str, most: int, words: str) -> None:
        if self.of[who] >= most:
            detail = f"{words} {most} times already. Close one first."
            raise refused(429, "too-many-streams", "Too many streams", detail)

    async def stream(
        self,
        subscription: Subscription,
        headers: Headers,
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        gone = asyncio.ensure_future(wait_for_leaving(receive, subscription))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": headers})
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


async def answer(scope: Scope, send: Send, said: Answer) -> None:
    """An answer that is no stream, which pages of named origins may read as well."""
    said = Answer(said.status, with_vary(said.headers, b"Origin"), said.body)
    await send_answer(send, said, head=scope["method"] == "HEAD", extra=cross_origin(scope))


async def tell(send: Send, text: bytes) -> None:
    await send({"type": "http.response.body", "body": text, "more_body": True})


async def wait_for_leaving(receive: Receive, subscription: Subscription) -> None:
    """Until the client leaves; then the line is over."""
    while (await receive())["type"] != "http.disconnect":
        pass
    subscription.is_over = True
    subscription.arrived.set()
