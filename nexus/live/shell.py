"""The ASGI application: answers kept ready, streams of events, everything else through Django."""

from __future__ import annotations

import asyncio
import logging

from nexus.common.follower import Follower
from nexus.live import answers, pages, streams
from nexus.live.answers import Answer, Receive, Scope, Send, send_answer
from nexus.live.asks import Ask, Asks, Key, for_everybody
from nexus.live.feed import Feed
from nexus.live.hits import Hits
from nexus.live.pages import OLDEST_SECONDS, STALE_SECONDS, Kept, PageCache, now
from nexus.live.pool import DjangoPool, TooBusy, pass_on
from nexus.live.streams import Streams

log = logging.getLogger(__name__)
MOST_UNSHARED = 10_000
MOST_REFRESHING = 1
# Loadings that one reader waits for, when the addresses they are made for may have no more.
MOST_LOADINGS = 2
# What says how the process is, whatever the database does.
HEALTH = ("/healthz", "/readyz", "/metrics")
MISS = (b"Cache-Status", b"nexus; fwd=miss")
Loaded = Kept | Answer


class Flight:
    """One loading of one address, which all wait for who ask for it meanwhile.

    It counts against the limits of who began it (`ask`).
    """

    def __init__(self, ask: Ask, generation: int, task: asyncio.Task[Loaded]) -> None:
        self.ask = ask
        self.generation = generation
        self.task = task


class Shell:
    """What the web server calls; see docs/architecture.md, Speed."""

    def __init__(self, pool: DjangoPool, follower: Follower, *, cache_bytes: int) -> None:
        self.pool = pool
        self.follower = follower
        feed = Feed()
        follower.listeners.append(feed.look)
        self.streams = Streams(pool, feed)
        self.cache = PageCache(cache_bytes)
        self.asks = Asks()
        self.hits = Hits()
        self.flights: dict[Key, Flight] = {}
        self.refreshing = 0
        # Addresses whose answers are not to be shared, with the generation that they were seen in:
        # until the hub changes, each is asked for itself at once.
        self.unshared: dict[Key, int] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise ValueError(f"The hub speaks HTTP, not {scope['type']}.")
        self.follower.start()
        try:
            await self.serve(scope, receive, send)
        except TooBusy:
            await send_answer(send, answers.too_busy(scope), head=scope["method"] == "HEAD")

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == streams.PATH and not self.follower.has_failed:
            await self.streams.serve(scope, receive, send)
            return
        ask = self.asks.read(scope)
        if ask is None:
            if self.follower.has_failed and not scope["path"].startswith(HEALTH):
                # Waiting for a connection that does not come would take seconds, and a thread.
                await send_answer(send, answers.away(scope["path"]))
            else:
                await self.pass_on(scope, receive, send)
            return
        key, time = ask.key, now()
        kept = self.cache.get(key)
        if kept is not None and (refusal := self.hits.refusal(scope)) is not None:
            await send_answer(send, answers.too_many(scope["path"], refusal), head=ask.head)
            return
        if kept is not None and self.is_good(kept, time):
            self.cache.count(key, "hit")
            await give(send, ask, kept)
            return
        await self.serve_missing(ask, kept, scope, receive, send)

    def is_good(self, kept: Kept, time: float) -> bool:
        follower = self.follower
        return (
            kept.generation == follower.generation
            and time - kept.at < OLDEST_SECONDS
            and follower.is_fresh(time)
        )

    def may_wait(self, kept: Kept, time: float) -> bool:
        """May this be given once more, while a newer one is made?

        When it grew old, for as long again; when the hub has changed, for less than a second.
        """
        if not self.follower.is_fresh(time):
            return False
        if kept.generation == self.follower.generation:
            return time - kept.at < 2 * OLDEST_SECONDS
        return time - self.follower.outdated_since(kept.generation) < STALE_SECONDS

    async def serve_missing(
        self, ask: Ask, kept: Kept | None, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Nothing that is surely right is at hand."""
        time = now()
        if self.follower.is_away(time):
            await self.serve_without_database(ask, kept, scope, send)
            return
        if kept is not None and self.may_wait(kept, time):
            self.refresh(ask, scope)
            self.cache.count(ask.key, "refreshed")
            await give(send, ask, kept)
            return
        if self.unshared.get(ask.key) == self.follower.generation:
            await self.pass_on(scope, receive, send)
            return
        loaded = await self.loaded(ask, scope)
        if loaded is None:
            await self.pass_on(scope, receive, send)
        elif isinstance(loaded, Kept):
            self.cache.count(ask.key, "miss")
            await give(send, ask, loaded, fresh=True)
        elif loaded.status == 503 and kept is not None:
            await give_stale(send, ask, kept)
        elif ask.plain and not loaded.fleeting and not loaded.header(b"set-cookie"):
            # Nothing of the request was left out, so this is its answer, whatever it is.
            await send_answer(send, loaded, head=ask.head)
        else:
            await self.pass_on(scope, receive, send)

    async def loaded(self, ask: Ask, scope: Scope) -> Loaded | None:
        """The answer made now; without a cache by each for themselves.

        None when only others were refused theirs: that is no answer to this one.
        """
        if not self.cache.most_bytes:
            alone = for_everybody(scope)
            return await self.load(ask.key, self.follower.generation, alone, zips=ask.gzip)
        for _ in range(MOST_LOADINGS):
            flight = self.fly(ask, scope)
            loaded = await asyncio.shield(flight.task)
            if flight.ask is ask or isinstance(loaded, Kept):
                return loaded
            if not pages.is_refusal(loaded):
                return pages.impersonal(loaded)
        return None

    async def serve_without_database(
        self, ask: Ask, kept: Kept | None, scope: Scope, send: Send
    ) -> None:
        if kept is None:
            await send_answer(send, answers.away(scope["path"]), head=ask.head)
            return
        self.cache.count(ask.key, "stale")
        await give_stale(send, ask, kept)

    async def pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        await pass_on(self.pool, scope, receive, send)

    def refresh(self, ask: Ask, scope: Scope) -> None:
        """Begin to make a newer answer, unless others are being made that nobody waits for.

        Readers who wait for theirs find a thread that way; who asks next begins what was not.
        """
        if self.refreshing < MOST_REFRESHING:
            self.refreshing += 1
            self.fly(ask, scope).task.add_done_callback(self.is_refreshed)

    def is_refreshed(self, _: object) -> None:
        self.refreshing -= 1

    def fly(self, ask: Ask, scope: Scope) -> Flight:
        """The loading of this address, begun when none is under way that is new enough."""
        generation = self.follower.generation
        flight = self.flights.get(ask.key)
        if flight is not None and flight.generation == generation:
            return flight
        task = asyncio.ensure_future(self.load(ask.key, generation, for_everybody(scope)))
        flight = self.flights[ask.key] = Flight(ask, generation, task)
        task.add_done_callback(lambda _: self.land(ask.key, flight))
        return flight

    def land(self, key: Key, flight: Flight) -> None:
        if self.flights.get(key) is flight:
            del self.flights[key]
        if not flight.task.cancelled() and (error := flight.task.exception()):
            log.debug("an answer was not made: %s", error)

    async def load(self, key: Key, generation: int, scope: Scope, *, zips: bool = True) -> Loaded:
        """Ask Django as anybody; keep the answer when it is everybody's."""
        began = now()
        answer = await self.pool.answer(scope, None, None)
        assert answer is not None
        if not pages.may_be_kept(answer):
            # What failed may do better the next time, and what was refused for somebody else.
            if answer.status < 500 and not pages.is_refusal(answer):
                self.remember_unshared(key, generation)
            return answer
        answer = answers.completed(answer)
        kept = await asyncio.get_running_loop().run_in_executor(
            None, lambda: pages.make_kept(answer, generation, at=began, zips=zips)
        )
        self.cache.put(key, kept)
        return kept

    def remember_unshared(self, key: Key, generation: int) -> None:
        if len(self.unshared) >= MOST_UNSHARED:
            self.unshared.clear()
        self.unshared[key] = generation


async def give(send: Send, ask: Ask, kept: Kept, *, fresh: bool = False) -> None:
    """A kept answer in the form that was asked for."""
    unchanged = bool(ask.tag) and answers.matches(kept.tag, ask.tag)
    if fresh:
        answer = kept.form(ask.gzip, unchanged)
        await send_answer(send, answer, head=ask.head, extra=[MISS])
        return
    start, body = kept.messages(gzip=ask.gzip, head=ask.head, unchanged=unchanged)
    await send(start)
    await send(body)


async def give_stale(send: Send, ask: Ask, kept: Kept) -> None:
    """A kept answer while nothing newer can be had, and the word that it is one."""
    unchanged = bool(ask.tag) and answers.matches(kept.tag, ask.tag)
    answer = kept.form(ask.gzip, unchanged)
    await send_answer(send, answer, head=ask.head, extra=[pages.STALE])
