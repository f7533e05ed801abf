"""Django's cache in Redis, counted like the one in the process.

Apart from it, since importing Redis takes 20 MB that a hub without Redis has no use for.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis import RedisError

from nexus.watching.caching import MISSING, count


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
