"""Making, claiming, running, cancelling and repeating jobs."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.db import (
    IntegrityError,
    InterfaceError,
    OperationalError,
    close_old_connections,
    transaction,
)
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Now
from django.utils import timezone
from structlog.contextvars import bound_contextvars, get_contextvars

from nexus.accounts.models import Person, Role
from nexus.accounts.policies import Viewer, is_at_least, require
from nexus.accounts.services import record_audit
from nexus.common import tracing
from nexus.common.changes import record_change
from nexus.common.collecting import collect_seldom
from nexus.common.errors import Invalid, NexusError, NotAllowed
from nexus.jobs.backoff import wait_before
from nexus.jobs.events import job_ended
from nexus.jobs.models import DeadLetter, Job, JobState, Outbox
from nexus.jobs.progress import Cancelled, GaveUp, Heartbeat, Progress, Temporary
from nexus.jobs.queues import Queue
from nexus.jobs.registry import WORK, about
from nexus.jobs.workers import is_gone

log = logging.getLogger(__name__)

STALE_AFTER = timedelta(seconds=15)
MOST_ATTEMPTS = 5
AWAY = (OperationalError, InterfaceError)
Listen = Callable[[int, int, str], None]


# Of what waits, the embedded worker takes the queue first that comes first in Queue.
IN_TURN = Case(
    *(When(queue=queue, then=Value(turn)) for turn, queue in enumerate(Queue.values)),
    default=Value(len(Queue.values)),
    output_field=IntegerField(),
)


def create_job(
    *,
    kind: str,
    payload: dict[str, Any],
    requested_by: Person | None,
    total: int = 0,
    queue: str = "",
) -> Job:
    """A job and its outbox row, inside the transaction of their cause.

    It waits in the queue of its kind unless another is given.
    """
    job = Job.objects.create(
        kind=kind,
        queue=queue or about(kind).queue,
        payload=payload,
        requested_by=requested_by,
        total=total,
        request_id=get_contextvars().get("request_id", ""),
        traceparent=tracing.traceparent(),
    )
    enqueue(job.pk)
    record_change("job.created", "job", job.pk, public=False)
    return job


def enqueue(*pks: int) -> None:
    """To be carried to the broker after commit; when, and to which queue, the job's row says."""
    Outbox.objects.bulk_create(Outbox(topic="job", payload={"job": pk}) for pk in pks)


def claimable() -> Q:
    """Waiting jobs, and running ones whose worker has gone silent."""
    return Q(state=JobState.QUEUED) | silent()


def silent() -> Q:
    """Running jobs without a sign of life, by the clock of the database.

    Workers of several machines, or one whose clock was set, do not agree on the time.
    """
    return Q(state=JobState.RUNNING, heartbeat_at__lt=Now() - STALE_AFTER)


def due() -> Q:
    """Jobs whose time has come. A broker's message says by its coming that it has."""
    return Q(not_before__isnull=True) | Q(not_before__lte=Now())


def claim_job(pk: int, worker: str) -> Job | None:
    """Make the job this worker's, by one conditional update; None when another has it."""
    claimed = (
        Job.objects.filter(claimable(), pk=pk)
        .filter(attempts__lt=MOST_ATTEMPTS)
        .update(
            state=JobState.RUNNING,
            claimed_by=worker,
            heartbeat_at=Now(),
            started_at=Now(),
            not_before=None,
            attempts=F("attempts") + 1,
        )
    )
    return Job.objects.get(pk=pk) if claimed else None


def claim_next_job(worker: str, queues: Sequence[str] = Queue.values) -> Job | None:
    """The oldest job to do in these queues, of the one that comes first.

    Jobs that broke their worker too often are given up here.
    """
    release_abandoned_jobs()
    give_up_on_poison()
    waiting = Job.objects.filter(claimable(), due(), queue__in=queues).order_by(IN_TURN, "id")
    for pk in waiting.values_list("pk", flat=True)[:5]:
        job = claim_job(pk, worker)
        if job is not None:
            return job
    return None


def give_up_on_poison() -> None:
    """A job whose worker died again and again must not stop the others."""
    poison = Job.objects.filter(claimable(), attempts__gte=MOST_ATTEMPTS)
    for job in poison:
        give_up(job, f"Given up after {job.attempts} attempts.")


def give_up(job: Job, why: str) -> None:
    """It ends as failed, and a person is to look at it among the dead letters."""
    with transaction.atomic():
        if finish_job(job, JobState.FAILED, why, {}):
            DeadLetter.objects.get_or_create(
                message_id=f"job-{job.pk}-{job.started_at or job.created_at:%Y%m%dT%H%M%S%f}",
                defaults={"reason": DeadLetter.Reason.GAVE_UP, "job": job, "queue": job.queue},
            )


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


def finish_job(job: Job, state: str, message: str, result: dict[str, Any]) -> bool:
    """Write down the end, unless it was cancelled or another worker has the job by now.

    Returns whether this was the end.
    """
    open_states = (JobState.QUEUED, JobState.RUNNING)
    with transaction.atomic():
        ended = Job.objects.filter(
            pk=job.pk, claimed_by=job.claimed_by, state__in=open_states
        ).update(state=state, message=message[:300], result=result, finished_at=timezone.now())
        if ended:
            say_ended(Job.objects.get(pk=job.pk))
    return bool(ended)


def say_ended(job: Job) -> None:
    record_change(f"job.{job.state}", "job", job.pk, public=False)
    job_ended.send(sender=Job, job=job)


def try_again(job: Job, why: Callable[[int], str], *, wait: timedelta | None = None) -> Job:
    """A job that lost what it needs waits a while, unless it did so too often.

    Each wait is longer than the one before, where the work does not say how long (`wait`).
    While the database stays away, the job's silence has it claimed again later.
    """
    try:
        with transaction.atomic():
            attempts = Job.objects.values_list("attempts", flat=True).get(pk=job.pk)
            mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, claimed_by=job.claimed_by)
            if wait is not None:
                attempts = 0
            if attempts >= MOST_ATTEMPTS:
                give_up(job, why(attempts))
            elif mine.update(
                state=JobState.QUEUED,
                claimed_by="",
                attempts=attempts,
                not_before=Now() + (wait or wait_before(attempts)),
            ):
                enqueue(job.pk)
            return Job.objects.get(pk=job.pk)
    except AWAY as error:
        log.warning("job-%s waits for the database: %s", job.pk, error)
        return job


def run_job(job: Job, *, listen: Listen | None = None) -> Job:
    """Run a claimed job to its end and write down how it ended; never raises for its work."""
    with (
        bound_contextvars(request_id=job.request_id, job=f"job-{job.pk}"),
        tracing.piece(
            f"job {job.kind}", kind="consumer", parent=job.traceparent, attributes=traits(job)
        ) as span,
    ):
        ended = run_claimed(job, listen)
        if span is not None:
            span.set_attribute("nexus.job.state", ended.state)
            if ended.state == JobState.FAILED:
                tracing.fail(span)
        return ended


def traits(job: Job) -> tracing.Attributes:
    """What a trace says of a job."""
    return {
        "nexus.request_id": job.request_id,
        "nexus.job": f"job-{job.pk}",
        "nexus.job.kind": job.kind,
        "nexus.job.queue": job.queue,
        "nexus.job.attempt": job.attempts,
    }


def run_claimed(job: Job, listen: Listen | None) -> Job:
    work = WORK.get(job.kind)
    if work is None:
        finish_job(job, JobState.FAILED, f"This hub does not know the job “{job.kind}”.", {})
        return Job.objects.get(pk=job.pk)
    collect_seldom()
    progress = Progress(job, listen)
    try:
        with Heartbeat(job, progress, about(job.kind)):
            result = work(job, progress)
    except Cancelled:
        log.info("job-%s was cancelled or taken over", job.pk)
    except AWAY as error:
        log.warning("job-%s lost the database: %s", job.pk, error)
        close_old_connections()
        return try_again(job, lambda times: f"The database was away {times} times.")
    except IntegrityError:
        # Two workers wrote the same at the same moment; the one that is tried again sees what is.
        log.exception("job-%s met another", job.pk)
        return try_again(job, lambda times: f"The database refused it {times} times.")
    except Temporary as error:
        log.warning("job-%s is tried again: %s", job.pk, error.message)
        why = error.message
        return try_again(job, lambda times: f"{why} Tried {times} times.", wait=error.wait)
    except GaveUp as error:
        give_up(job, error.message)
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


def can_retry_job(viewer: Viewer, job: Job) -> bool:
    """Whether it ended in a way that trying again may mend, and the viewer may ask for it."""
    return can_see_job(viewer, job) and job.state in about(job.kind).retried_from


@transaction.atomic
def retry_job(*, actor: Viewer, job: Job) -> Job:
    """A job that failed or was cancelled is done after all; it goes on where it was.

    Raises SignInNeeded, NotAllowed, Invalid.
    """
    person = require(actor, Role.READER, "try a job again")
    if not can_see_job(person, job):
        raise NotAllowed("Only who asked for a job, or a mentor, may have it tried again.")
    job = Job.objects.select_for_update().get(pk=job.pk)
    if not can_retry_job(person, job):
        if not job.is_finished or job.state == JobState.DONE:
            raise Invalid("Only a job that failed or was stopped can be tried again.")
        raise Invalid(
            "What this job had still to do was let go when it was stopped. Start it anew."
        )
    send_again(job)
    settle_letters(DeadLetter.objects.filter(job=job), person, DeadLetter.Fate.SENT)
    record_audit(person, "job.retried", "job", job.pk)
    return job


def send_again(job: Job) -> None:
    """As if it had never been tried."""
    job.state, job.message, job.claimed_by, job.attempts = JobState.QUEUED, "", "", 0
    job.finished_at = job.heartbeat_at = job.not_before = None
    fields = ["state", "message", "claimed_by", "attempts", "not_before"]
    job.save(update_fields=[*fields, "finished_at", "heartbeat_at"])
    enqueue(job.pk)
    record_change("job.retried", "job", job.pk, public=False)


def settle_letters(letters: QuerySet[DeadLetter], person: Person, fate: str) -> None:
    letters.filter(settled_at=None).update(fate=fate, settled_at=timezone.now(), settled_by=person)
