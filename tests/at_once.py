"""Works at the same moment, each on a connection of its own, on a real database.

Tests run SQLite in memory, where threads do not wait for one another as they do on a file; here
its content is copied to a file first.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from nexus.common.errors import NexusError

Work = Callable[[], Any]
AtOnce = Callable[..., list[Any]]


@pytest.fixture
def at_once(tmp_path: Path) -> AtOnce:
    """Run works beside each other, all beginning together; what each answered, or its error."""
    file = tmp_path / "two.sqlite3"

    def alone(work: Work, barrier: Barrier) -> Any:
        own = connections["default"]
        if own.vendor == "sqlite":
            own.settings_dict = {**own.settings_dict, "NAME": str(file)}
        try:
            own.ensure_connection()
            barrier.wait(120)
            return work()
        except NexusError as error:
            return error
        finally:
            own.close()

    def run(*works: Work) -> list[Any]:
        if connection.vendor == "sqlite" and not file.exists():
            with sqlite3.connect(file) as target:
                connection.connection.backup(target)
                # A copy is not in WAL mode, and of two that change the mode at once one is
                # refused without waiting.
                target.execute("PRAGMA journal_mode=WAL")
            target.close()
        barrier = Barrier(len(works))
        with ThreadPoolExecutor(len(works)) as threads:
            return [f.result(240) for f in [threads.submit(alone, w, barrier) for w in works]]

    return run
