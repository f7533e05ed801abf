"""What is done by the clock. Whoever looks first takes a piece up, on one machine or many."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db import IntegrityError, InterfaceError, OperationalError, close_old_connections
from django.utils import timezone

from nexus.jobs.models import Beat, Outbox
from nexus.jobs.pulse import start_pulse

log = logging.getLogger(__name__)
LOOK_SECONDS = 60.0
KEEP_SENT = timedelta(days=7)
Work = Callable[[], object]
SCHEDULE: dict[str, tuple[timedelta, Work]] = {}
_looked: list[float] = []


def scheduled(name: str, every: timedelta) -> Callable[[Work], Work]:
    """Do this every so often; it must bear being done twice, or not at all when a process dies."""

    def register(work: Work) -> Work:
        SCHEDULE[name] = (every, work)
        return work

    return register


@scheduled("clean-up", timedelta(hours=6))
def clean_up() -> None:
    """Forget what was sent, whose session ended, and processes that are no more."""
    now = timezone.now()
    Outbox.objects.filter(sent_at__lt=now - KEEP_SENT).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    Beat.objects.filter(at__lt=now - timedelta(days=7)).delete()


def take_up(name: str, every: timedelta) -> bool:
    """True for the one caller that is to do it now."""
    now = timezone.now()
    key = f"schedule:{name}"
    if Beat.objects.filter(name=key, at__lte=now - every).update(at=now):
        return True
    if Beat.objects.filter(name=key).exists():
        return False
    try:
        return Beat.objects.get_or_create(name=key, defaults={"at": now})[1]
    except IntegrityError:
        return False


def run_due(*, now: bool = False) -> list[str]:
    """Do what is due, looking at most once a minute; returns what was done."""
    if not now and _looked and time.monotonic() - _looked[-1] < LOOK_SECONDS:
        return []
    _looked[:] = [time.monotonic()]
    done = []
    for name, (every, work) in SCHEDULE.items():
        if take_up(name, every):
            try:
                work()
            except (OperationalError, InterfaceError):
                raise
            except Exception:
                log.exception("%s failed; it is tried again at its next time", name)
            done.append(name)
    return done


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
