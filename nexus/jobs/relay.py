"""Outbox rows to RabbitMQ, with publisher confirms; sent at least once, in order of writing."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from math import ceil

from celery import current_app
from django.db import InterfaceError, OperationalError, close_old_connections, transaction
from django.db.models import F
from django.utils import timezone
from kombu import Connection, Producer

from nexus.common import tracing
from nexus.jobs import broker, queues
from nexus.jobs.dead import collect_letters
from nexus.jobs.models import DeadLetter, Job, JobState, Outbox
from nexus.jobs.outgoing import start_outgoing
from nexus.jobs.pulse import start_pulse
from nexus.jobs.registry import about
from nexus.jobs.services import (
    enqueue,
    give_up_on_poison,
    release_abandoned_jobs,
    silent,
    traits,
)
from nexus.jobs.tasks import BEYOND, run_job_task

log = logging.getLogger(__name__)
POLL_SECONDS = 0.3
SWEEP_SECONDS = 5
RESEND_AFTER = timedelta(seconds=30)


def send_pending(producer: Producer, most: int = 100) -> int:
    """Publish what waits; a row is marked after the broker confirmed it. Returns how many."""
    with transaction.atomic():
        rows = list(
            Outbox.objects.select_for_update(skip_locked=True)
            .filter(sent_at__isnull=True)
            .order_by("id")[:most]
        )
        jobs = Job.objects.in_bulk([row.payload["job"] for row in rows if row.topic == "job"])
        for row in rows:
            if row.topic == "job" and row.payload["job"] in jobs:
                send_job(producer, jobs[row.payload["job"]])
            elif row.topic == "letter":
                send_letter(producer, DeadLetter.objects.get(pk=row.payload["letter"]))
        Outbox.objects.filter(pk__in=[row.pk for row in rows]).update(
            sent_at=timezone.now(), attempts=F("attempts") + 1
        )
    return len(rows)


def send_job(producer: Producer, job: Job) -> None:
    """To the queue of the job; one that is to wait comes out of the broker when it is time."""
    with tracing.piece(
        f"send {job.kind}", kind="producer", parent=job.traceparent, attributes=traits(job)
    ):
        run_job_task.apply_async(
            args=[job.pk],
            queue=queues.broker_name(job.queue),
            countdown=seconds_until(job.not_before),
            time_limit=(about(job.kind).longest + BEYOND).total_seconds(),
            producer=producer,
            retry=False,
        )


def seconds_until(moment: datetime | None) -> int | None:
    """Whole ones, rounded up; None for now."""
    left = (moment - timezone.now()).total_seconds() if moment else 0.0
    return ceil(left) if left > 0 else None


def send_letter(producer: Producer, letter: DeadLetter) -> None:
    """The bytes as they came, to the queue that they came from."""
    producer.publish(
        letter.body.encode(),
        exchange=broker.JOBS,
        routing_key=queues.routing_key(letter.queue),
        headers=letter.headers,
        content_type=letter.content_type or "application/json",
        content_encoding="utf-8",
        message_id=letter.message_id.partition(" ")[0],
        retry=False,
    )


def sweep() -> int:
    """Send again what a worker took and dropped, or what the broker lost. Returns how many."""
    give_up_on_poison()
    released = release_abandoned_jobs()
    now = timezone.now()
    quiet = Job.objects.filter(silent())
    sent = Outbox.objects.filter(topic="job", sent_at__gte=now - RESEND_AFTER)
    recently = {row.payload["job"] for row in sent}
    waiting = Job.objects.filter(state=JobState.QUEUED, created_at__lt=now - RESEND_AFTER).exclude(
        not_before__gt=now - RESEND_AFTER
    )
    lost = {job.pk for job in (*quiet, *waiting) if job.pk not in recently}
    lost.update(released)
    enqueue(*sorted(lost))
    return len(lost)


class Relay:
    """Carries until told to stop; a broker or database that is away is waited for."""

    def __init__(self, connect: Callable[[], Connection]) -> None:
        self.connect = connect
        self.connection: Connection | None = None
        self.producer: Producer | None = None

    def turn(self, *, sweeps: bool) -> int:
        """One look at the outbox, and now and then at what got lost. Returns how many were sent."""
        if self.connection is None or self.producer is None:
            self.connection = self.connect()
            broker.declare(self.connection)
            self.producer = current_app.amqp.Producer(self.connection)
        sent = send_pending(self.producer)
        if sweeps:
            sweep()
            collect_letters(self.connection)
        return sent

    def lose_broker(self) -> None:
        """All that is known of it is asked for anew: it may come back without its disk."""
        if self.connection is not None:
            self.connection.release()
        self.connection = self.producer = None


def run_relay(stop: threading.Event) -> None:
    """Relay until `stop` is set."""
    relay = Relay(lambda: current_app.connection_for_write(connect_timeout=5))
    since_sweep = 0.0
    while not stop.is_set():
        since_sweep += POLL_SECONDS
        sweeps = since_sweep >= SWEEP_SECONDS
        since_sweep = 0.0 if sweeps else since_sweep
        sent = 0
        try:
            sent = relay.turn(sweeps=sweeps)
        except (OperationalError, InterfaceError) as error:
            log.warning("the database is away: %s", error)
            close_old_connections()
        except Exception as error:
            # Kombu raises the transport's own errors; whatever it was, the rows still wait.
            log.warning("the broker is away: %s", error)
            relay.lose_broker()
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
