"""How often what was looked for was kept in this process or in Redis, by family."""

from __future__ import annotations

from prometheus_client import Counter

CACHE = Counter("nexus_cache", "What was looked for in the cache", ["family", "found"])


class Lookups:
    """The count of one family."""

    def __init__(self, family: str) -> None:
        self.found = CACHE.labels(family, "yes")
        self.missed = CACHE.labels(family, "no")

    def count(self, asked: int, found: int) -> None:
        """So many values were asked for, of which so many were kept."""
        if found:
            self.found.inc(found)
        if asked > found:
            self.missed.inc(asked - found)
