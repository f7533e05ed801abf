"""Buckets of one process: the embedded profile's, and those that stand in for Redis."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from threading import Lock

from nexus.common.throttles.gcra import Bucket, Decision, decide

MOST = 50_000


class MemoryStore:
    """Exact among the threads of a process, and bounded: a full bucket need not be kept."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, most: int = MOST) -> None:
        self.clock = clock
        self.most = most
        self.full_at: dict[str, float] = {}
        self.lock = Lock()

    def take(self, buckets: Sequence[Bucket], cost: int) -> Decision:
        """Take `cost` units from each bucket, or from none."""
        with self.lock:
            now = self.clock()
            known = [self.full_at.get(bucket.key, now) for bucket in buckets]
            decision, moments = decide(now, known, buckets, cost)
            if decision.accepted:
                self.full_at.update(zip((b.key for b in buckets), moments, strict=True))
                if len(self.full_at) > self.most:
                    self.tidy(now)
            return decision

    def tidy(self, now: float) -> None:
        """Forget full buckets; where that is not half of them, those that are soonest full."""
        kept = sorted(
            ((moment, key) for key, moment in self.full_at.items() if moment > now), reverse=True
        )
        self.full_at = {key: moment for moment, key in kept[: self.most // 2]}

    def clear(self) -> None:
        with self.lock:
            self.full_at.clear()
