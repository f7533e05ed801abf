"""Answers kept in memory, each with the generation of the hub that was read before it was made."""

from __future__ import annotations

import time
from collections import Counter, OrderedDict
from dataclasses import dataclass, field, replace
from typing import Any

from nexus.live.answers import Answer, compressed, is_compressible, messages, not_modified, without
from nexus.live.asks import Key

# Pages that tell of days and weeks stay right though nothing changes.
OLDEST_SECONDS = 60.0
# So old at most is what is given while a newer one is made; a second is promised.
STALE_SECONDS = 0.7
OVERHEAD = 2000  # bytes of an answer beside its bodies
LARGEST_SHARE = 8
# Of one request, not of its answer.
PERSONAL = (
    b"ratelimit",
    b"ratelimit-policy",
    b"x-request-id",
    b"server-timing",
    b"date",
)
SHARED_VARY = frozenset(
    (b"cookie", b"authorization", b"accept", b"accept-encoding", b"origin", b"")
)
HIT = (b"Cache-Status", b"nexus; hit")
STALE = (b"Cache-Status", b"nexus; hit; detail=stale-while-database-is-away")
Messages = tuple[dict[str, Any], dict[str, Any]]


def may_be_kept(answer: Answer) -> bool:
    """Is this the same for everybody who is not signed in?"""
    if answer.fleeting or answer.status not in (200, 301):
        return False
    control = answer.header(b"cache-control").lower()
    if b"private" in control or b"no-store" in control or answer.header(b"set-cookie"):
        return False
    if answer.header(b"content-encoding"):
        return False
    varies = answer.header(b"vary").lower().split(b",")
    return all(name.strip() in SHARED_VARY for name in varies)


def is_refusal(answer: Answer) -> bool:
    """Was it refused for who asked, so that it says nothing of the page?"""
    return answer.status == 429


def impersonal(answer: Answer) -> Answer:
    """The answer without what is of one request: its number, its limits, its time."""
    return replace(answer, headers=without(answer.headers, *PERSONAL))


@dataclass(slots=True)
class Kept:
    """One answer in all its forms, ready to be sent."""

    generation: int
    at: float
    plain: Answer
    zipped: Answer | None
    size: int
    ready: dict[tuple[bool, bool, bool], Messages] = field(default_factory=dict)

    def messages(self, *, gzip: bool, head: bool, unchanged: bool) -> Messages:
        """The two messages of a hit; made once for each form."""
        form = (gzip, head, unchanged)
        if form not in self.ready:
            self.ready[form] = messages(self.form(gzip, unchanged), head=head, extra=[HIT])
        return self.ready[form]

    def form(self, gzip: bool, unchanged: bool) -> Answer:
        answer = self.zipped if gzip and self.zipped is not None else self.plain
        return not_modified(answer) if unchanged else answer

    @property
    def tag(self) -> bytes:
        return self.plain.header(b"etag")


def make_kept(answer: Answer, generation: int, *, at: float, zips: bool = True) -> Kept:
    """The forms of an answer; compressing takes a while, so this is not for the loop."""
    shared = impersonal(answer)
    zipped = compressed(shared) if zips and is_compressible(shared) else None
    size = OVERHEAD + len(shared.body) + (len(zipped.body) if zipped else 0)
    return Kept(generation, at, shared, zipped, size)


class PageCache:
    """At most so many bytes; what was asked for least recently leaves. Used in the loop only."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self.kept: OrderedDict[Key, Kept] = OrderedDict()
        self.counts: Counter[tuple[str, str]] = Counter()

    def get(self, key: Key) -> Kept | None:
        found = self.kept.get(key)
        if found is not None:
            self.kept.move_to_end(key)
        return found

    def put(self, key: Key, kept: Kept) -> None:
        """Keep it, unless it is too large or what is there is of a later generation."""
        if kept.size * LARGEST_SHARE > self.most_bytes:
            return
        before = self.kept.get(key)
        if before is not None and before.generation > kept.generation:
            return
        self.drop(key)
        self.kept[key] = kept
        self.bytes += kept.size
        while self.bytes > self.most_bytes:
            self.drop(next(iter(self.kept)))

    def drop(self, key: Key) -> None:
        if (gone := self.kept.pop(key, None)) is not None:
            self.bytes -= gone.size

    def count(self, key: Key, what: str) -> None:
        """For who looks after the hub: hits, misses and so on by family of addresses."""
        self.counts[family(key[2]), what] += 1


def family(path: str) -> str:
    """pages, rest, graphql or static."""
    if path.startswith("/api/"):
        return "rest"
    if path.startswith("/static/"):
        return "static"
    return "graphql" if path.startswith("/graphql") else "pages"


def now() -> float:
    return time.monotonic()
