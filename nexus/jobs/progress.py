"""How a running job tells those who watch where it is, and that it lives."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from nexus.common.changes import record_change
from nexus.jobs.models import Job, JobState

HEARTBEAT_SECONDS = 3.0
TOLD_SECONDS = 1.0


class Cancelled(Exception):
    """Somebody cancelled the job; what is done stays."""


class Progress:
    """Written to the job row; `listen` is called too (the CLI's bar)."""

    def __init__(self, job: Job, listen: Callable[[int, int, str], None] | None = None) -> None:
        self.job = job
        self.listen = listen
        self.furthest = job.done
        self.told_at = 0.0

    def report(self, done: int, total: int, message: str = "") -> None:
        """Say where the work is. Raises Cancelled when somebody cancelled it meanwhile."""
        told: dict[str, Any] = {"done": done, "total": total, "message": message[:300]}
        if done > self.furthest:
            # What gets on is no poison, however often its worker was killed before.
            told["attempts"] = 1
            self.furthest = done
        self.write(told)
        self.tell()
        if self.listen:
            self.listen(done, total, message)

    def tell(self) -> None:
        """Once a second at most, a change for those who watch."""
        now = time.monotonic()
        if now - self.told_at < TOLD_SECONDS:
            return
        self.told_at = now
        with transaction.atomic():
            record_change("job.progress", "job", self.job.pk, public=False)

    def hold(self) -> None:
        """Inside a transaction: nobody takes the job over before its end.

        Without it, a worker that was silent for long and wakes would write beside the one that
        took its place. Raises Cancelled when that has happened.
        """
        self.write({})

    def write(self, fields: dict[str, Any]) -> None:
        """Only while the job is this worker's; a sign of life in any case."""
        alive = Job.objects.filter(
            pk=self.job.pk, state=JobState.RUNNING, claimed_by=self.job.claimed_by
        ).update(heartbeat_at=timezone.now(), **fields)
        if not alive:
            raise Cancelled


class Heartbeat:
    """Keeps the row fresh while its work runs, from a thread of its own."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self.beat, name=f"heartbeat-{job.pk}", daemon=True)

    def beat(self) -> None:
        while not self.stop.wait(HEARTBEAT_SECONDS):
            try:
                Job.objects.filter(pk=self.job.pk, claimed_by=self.job.claimed_by).update(
                    heartbeat_at=timezone.now()
                )
            except (OperationalError, InterfaceError):
                continue  # a busy database; the next beat may get through
        connection.close()

    def __enter__(self) -> Heartbeat:
        self.thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop.set()
        self.thread.join()
