"""What is done by the clock: each piece becomes a job, made by whichever process looks first."""

from __future__ import annotations

import logging
import signal
import threading
import time
from datetime import timedelta

from django.db import (
    IntegrityError,
    InterfaceError,
    OperationalError,
    close_old_connections,
    transaction,
)
from django.utils import timezone

from nexus.jobs.models import Beat, Job, JobState
from nexus.jobs.pulse import start_pulse
from nexus.jobs.services import create_job

log = logging.getLogger(__name__)
LOOK_SECONDS = 60.0
# Kind of job → how often. A piece comes due for the first time after its first period.
SCHEDULE: dict[str, timedelta] = {}
_looked: list[float] = []


def schedule(kind: str, every: timedelta) -> None:
    """Have a job of this kind made every so often; its work must bear being done twice."""
    SCHEDULE[kind] = every


def take_up(kind: str, every: timedelta) -> bool:
    """True for the one caller that is to do it now."""
    now = timezone.now()
    key = f"schedule:{kind}"
    if Beat.objects.filter(name=key, at__lte=now - every).update(at=now):
        return True
    # A clock that was set back: what was noted lies in the future, and is noted anew.
    Beat.objects.filter(name=key, at__gt=now + every).update(at=now)
    if not Beat.objects.filter(name=key).exists():
        try:
            with transaction.atomic():
                Beat.objects.create(name=key, at=now)
        except IntegrityError:
            log.debug("another process noted %s first", key)
    return False


def run_due(*, now: bool = False) -> list[str]:
    """Make jobs of what is due, looking at most once a minute; returns their kinds.

    A piece whose last job still waits or runs is left to that job.
    """
    if not now and _looked and time.monotonic() - _looked[-1] < LOOK_SECONDS:
        return []
    _looked[:] = [time.monotonic()]
    made = []
    for kind, every in SCHEDULE.items():
        with transaction.atomic():
            if take_up(kind, every) and not is_at_work(kind):
                create_job(kind=kind, payload={}, requested_by=None)
                made.append(kind)
    return made


def is_at_work(kind: str) -> bool:
    open_states = (JobState.QUEUED, JobState.RUNNING)
    return Job.objects.filter(kind=kind, requested_by=None, state__in=open_states).exists()


def run_scheduler(stop: threading.Event) -> None:
    """Look every minute until `stop` is set; a database that is away is waited for."""
    while not stop.is_set():
        try:
            run_due(now=True)
        except (OperationalError, InterfaceError) as error:
            log.warning("the database is away: %s", error)
        close_old_connections()
        stop.wait(LOOK_SECONDS)


def main() -> None:
    """Run until SIGTERM or SIGINT."""
    stop = threading.Event()
    start_pulse("scheduler")
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run_scheduler(stop)
