"""The services profile's way to run a job: Celery brings the number, the row says the rest."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task

from nexus.jobs.queues import RUN_JOB
from nexus.jobs.services import claim_job, release_abandoned_jobs, run_job
from nexus.jobs.workers import worker_name

# The pool's own limit, from outside the process, for work that holds even the watchdog's thread.
BEYOND = timedelta(minutes=5)


@shared_task(name=RUN_JOB, acks_late=True, ignore_result=True)  # type: ignore[untyped-decorator]
def run_job_task(pk: int) -> None:
    """Claim and run; a second delivery of the same number finds it claimed and does nothing."""
    # The broker delivers again when a worker was killed; its claim must not stand in the way.
    release_abandoned_jobs(pk)
    job = claim_job(pk, worker_name("celery"))
    if job is not None:
        run_job(job)
