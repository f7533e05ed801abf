"""The services profile's way to run a job: Celery brings the number, the row says the rest."""

from __future__ import annotations

import os
import socket

from celery import shared_task

from nexus.jobs.services import claim_job, run_job


@shared_task(name="nexus.run_job", acks_late=True, ignore_result=True)  # type: ignore[untyped-decorator]
def run_job_task(pk: int) -> None:
    """Claim and run; a second delivery of the same number finds it claimed and does nothing."""
    job = claim_job(pk, f"celery:{socket.gethostname()}:{os.getpid()}")
    if job is not None:
        run_job(job)
