"""Jobs that failed are tried again: by themselves after a while, or because a person asks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from nexus.accounts.models import AuditEntry
from nexus.common.errors import Invalid, NotAllowed, NotFound
from nexus.documents.models import Document, ImportItem
from nexus.documents.services import import_files
from nexus.documents.services.run import ENDED_EARLY, drop_left_over
from nexus.jobs import letters
from nexus.jobs.backoff import LONGEST_SECONDS, wait_before
from nexus.jobs.models import DeadLetter, Job, JobState, Outbox
from nexus.jobs.progress import Progress, Temporary
from nexus.jobs.queues import Queue
from nexus.jobs.registry import KINDS, WORK, Kind
from nexus.jobs.services import (
    MOST_ATTEMPTS,
    cancel_job,
    claim_job,
    claim_next_job,
    create_job,
    give_up,
    retry_job,
    run_job,
)
from tests.support import run_to_end

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(learner: Any) -> Job:
    with transaction.atomic():
        return create_job(kind="test", payload={}, requested_by=learner)


def run(job: Job) -> Job:
    claimed = claim_job(job.pk, "one")
    assert claimed is not None
    return run_job(claimed)


@pytest.mark.parametrize(("attempt", "whole"), [(1, 1), (2, 2), (4, 8), (7, 60), (40, 60)])
def test_waits_double_to_a_bound_and_differ(attempt: int, whole: int) -> None:
    waits = [wait_before(attempt).total_seconds() for _ in range(200)]
    assert whole / 2 <= min(waits)
    assert max(waits) <= whole <= LONGEST_SECONDS
    assert len(set(waits)) > 100


@pytest.mark.django_db(transaction=True)  # what is tried again opens its database anew
def test_what_is_away_for_now_is_tried_later(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    def work(running: Job, progress: Progress) -> dict[str, Any]:
        raise Temporary("Its server did not answer.")

    monkeypatch.setitem(WORK, "test", work)
    waited = run(job)
    assert (waited.state, waited.claimed_by, waited.attempts) == ("queued", "", 1)
    assert waited.not_before is not None
    assert timezone.now() < waited.not_before < timezone.now() + timedelta(seconds=1)
    assert claim_next_job("two") is None
    Job.objects.update(not_before=timezone.now())
    assert claim_next_job("two") is not None


@pytest.mark.django_db(transaction=True)
def test_and_not_for_ever(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    def work(running: Job, progress: Progress) -> dict[str, Any]:
        raise Temporary("Its server did not answer.")

    monkeypatch.setitem(WORK, "test", work)
    states = [run(job).state for _ in range(MOST_ATTEMPTS)]
    assert states == ["queued"] * (MOST_ATTEMPTS - 1) + ["failed"]
    letter = DeadLetter.objects.get()
    assert (letter.job_id, letter.reason, letter.settled_at) == (job.pk, "gave-up", None)
    assert Job.objects.get().message == "Its server did not answer. Tried 5 times."


def test_queues_come_in_turn(learner: Any) -> None:
    made = [
        create_job(kind="test", payload={}, requested_by=learner, queue=queue)
        for queue in (Queue.BULK, Queue.OUTGOING, Queue.INTERACTIVE)
    ]
    taken = [claim_next_job("one") for _ in made]
    assert [job.pk for job in taken if job] == [job.pk for job in reversed(made)]


def test_a_person_has_it_tried_again(job: Job, learner: Any, make_person: Any) -> None:
    give_up(job, "Given up.")
    with pytest.raises(NotAllowed):
        retry_job(actor=make_person("learner"), job=job)
    sent = Outbox.objects.count()
    again = retry_job(actor=learner, job=job)
    assert (again.state, again.attempts, again.finished_at) == ("queued", 0, None)
    assert Outbox.objects.count() == sent + 1
    assert DeadLetter.objects.get().fate == "sent"
    assert AuditEntry.objects.filter(action="job.retried", object_pk=job.pk).count() == 1
    with pytest.raises(Invalid):
        retry_job(actor=learner, job=again)


def test_what_a_failed_import_did_not_read_is_read_after_all(learner: Any) -> None:
    batch = import_files(actor=learner, files=[("a.md", b"# A\n\nWords.\n")])
    give_up(batch.job, "Given up.")
    assert batch.items.get().state == ImportItem.State.PENDING
    drop_left_over(timezone.now())
    retry_job(actor=learner, job=batch.job)
    assert run_to_end(batch).state == "done"
    assert Document.objects.get().name == "a.md"


def test_it_is_let_go_after_a_week(learner: Any) -> None:
    batch = import_files(actor=learner, files=[("a.md", b"# A\n\nWords.\n")])
    give_up(batch.job, "Given up.")
    drop_left_over(timezone.now() + timedelta(days=8))
    assert (batch.items.get().error, batch.items.get().blob) == (ENDED_EARLY, None)


def test_a_stopped_import_is_not_tried_again(learner: Any) -> None:
    batch = import_files(actor=learner, files=[("a.md", b"# A\n")])
    job = cancel_job(actor=learner, job=batch.job)
    with pytest.raises(Invalid, match="let go"):
        retry_job(actor=learner, job=job)


def test_a_maintainer_decides_about_a_letter_once(job: Job, maintainer: Any, learner: Any) -> None:
    give_up(job, "Given up.")
    letter = DeadLetter.objects.get()
    for act in (letters.resend_letter, letters.drop_letter):
        with pytest.raises(NotAllowed):
            act(actor=learner, letter=letter)
    sent = letters.resend_letter(actor=maintainer, letter=letter)
    assert (sent.fate, sent.settled_by) == ("sent", maintainer)
    assert Job.objects.get().state == JobState.QUEUED
    with pytest.raises(Invalid, match="already"):
        letters.drop_letter(actor=maintainer, letter=letter)
    assert list(letters.list_letters(viewer=maintainer, settled=False)) == []
    with pytest.raises(NotFound):
        letters.get_letter(viewer=maintainer, pk=letter.pk + 1)


def test_a_dropped_letter_does_nothing(job: Job, maintainer: Any) -> None:
    give_up(job, "Given up.")
    dropped = letters.drop_letter(actor=maintainer, letter=DeadLetter.objects.get())
    assert (dropped.fate, Job.objects.get().state) == ("dropped", JobState.FAILED)


def test_work_that_says_nothing_ends_its_process(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    from nexus.jobs import progress as watched

    ended: list[int] = []
    monkeypatch.setattr(watched, "HEARTBEAT_SECONDS", 0.02)
    monkeypatch.setattr(watched, "end_this_process", lambda job: ended.append(job.pk))
    monkeypatch.setitem(KINDS, "test", Kind(quiet=timedelta(0)))
    seen: list[bool] = []

    def work(running: Job, progress: Progress) -> dict[str, Any]:
        told = progress.heard_at
        while not ended:  # the watchdog's thread ends this
            seen.append(progress.heard_at == told)
        return {}

    monkeypatch.setitem(WORK, "test", work)
    run(job)
    assert ended[0] == job.pk
    assert all(seen)


@pytest.mark.django_db(transaction=True)
def test_two_that_met_are_tried_one_after_the_other(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(running: Job, progress: Progress) -> dict[str, Any]:
        if running.attempts == 1:
            raise IntegrityError("duplicate key")
        return {"n": running.attempts}

    monkeypatch.setitem(WORK, "test", work)
    assert [run(job).state for _ in range(2)] == ["queued", "done"]
    assert Job.objects.get().result == {"n": 2}
