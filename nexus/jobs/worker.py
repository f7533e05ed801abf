"""The embedded profile's worker: claims job rows and runs them, without Celery.

One at a time, and beside it one that goes to other hosts: no mail waits for an import.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

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
    """Work at what waits in these queues until `stop` is set.

    An error that is not the database's sets it, too, and is raised: no other thread goes on
    alone, and whoever supervises the process sees it end and starts it anew.
    """
    name = worker_name(EMBEDDED)
    try:
        while not stop.is_set():
            if not work_once(name, queues):
                stop.wait(POLL_SECONDS)
    except Exception:
        log.exception("the worker of %s broke; its process ends", ", ".join(queues))
        raise
    finally:
        stop.set()
        connection.close()


def work_once(name: str, queues: Sequence[str]) -> bool:
    """Take up a job and run it to its end; says whether there was one.

    A job whose end could not be written down is claimed again for its silence.
    """
    try:
        run_due()
        job = claim_next_job(name, queues)
        if job is None:
            return False
        log.info("job-%s (%s) starts", job.pk, job.kind)
        run_job(job)
    except (OperationalError, InterfaceError) as error:
        log.warning("the database is away: %s", error)
        close_old_connections()
        return False
    return True


def run_both(stop: threading.Event) -> None:
    """There is one embedded worker, so what was claimed before is free.

    Raises what either thread raised, when both have ended.
    """
    release_jobs_of(EMBEDDED)
    with ThreadPoolExecutor(1, thread_name_prefix="worker-outgoing") as pool:
        beside = pool.submit(run_worker, stop, BESIDE)
        run_worker(stop, HERE)
    beside.result()


def main() -> None:
    """Run until SIGTERM or SIGINT; the jobs at hand are finished first.

    Raises what broke a worker, so that the process ends with an error.
    """
    stop = threading.Event()
    start_pulse("worker")
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    outgoing = start_outgoing(stop)
    try:
        run_both(stop)
    finally:
        stop.set()
        outgoing.join()
