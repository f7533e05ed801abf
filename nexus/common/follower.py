"""One thread in each web process that follows what other processes and threads commit."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, connection, connections

from nexus.common.sql import forget_touches
from nexus.common.touches import TouchReader

log = logging.getLogger(__name__)

EVERY_SECONDS = 0.1
# Older knowledge than this is none: the process slept, or the database hangs.
FRESH_SECONDS = 0.5
AWAY_SECONDS = 2.0
TIDY_SECONDS = 600.0
CONNECT_SECONDS = 2
MOST_ENDED = 16  # more than can end while an outdated answer is still given
Listener = Callable[[], None]


def use_own_connection() -> None:
    """In this thread: a connection beside the pool, which gives up quickly.

    Waiting in line for one of the pool's would hide for seconds that the database is away.
    """
    options = {**connection.settings_dict["OPTIONS"]}
    if options.pop("pool", None) is None:
        return
    options["connect_timeout"] = CONNECT_SECONDS
    chosen = {**connection.settings_dict, "OPTIONS": options, "CONN_MAX_AGE": None}
    connections["default"] = type(connections["default"])(chosen, "default")


class Follower:
    """What this process knows of the state of the hub.

    `generation` goes up whenever a transaction that changed what readers may see was noticed.
    Read it before loading: what was loaded may be newer, never older.
    """

    def __init__(self) -> None:
        self.generation = 1
        # The last generations that ended: number, and the last look at which each still held.
        self.ended: tuple[tuple[int, float], ...] = ()
        self.seen_at = 0.0
        self.has_failed = False
        self.listeners: list[Listener] = []
        self.stopping = threading.Event()
        self.thread: threading.Thread | None = None
        self.reader = TouchReader()
        self.tidied_at = time.monotonic()

    def start(self) -> None:
        """Begin to follow; nothing when it does already."""
        if self.thread is None:
            self.thread = threading.Thread(target=self.run, name="follower", daemon=True)
            self.thread.start()

    def stop(self) -> None:
        self.stopping.set()
        if self.thread is not None:
            self.thread.join()

    def is_fresh(self, now: float) -> bool:
        """Does it know what was committed until a moment ago?"""
        return now - self.seen_at < FRESH_SECONDS

    def outdated_since(self, generation: int) -> float:
        """When at the earliest a generation that has ended did so; 0 for one of long ago."""
        return next((at for number, at in self.ended if number == generation), 0.0)

    def is_away(self, now: float) -> bool:
        """Does the database not answer?"""
        return self.has_failed or 0 < self.seen_at < now - AWAY_SECONDS

    def run(self) -> None:
        use_own_connection()
        while not self.stopping.wait(EVERY_SECONDS):
            try:
                self.look()
            except Exception:
                # Without a look nothing that is kept is trusted, so this is slow, never wrong.
                log.exception("following the database failed")
        connection.close()

    def look(self) -> None:
        """One look at the touches; a database that does not answer is noted and asked again."""
        began = time.monotonic()
        try:
            moved = self.reader.has_moved()
            if began - self.tidied_at > TIDY_SECONDS:
                self.tidied_at = began
                forget_touches()
        except (DatabaseError, InterfaceError, OSError) as error:
            if not self.has_failed:
                log.warning("the database is away: %s", error)
            self.has_failed = True
            self.close()
            return
        # Who did not look for long may have missed what is tidied away by now.
        if moved or self.has_failed or not self.is_fresh(began):
            self.ended = (*self.ended[1 - MOST_ENDED :], (self.generation, self.seen_at))
            self.generation += 1
        # When it was asked, not when it answered: nothing later is known.
        self.seen_at = began
        self.has_failed = False
        self.tell_listeners()

    def tell_listeners(self) -> None:
        """Let those who read the change log read on; a database that went meanwhile is noted."""
        try:
            for listener in self.listeners:
                listener()
        except (DatabaseError, InterfaceError, OSError) as error:
            log.warning("the change log was not read: %s", error)
            self.close()

    def close(self) -> None:
        try:
            connection.close()
        except (DatabaseError, InterfaceError, OSError):
            connection.connection = None
