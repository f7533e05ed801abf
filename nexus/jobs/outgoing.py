"""Work that waits for other servers, in a thread of its own: a slow one holds up no import.

In the embedded profile it runs beside the worker, in the services profile beside the relay. Its
rows are the queue, so that nothing is lost with a process, and several processes may share it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from django.db import InterfaceError, OperationalError, close_old_connections, connection

log = logging.getLogger(__name__)
POLL_SECONDS = 0.5


class Outgoing(Protocol):
    """One kind of outgoing work."""

    def look(self) -> int:
        """Take up what is due and return soon; says how much was found."""

    def close(self) -> None:
        """Finish what is under way."""


OUTGOING: list[Callable[[], Outgoing]] = []


def register_outgoing(make: Callable[[], Outgoing]) -> None:
    OUTGOING.append(make)


def run_outgoing(stop: threading.Event) -> None:
    """Look again and again until `stop` is set; a database that is away is waited for."""
    works = [make() for make in OUTGOING]
    try:
        while not stop.is_set():
            if not look_at(works):
                stop.wait(POLL_SECONDS)
    finally:
        for work in works:
            work.close()
        connection.close()


def look_at(works: list[Outgoing]) -> int:
    found = 0
    for work in works:
        try:
            found += work.look()
        except (OperationalError, InterfaceError) as error:
            log.warning("the database is away: %s", error)
            close_old_connections()
        except Exception:
            log.exception("outgoing work failed; it is looked at again")
    return found


def start_outgoing(stop: threading.Event) -> threading.Thread:
    """Run it in a thread until `stop` is set."""
    thread = threading.Thread(target=run_outgoing, args=[stop], name="outgoing")
    thread.start()
    return thread
