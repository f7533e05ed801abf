"""The embedded profile's worker: claims job rows and runs them, one at a time, without Celery."""

from __future__ import annotations

import logging
import signal
import threading

from django.db import InterfaceError, OperationalError, close_old_connections

from nexus.jobs.outgoing import start_outgoing
from nexus.jobs.pulse import start_pulse
from nexus.jobs.schedule import run_due
from nexus.jobs.services import claim_next_job, release_jobs_of, run_job
from nexus.jobs.workers import worker_name

log = logging.getLogger(__name__)
POLL_SECONDS = 0.4
EMBEDDED = "embedded-worker"


def run_worker(stop: threading.Event) -> None:
    """Work until `stop` is set. There is one embedded worker, so earlier claims are free."""
    name = worker_name(EMBEDDED)
    release_jobs_of(EMBEDDED)
    while not stop.is_set():
        try:
            run_due()
            job = claim_next_job(name)
        except (OperationalError, InterfaceError) as error:
            log.warning("the database is away: %s", error)
            close_old_connections()
            job = None
        if job is None:
            stop.wait(POLL_SECONDS)
            continue
        log.info("job-%s (%s) starts", job.pk, job.kind)
        run_job(job)


def main() -> None:
    """Run until SIGTERM or SIGINT; the job at hand is finished first."""
    stop = threading.Event()
    start_pulse("worker")
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    outgoing = start_outgoing(stop)
    run_worker(stop)
    outgoing.join()
