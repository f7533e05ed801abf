"""Django's cache in the process, which counts by family what was found and what was not."""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.locmem import LocMemCache

from nexus.common.lookups import CACHE

MISSING = object()


def count(key: Any, found: bool) -> None:
    """A key's family is what stands before its first colon."""
    CACHE.labels(str(key).partition(":")[0][:40], "yes" if found else "no").inc()


class CountedLocMem(LocMemCache):
    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        found = super().get(key, MISSING, version)
        count(key, found is not MISSING)
        return default if found is MISSING else found
