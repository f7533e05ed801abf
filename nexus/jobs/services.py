"""Making, claiming, running and cancelling jobs."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections, transaction
from django.db.models import F, Q
from django.utils import timezone
from structlog.contextvars import bound_contextvars, get_contextvars

from nexus.accounts.models import Person, Role
from nexus.accounts.policies import Viewer, is_at_least, require
from nexus.accounts.services import record_audit
from nexus.common.changes import record_change
from nexus.common.errors import Invalid, NexusError, NotAllowed
from nexus.jobs.events import job_ended
from nexus.jobs.models import Job, JobState, Outbox
from nexus.jobs.progress import Cancelled, Heartbeat, Progress
from nexus.jobs.registry import WORK
from nexus.jobs.workers import is_gone

log = logging.getLogger(__name__)

STALE_AFTER = timedelta(seconds=15)
MOST_ATTEMPTS = 5
AWAY = (OperationalError, InterfaceError)
Listen = Callable[[int, int, str], None]


def create_job(
    *, kind: str, payload: dict[str, Any], requested_by: Person | None, total: int = 0
) -> Job:
    """A job and its outbox row, inside the transaction of their cause."""
    job = Job.objects.create(
        kind=kind,
        payload=payload,
        requested_by=requested_by,
        total=total,
        request_id=get_contextvars().get("request_id", ""),
    )
    Outbox.objects.create(topic="job", payload={"job": job.pk})
    record_change("job.created", "job", job.pk, public=False)
    return job


def claimable() -> Q:
    """Waiting jobs, and running ones whose worker has gone silent."""
    return Q(state=JobState.QUEUED) | Q(
        state=JobState.RUNNING, heartbeat_at__lt=timezone.now() - STALE_AFTER
    )


def claim_job(pk: int, worker: str) -> Job | None:
    """Make the job this worker's, by one conditional update; None when another has it."""
    now = timezone.now()
    claimed = (
        Job.objects.filter(claimable(), pk=pk)
        .filter(attempts__lt=MOST_ATTEMPTS)
        .update(
            state=JobState.RUNNING,
            claimed_by=worker,
            heartbeat_at=now,
            started_at=now,
            attempts=F("attempts") + 1,
        )
    )
    return Job.objects.get(pk=pk) if claimed else None


def claim_next_job(worker: str) -> Job | None:
    """The oldest job to do. Jobs that broke their worker too often are given up here."""
    release_abandoned_jobs()
    give_up_on_poison()
    for pk in Job.objects.filter(claimable()).order_by("id").values_list("pk", flat=True)[:5]:
        job = claim_job(pk, worker)
        if job is not None:
            return job
    return None


def give_up_on_poison() -> None:
    """A job whose worker died again and again must not stop the others."""
    poison = Job.objects.filter(claimable(), attempts__gte=MOST_ATTEMPTS)
    for job in poison:
        finish_job(job, JobState.FAILED, f"Given up after {job.attempts} attempts.", {})


def release_abandoned_jobs(pk: int | None = None) -> list[int]:
    """Jobs (or one) of killed processes of this machine wait again at once; returns their ids.

    A heartbeat would tell the same, but only after it has been silent for a while.
    """
    running = Job.objects.filter(state=JobState.RUNNING)
    if pk is not None:
        running = running.filter(pk=pk)
    return [
        found
        for found, worker in running.values_list("pk", "claimed_by")
        if is_gone(worker)
        and Job.objects.filter(pk=found, state=JobState.RUNNING, claimed_by=worker).update(
            state=JobState.QUEUED, claimed_by=""
        )
    ]


def release_jobs_of(worker_prefix: str) -> int:
    """Jobs of a worker known to be gone wait again at once; returns how many."""
    return Job.objects.filter(state=JobState.RUNNING, claimed_by__startswith=worker_prefix).update(
        state=JobState.QUEUED, claimed_by=""
    )


def finish_job(job: Job, state: str, message: str, result: dict[str, Any]) -> None:
    """Write down the end, unless it was cancelled or another worker has the job by now."""
    open_states = (JobState.QUEUED, JobState.RUNNING)
    with transaction.atomic():
        ended = Job.objects.filter(
            pk=job.pk, claimed_by=job.claimed_by, state__in=open_states
        ).update(state=state, message=message[:300], result=result, finished_at=timezone.now())
        if ended:
            say_ended(Job.objects.get(pk=job.pk))


def say_ended(job: Job) -> None:
    record_change(f"job.{job.state}", "job", job.pk, public=False)
    job_ended.send(sender=Job, job=job)


def try_again(job: Job) -> Job:
    """A job that lost the database waits again, unless it did so too often.

    While the database stays away, the job's silence has it claimed again later.
    """
    close_old_connections()
    try:
        with transaction.atomic():
            attempts = Job.objects.values_list("attempts", flat=True).get(pk=job.pk)
            if attempts >= MOST_ATTEMPTS:
                finish_job(job, JobState.FAILED, f"The database was away {attempts} times.", {})
            elif Job.objects.filter(
                pk=job.pk, state=JobState.RUNNING, claimed_by=job.claimed_by
            ).update(state=JobState.QUEUED, claimed_by=""):
                Outbox.objects.create(topic="job", payload={"job": job.pk})
            return Job.objects.get(pk=job.pk)
    except AWAY as error:
        log.warning("job-%s waits for the database: %s", job.pk, error)
        return job


def run_job(job: Job, *, listen: Listen | None = None) -> Job:
    """Run a claimed job to its end and write down how it ended; never raises for its work."""
    with bound_contextvars(request_id=job.request_id, job=f"job-{job.pk}"):
        return run_claimed(job, listen)


def run_claimed(job: Job, listen: Listen | None) -> Job:
    work = WORK.get(job.kind)
    if work is None:
        finish_job(job, JobState.FAILED, f"This hub does not know the job “{job.kind}”.", {})
        return Job.objects.get(pk=job.pk)
    progress = Progress(job, listen)
    try:
        with Heartbeat(job):
            result = work(job, progress)
    except Cancelled:
        log.info("job-%s was cancelled or taken over", job.pk)
    except AWAY as error:
        log.warning("job-%s lost the database: %s", job.pk, error)
        return try_again(job)
    except NexusError as error:
        finish_job(job, JobState.FAILED, error.message, {})
    except Exception:
        log.exception("job-%s failed", job.pk)
        finish_job(
            job, JobState.FAILED, "Something broke inside the hub; the log has the details.", {}
        )
    else:
        finish_job(job, JobState.DONE, "", result)
    return Job.objects.get(pk=job.pk)


def can_see_job(viewer: Viewer, job: Job) -> bool:
    """Those who asked for it, and mentors."""
    if not viewer.is_authenticated:
        return False
    return job.requested_by_id == viewer.pk or is_at_least(viewer, Role.MENTOR)


@transaction.atomic
def cancel_job(*, actor: Viewer, job: Job) -> Job:
    """Stop a job before its next step; what is done stays."""
    person = require(actor, Role.READER, "cancel a job")
    if not can_see_job(person, job):
        raise NotAllowed("Only who asked for a job, or a mentor, may cancel it.")
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.is_finished:
        raise Invalid("This job has ended already.")
    job.state, job.finished_at = JobState.CANCELLED, timezone.now()
    job.save(update_fields=["state", "finished_at"])
    record_audit(person, "job.cancelled", "job", job.pk)
    say_ended(job)
    return job
