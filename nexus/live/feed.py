"""The change log, read once in each process for all who listen there."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from nexus.changelog.audience import Audience, Changed, Listener
from nexus.changelog.reading import BATCH, Place, Told, read_changes
from nexus.changelog.wishes import Wish
from nexus.common import sql
from nexus.common.ids import encode_id

# Who does not take so many events is cut off, and comes back for the rest from where they were.
BUFFERED = 1000
BEGIN_SECONDS = 5.0
# Changes of a person after which their streams must be asked for anew.
ENDING = frozenset({"person.role-set", "person.joined", "person.signed-out", "token.revoked"})


@dataclass(frozen=True, slots=True)
class Event:
    """One change as it is told, and who may hear it."""

    place: Place
    changed: Changed
    audience: Audience
    text: bytes


@dataclass(eq=False, slots=True)
class Subscription:
    """One listener's line: what they have not taken yet."""

    listener: Listener
    wish: Wish
    waiting: deque[Event] = field(default_factory=deque)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    is_over: bool = False
    # Later events come into the line; this one and earlier ones are to be looked up.
    since: Place | None = None

    def offer(self, event: Event) -> None:
        """Put an event into the line if it is for this listener."""
        if self.is_over or self.since is None or event.place <= self.since:
            return
        if self.hears(event):
            if len(self.waiting) >= BUFFERED:
                self.is_over = True
            else:
                self.waiting.append(event)
            self.arrived.set()
        if self.is_ended_by(event.changed):
            self.is_over = True
            self.arrived.set()

    def hears(self, event: Event) -> bool:
        return self.wish.wants(event.changed) and event.audience.admits(self.listener)

    def is_ended_by(self, changed: Changed) -> bool:
        """What they may hear has changed: their next stream begins with it."""
        return (
            changed.kind in ENDING
            and changed.object_kind == "person"
            and changed.object_pk == self.listener.pk
        )


def read_events(after: Place, most: int = BATCH) -> list[Event]:
    """The events after a place in the log; at most so many, oldest first."""
    return [
        Event(one.place, one.changed, one.audience, told(one)) for one in read_changes(after, most)
    ]


def told(one: Told) -> bytes:
    """An event as the stream writes it."""
    data = {
        "kind": one.changed.kind,
        "object": encode_id(one.changed.object_kind, one.changed.object_pk),
        "at": one.at.isoformat(),
    }
    text = json.dumps(data, separators=(",", ":"))
    return f"id: {write_place(one.place)}\nevent: change\ndata: {text}\n\n".encode()


def write_place(place: Place) -> str:
    return f"{place[0]}-{place[1]}"


def read_place(text: str) -> Place | None:
    """The place of a Last-Event-ID, or None when it is none of this hub's."""
    xid, _, pk = text.partition("-")
    if not (xid.isascii() and xid.isdigit() and pk.isascii() and pk.isdigit()):
        return None
    place = int(xid), int(pk)
    return place if max(place) < 1 << 63 else None


class Feed:
    """Tells what the follower's thread reads to the listeners in the loop.

    While nobody listens, nothing is read.
    """

    def __init__(self) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self.subscriptions: set[Subscription] = set()
        # Where the thread is in the log; None while it does not read.
        self.reading: Place | None = None
        self.is_first = True
        # What was offered to the listeners so far, seen from the loop.
        self.place: Place | None = None
        self.begun = asyncio.Event()

    def look(self) -> None:
        """In the follower's thread, at each of its looks."""
        if self.loop is None or not self.subscriptions:
            self.reading = None
            return
        if self.reading is None or self.is_first:
            self.is_first = False
            self.reading = sql.newest_closed()
            self.loop.call_soon_threadsafe(self.begin, self.reading)
        while events := read_events(self.reading):
            self.reading = events[-1].place
            self.loop.call_soon_threadsafe(self.offer, events)
            if len(events) < BATCH:
                break

    def begin(self, place: Place) -> None:
        self.place = place
        for subscription in self.subscriptions:
            subscription.since = place
        self.begun.set()

    def offer(self, events: Sequence[Event]) -> None:
        self.place = events[-1].place
        for subscription in list(self.subscriptions):
            for event in events:
                subscription.offer(event)

    async def subscribe(self, listener: Listener, wish: Wish) -> Subscription:
        """A line for a new listener, from now on. Raises TimeoutError without the database."""
        self.loop = asyncio.get_running_loop()
        if not self.subscriptions:
            self.begun.clear()
            self.is_first = True
        since = self.place if self.begun.is_set() else None
        subscription = Subscription(listener, wish, since=since)
        self.subscriptions.add(subscription)
        try:
            async with asyncio.timeout(BEGIN_SECONDS):
                await self.begun.wait()
        except TimeoutError:
            self.leave(subscription)
            raise
        return subscription

    def leave(self, subscription: Subscription) -> None:
        self.subscriptions.discard(subscription)


def missed(events: Iterable[Event], upto: Place, subscription: Subscription) -> list[Event]:
    """What somebody who was away has to be told; what came later waits in their line."""
    return [e for e in events if e.place <= upto and subscription.hears(e)]
