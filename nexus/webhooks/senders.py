"""The loop of webhooks: makes deliveries, and lets a few threads send them."""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor

from django.db import DatabaseError, InterfaceError, connection

from nexus.webhooks.following import follow_changes
from nexus.webhooks.sending import send_to, webhooks_due

log = logging.getLogger(__name__)
THREADS = 4


class Senders:
    """A webhook has one thread at a time, so that a slow receiver holds up itself alone."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(THREADS, thread_name_prefix="webhooks")
        self.busy: dict[int, Future[int]] = {}

    def look(self) -> int:
        """Follow the log, and give what is due to threads that are free; returns what was found."""
        followed = follow_changes()
        self.busy = {pk: future for pk, future in self.busy.items() if not future.done()}
        free = THREADS - len(self.busy)
        due = webhooks_due(free, besides=self.busy) if free else []
        for pk in due:
            self.busy[pk] = self.pool.submit(send_and_close, pk)
        return followed + len(due)

    def close(self) -> None:
        """What is being sent is finished; the rest waits for the next process."""
        self.pool.shutdown(wait=True, cancel_futures=True)


def send_and_close(webhook_pk: int) -> int:
    """In a thread of the pool, which keeps no connection while it has nothing to do."""
    try:
        return send_to(webhook_pk)
    except (DatabaseError, InterfaceError) as error:
        log.warning("the database is away: %s", error)
    except Exception:
        log.exception("sending to webhook-%s failed", webhook_pk)
    finally:
        connection.close()
    return 0
