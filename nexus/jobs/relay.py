"""Outbox rows to RabbitMQ, with publisher confirms; sent at least once, in order of writing."""

from __future__ import annotations

import logging
import signal
import threading
from datetime import timedelta

from django.db import InterfaceError, OperationalError, close_old_connections, transaction
from django.db.models import F
from django.utils import timezone

from nexus.jobs.models import Job, JobState, Outbox
from nexus.jobs.outgoing import start_outgoing
from nexus.jobs.pulse import start_pulse
from nexus.jobs.services import STALE_AFTER, give_up_on_poison, release_abandoned_jobs
from nexus.jobs.tasks import run_job_task

log = logging.getLogger(__name__)
POLL_SECONDS = 0.3
SWEEP_SECONDS = 5
RESEND_AFTER = timedelta(seconds=30)


def send_pending(most: int = 100) -> int:
    """Publish what waits; a row is marked after the broker confirmed it. Returns how many."""
    with transaction.atomic():
        rows = list(
            Outbox.objects.select_for_update(skip_locked=True)
            .filter(sent_at__isnull=True)
            .order_by("id")[:most]
        )
        for row in rows:
            if row.topic == "job":
                run_job_task.apply_async(args=[row.payload["job"]])
        Outbox.objects.filter(pk__in=[row.pk for row in rows]).update(
            sent_at=timezone.now(), attempts=F("attempts") + 1
        )
    return len(rows)


def sweep() -> int:
    """Send again what a worker took and dropped, or what the broker lost. Returns how many."""
    give_up_on_poison()
    released = release_abandoned_jobs()
    now = timezone.now()
    silent = Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=now - STALE_AFTER)
    sent = Outbox.objects.filter(topic="job", sent_at__gte=now - RESEND_AFTER)
    recently = {row.payload["job"] for row in sent}
    waiting = Job.objects.filter(state=JobState.QUEUED, created_at__lt=now - RESEND_AFTER)
    lost = {job.pk for job in (*silent, *waiting) if job.pk not in recently}
    lost.update(released)
    with transaction.atomic():
        Outbox.objects.bulk_create(Outbox(topic="job", payload={"job": pk}) for pk in sorted(lost))
    return len(lost)


def run_relay(stop: threading.Event) -> None:
    """Relay until `stop` is set; a broker or database that is away is waited for."""
    since_sweep = 0.0
    while not stop.is_set():
        try:
            sent = send_pending()
            since_sweep += POLL_SECONDS
            if since_sweep >= SWEEP_SECONDS:
                since_sweep = 0.0
                sweep()
        except (OperationalError, InterfaceError) as error:
            log.warning("the database is away: %s", error)
            close_old_connections()
            sent = 0
        except Exception as error:
            # Kombu raises the transport's own errors; whatever it was, the rows still wait.
            log.warning("the broker is away: %s", error)
            sent = 0
            stop.wait(1.0)
        if not sent:
            stop.wait(POLL_SECONDS)


def main() -> None:
    """Run until SIGTERM or SIGINT."""
    stop = threading.Event()
    start_pulse("relay")
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    outgoing = start_outgoing(stop)
    run_relay(stop)
    outgoing.join()
