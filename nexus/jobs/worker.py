"""The embedded profile's worker: claims job rows and runs them, without Celery.

One at a time, and beside it one that goes to other hosts: no mail waits for an import.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Sequence

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from nexus.jobs.outgoing import start_outgoing
from nexus.jobs.pulse import start_pulse
from nexus.jobs.queues import Queue
from nexus.jobs.schedule import run_due
from nexus.jobs.services import claim_next_job, release_jobs_of, run_job
from nexus.jobs.workers import worker_name

log = logging.getLogger(__name__)
POLL_SECONDS = 0.4
EMBEDDED = "embedded-worker"


HERE = (Queue.INTERACTIVE, Queue.BULK)
BESIDE = (Queue.OUTGOING,)


def run_worker(stop: threading.Event, queues: Sequence[str]) -> None:
    """Work at what waits in these queues until `stop` is set."""
    name = worker_name(EMBEDDED)
    while not stop.is_set():
        try:
            run_due()
            job = claim_next_job(name, queues)
        except (OperationalError, InterfaceError) as error:
            log.warning("the database is away: %s", error)
            close_old_connections()
            job = None
        if job is None:
            stop.wait(POLL_SECONDS)
            continue
        log.info("job-%s (%s) starts", job.pk, job.kind)
        run_job(job)
    connection.close()


def run_both(stop: threading.Event) -> None:
    """There is one embedded worker, so what was claimed before is free."""
    release_jobs_of(EMBEDDED)
    beside = threading.Thread(target=run_worker, args=[stop, BESIDE], name="worker-outgoing")
    beside.start()
    run_worker(stop, HERE)
    beside.join()


def main() -> None:
    """Run until SIGTERM or SIGINT; the jobs at hand are finished first."""
    stop = threading.Event()
    start_pulse("worker")
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    outgoing = start_outgoing(stop)
    run_both(stop)
    outgoing.join()
