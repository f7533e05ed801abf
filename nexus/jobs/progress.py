"""How a running job tells those who watch where it is, and that it lives."""

from __future__ import annotations

import faulthandler
import logging
import os
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models.functions import Now

from nexus.common.changes import record_change
from nexus.common.errors import NexusError
from nexus.jobs.models import Job, JobState

if TYPE_CHECKING:
    from nexus.jobs.registry import Kind

log = logging.getLogger(__name__)
HEARTBEAT_SECONDS = 3.0
HUNG = 70  # EX_SOFTWARE of sysexits.h
TOLD_SECONDS = 1.0


class Temporary(NexusError):
    """What a job needs is away for now; the job waits a while and is tried again.

    Work that counts its attempts by itself says how long to wait, and raises GaveUp in the end:
    the job's own count is then of workers that broke.
    """

    def __init__(self, message: str, *, wait: timedelta | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class GaveUp(NexusError):
    """What a job tried often enough, or need not try again: a person is to look at it."""


class Cancelled(Exception):
    """Somebody cancelled the job; what is done stays."""


class Progress:
    """Written to the job row; `listen` is called too (the CLI's bar)."""

    def __init__(self, job: Job, listen: Callable[[int, int, str], None] | None = None) -> None:
        self.job = job
        self.listen = listen
        self.furthest = job.done
        self.told_at = 0.0
        self.heard_at = time.monotonic()

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
        self.heard_at = time.monotonic()
        alive = Job.objects.filter(
            pk=self.job.pk, state=JobState.RUNNING, claimed_by=self.job.claimed_by
        ).update(heartbeat_at=Now(), **fields)
        if not alive:
            raise Cancelled


class Heartbeat:
    """Keeps the row fresh while its work runs, from a thread of its own.

    It is the watchdog, too: work that has said nothing for longer than its kind may, or that takes
    longer than any may, ends its process, which its supervisor starts anew. Nothing less ends a
    thread that hangs. The job counts an attempt and is claimed again, or is given up.
    """

    def __init__(self, job: Job, progress: Progress, kind: Kind) -> None:
        self.job = job
        self.progress = progress
        self.kind = kind
        self.began = time.monotonic()
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self.beat, name=f"heartbeat-{job.pk}", daemon=True)

    def beat(self) -> None:
        while not self.stop.wait(HEARTBEAT_SECONDS):
            if self.hangs():
                end_this_process(self.job)
            try:
                Job.objects.filter(pk=self.job.pk, claimed_by=self.job.claimed_by).update(
                    heartbeat_at=Now()
                )
            except (OperationalError, InterfaceError):
                continue  # a busy database; the next beat may get through
        connection.close()

    def hangs(self) -> bool:
        now = time.monotonic()
        quiet = now - self.progress.heard_at > self.kind.quiet.total_seconds()
        return quiet or now - self.began > self.kind.longest.total_seconds()

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


def end_this_process(job: Job) -> None:
    """Without clean-up: whatever holds the work may hold that, too."""
    log.error("job-%s hangs in process %s, which ends here; its stacks follow", job.pk, os.getpid())
    faulthandler.dump_traceback(all_threads=True)
    os._exit(HUNG)
