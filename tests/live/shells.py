"""A shell whose follower says only what a test lets it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from nexus.common.follower import Follower
from nexus.live.pages import now
from nexus.live.pool import DjangoPool
from nexus.live.shell import Shell


@contextmanager
def shell_of_its_own() -> Iterator[Shell]:
    """A shell with two threads; nothing looks whether the hub changed."""
    pool, follower = DjangoPool(2), Follower()
    follower.thread = threading.current_thread()  # This test says what it sees.
    follower.seen_at = now() + 3600
    yield Shell(pool, follower, cache_bytes=1 << 20)
    pool.executor.shutdown()
