"""Django's caches, which count by family what was found and what was not."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from prometheus_client import Counter
from redis import RedisError

MISSING = object()


def count(key: Any, found: bool) -> None:
    """A key's family is what stands before its first colon."""
    counter().labels(str(key).partition(":")[0][:40], "yes" if found else "no").inc()


def counter() -> Counter:
    # Settings name these classes before the apps are loaded that the metrics read.
    from nexus.watching.metrics import CACHE

    return CACHE


class CountedLocMem(LocMemCache):
    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        found = super().get(key, MISSING, version)
        count(key, found is not MISSING)
        return default if found is MISSING else found


class CountedRedis(RedisCache):
    """Without its Redis nothing is found and nothing kept: slower, and never another answer."""

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        try:
            found = super().get(key, MISSING, version)
        except RedisError:
            found = MISSING
        count(key, found is not MISSING)
        return default if found is MISSING else found

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        with suppress(RedisError):
            super().set(key, value, *args, **kwargs)

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        try:
            return bool(super().add(key, value, *args, **kwargs))
        except RedisError:
            return True
