"""Jobs: one worker each, taken over when silent, given up when poison, stopped when cancelled."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from nexus.common.errors import Invalid, NotAllowed, NotFound
from nexus.jobs.models import Job, JobState, Outbox
from nexus.jobs.progress import Cancelled, Progress
from nexus.jobs.registry import WORK
from nexus.jobs.selectors import get_job, list_jobs
from nexus.jobs.services import (
    MOST_ATTEMPTS,
    STALE_AFTER,
    cancel_job,
    claim_job,
    claim_next_job,
    create_job,
    release_abandoned_jobs,
    release_jobs_of,
    run_job,
)
from nexus.jobs.workers import machine

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(learner: Any) -> Job:
    with transaction.atomic():
        return create_job(kind="test", payload={"n": 1}, requested_by=learner)


def go_silent(job: Job) -> None:
    long_ago = timezone.now() - STALE_AFTER - timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(heartbeat_at=long_ago)


def work(monkeypatch: pytest.MonkeyPatch, function: Any) -> None:
    monkeypatch.setitem(WORK, "test", function)


def test_one_worker_claims(job: Job) -> None:
    first = claim_job(job.pk, "one")
    assert first is not None
    assert (first.state, first.claimed_by, first.attempts) == (JobState.RUNNING, "one", 1)
    assert claim_job(job.pk, "two") is None
    assert claim_next_job("two") is None
    assert Job.objects.get(pk=job.pk).claimed_by == "one"


def test_a_silent_worker_is_replaced(job: Job) -> None:
    claim_job(job.pk, "one")
    go_silent(job)
    taken = claim_next_job("two")
    assert taken is not None
    assert (taken.claimed_by, taken.attempts) == ("two", 2)


def test_the_silent_worker_stops_when_it_wakes(job: Job) -> None:
    first = claim_job(job.pk, "one")
    assert first is not None
    go_silent(job)
    claim_job(job.pk, "two")
    with pytest.raises(Cancelled):
        Progress(first).report(1, 2)
    assert Job.objects.get(pk=job.pk).done == 0


def test_a_taken_over_worker_does_not_end_the_job(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken_over(running: Job, progress: Progress) -> dict[str, Any]:
        go_silent(running)
        assert claim_job(running.pk, "two") is not None
        return {"by": "one"}

    work(monkeypatch, taken_over)
    first = claim_job(job.pk, "one")
    assert first is not None
    run_job(first)
    after = Job.objects.get(pk=job.pk)
    assert (after.state, after.claimed_by, after.result) == (JobState.RUNNING, "two", {})


def test_oldest_first(learner: Any, job: Job) -> None:
    with transaction.atomic():
        create_job(kind="test", payload={}, requested_by=learner)
    claimed = claim_next_job("one")
    assert claimed is not None
    assert claimed.pk == job.pk


def test_poison_is_given_up(job: Job) -> None:
    for _ in range(MOST_ATTEMPTS):
        assert claim_next_job("one") is not None
        go_silent(job)
    assert claim_next_job("one") is None
    after = Job.objects.get(pk=job.pk)
    assert (after.state, after.attempts) == (JobState.FAILED, MOST_ATTEMPTS)
    assert after.message == f"Given up after {MOST_ATTEMPTS} attempts."
    assert after.finished_at is not None


def test_a_job_runs_to_its_end(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[int, int, str]] = []

    def count(running: Job, progress: Progress) -> dict[str, Any]:
        progress.report(1, 2, "half")
        return {"n": running.payload["n"]}

    work(monkeypatch, count)
    claimed = claim_job(job.pk, "one")
    assert claimed is not None
    done = run_job(claimed, listen=lambda *words: heard.append(words))
    assert (done.state, done.result, done.done, done.total) == ("done", {"n": 1}, 1, 2)
    assert heard == [(1, 2, "half")]
    assert claim_job(job.pk, "two") is None


def test_a_persons_mistake_is_told(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(running: Job, progress: Progress) -> dict[str, Any]:
        raise Invalid("Name a file.")

    work(monkeypatch, fail)
    claimed = claim_job(job.pk, "one")
    assert claimed is not None
    done = run_job(claimed)
    assert (done.state, done.message) == ("failed", "Name a file.")


def test_the_hubs_mistake_is_not(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(running: Job, progress: Progress) -> dict[str, Any]:
        raise KeyError("secret detail")

    work(monkeypatch, fail)
    claimed = claim_job(job.pk, "one")
    assert claimed is not None
    done = run_job(claimed)
    assert done.state == "failed"
    assert "secret" not in done.message


def test_an_unknown_kind_fails(job: Job) -> None:
    claimed = claim_job(job.pk, "one")
    assert claimed is not None
    assert run_job(claimed).state == "failed"


def test_cancelled_stops_before_the_next_step(
    job: Job, learner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = []

    def long(running: Job, progress: Progress) -> dict[str, Any]:
        for step in range(5):
            progress.report(step, 5)
            steps.append(step)
            if step == 1:
                cancel_job(actor=learner, job=running)
        return {}

    work(monkeypatch, long)
    claimed = claim_job(job.pk, "one")
    assert claimed is not None
    assert run_job(claimed).state == JobState.CANCELLED
    assert steps == [0, 1]
    assert claim_next_job("two") is None


def test_cancelled_stays_cancelled_at_the_end(
    job: Job, learner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(running: Job, progress: Progress) -> dict[str, Any]:
        cancel_job(actor=learner, job=running)
        return {"n": 1}

    work(monkeypatch, late)
    claimed = claim_job(job.pk, "one")
    assert claimed is not None
    done = run_job(claimed)
    assert (done.state, done.result) == (JobState.CANCELLED, {})


def test_who_may_see_and_cancel(job: Job, learner: Any, mentor: Any, make_person: Any) -> None:
    other = make_person("learner")
    assert list(list_jobs(viewer=learner)) == list(list_jobs(viewer=mentor)) == [job]
    assert list(list_jobs(viewer=other)) == []
    with pytest.raises(NotFound):
        get_job(viewer=other, pk=job.pk)
    with pytest.raises(NotAllowed):
        cancel_job(actor=other, job=job)
    assert cancel_job(actor=mentor, job=job).state == JobState.CANCELLED
    with pytest.raises(Invalid):
        cancel_job(actor=mentor, job=job)


def test_a_gone_workers_jobs_wait_again(job: Job) -> None:
    claim_job(job.pk, "embedded:host:7")
    assert release_jobs_of("celery") == 0
    assert release_jobs_of("embedded:") == 1
    assert claim_job(job.pk, "two") is not None


def test_a_killed_process_of_this_machine_holds_nothing(job: Job) -> None:
    with subprocess.Popen(["sleep", "60"]) as other:
        name = f"celery:{machine()}:{other.pid}"
        claim_job(job.pk, name)
        assert release_abandoned_jobs() == []
        assert claim_next_job("two") is None
        other.kill()
    taken = claim_next_job("two")
    assert taken is not None
    assert (taken.pk, taken.claimed_by, taken.attempts) == (job.pk, "two", 2)


@pytest.mark.parametrize("name", ["celery:elsewhere:1", "two", "", "celery:x:y:z"])
def test_of_others_nothing_is_assumed(job: Job, name: str) -> None:
    claim_job(job.pk, name)
    assert release_abandoned_jobs() == []
    assert Job.objects.get(pk=job.pk).state == JobState.RUNNING


def test_what_gets_on_is_no_poison(job: Job) -> None:
    for done in range(1, 2 * MOST_ATTEMPTS):
        claimed = claim_next_job("one")
        assert claimed is not None
        Progress(claimed).report(done, 100)
        go_silent(job)
    for _ in range(MOST_ATTEMPTS - 1):
        claimed = claim_next_job("one")
        assert claimed is not None
        Progress(claimed).report(done, 100, "still there")
        go_silent(job)
    assert claim_next_job("one") is None
    assert Job.objects.get(pk=job.pk).state == JobState.FAILED


class Broken(Exception):
    pass


def create_and_break(learner: Any) -> None:
    with transaction.atomic():
        create_job(kind="test", payload={}, requested_by=learner)
        assert Outbox.objects.count() == 1
        raise Broken


def test_the_outbox_row_is_of_the_same_transaction(learner: Any) -> None:
    with pytest.raises(Broken):
        create_and_break(learner)
    assert (Job.objects.count(), Outbox.objects.count()) == (0, 0)
    with transaction.atomic():
        job = create_job(kind="test", payload={}, requested_by=learner)
    row = Outbox.objects.get()
    assert (row.topic, row.payload, row.sent_at) == ("job", {"job": job.pk}, None)
