"""An import whose worker dies half-way goes on, with every page once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.db.models import Count, F, Value
from django.db.models.functions import Concat

from nexus.curation.models import Evidence
from nexus.documents.models import (
    Blob,
    Document,
    DocumentVersion,
    ImportBatch,
    ImportItem,
    Statement,
)
from nexus.documents.services import import_files
from nexus.documents.services.run import AT_ONCE, ENDED_EARLY
from nexus.jobs.models import Job, Outbox
from nexus.jobs.progress import Progress
from nexus.jobs.registry import WORK
from nexus.jobs.services import MOST_ATTEMPTS, cancel_job, claim_job, release_jobs_of, run_job
from nexus.library.models import Entry
from tests.support import LEARNER_DOCUMENT

pytestmark = pytest.mark.django_db
MANY = AT_ONCE * 3 + 5
PLANNING = 9  # what a full run says before it writes evidence: three steps of three kinds


class Killed(BaseException):
    """Like a signal: nothing in the hub may catch it."""


def pages(count: int) -> list[tuple[str, bytes]]:
    found = []
    for number in range(count):
        text = LEARNER_DOCUMENT.replace("Weather", f"Weather {number}")
        found.append((f"{number:03}.md", text.encode()))
    return found


def run_until(batch: ImportBatch, reports: int, stop: Callable[[], None]) -> None:
    """Run the job as a worker does, and stop it at its n-th report of progress."""
    job = claim_job(batch.job_id, "embedded:one")
    assert job is not None
    heard = 0

    def listen(done: int, total: int, message: str) -> None:
        nonlocal heard
        heard += 1
        if heard == reports:
            stop()

    run_job(job, listen=listen)


def kill() -> None:
    raise Killed


def assert_all_there(count: int) -> None:
    assert Document.objects.count() == DocumentVersion.objects.count() == count
    twice = Document.objects.values("name").annotate(n=Count("pk")).filter(n__gt=1)
    assert list(twice) == []
    assert Statement.objects.count() == count * 7
    assert Evidence.objects.count() == count * 7


@pytest.mark.parametrize("reports", [1, 2, 4, 5])
def test_a_killed_import_goes_on(learner: Any, reports: int) -> None:
    batch = import_files(actor=learner, files=pages(MANY))
    with pytest.raises(Killed):
        run_until(batch, reports, kill)
    assert Job.objects.get(pk=batch.job_id).state == "running"
    assert Document.objects.count() == min(reports * AT_ONCE, MANY)
    assert release_jobs_of("embedded") == 1
    job = claim_job(batch.job_id, "embedded:two")
    assert job is not None
    assert job.attempts == 2
    done = run_job(job)
    assert done.state == "done"
    assert (done.done, done.total, done.result["created"]) == (MANY, MANY, MANY)
    assert_all_there(MANY)


def test_what_follows_from_evidence_survives_a_crash(learner: Any) -> None:
    """The worker dies when some evidence is written and some is not."""
    batch = import_files(actor=learner, files=pages(MANY))
    reading = MANY // AT_ONCE + 1
    with pytest.raises(Killed):
        run_until(batch, reading + PLANNING + 2, kill)
    assert 0 < Evidence.objects.count() < MANY * 7
    release_jobs_of("embedded")
    again = claim_job(batch.job_id, "embedded:two")
    assert again is not None
    assert run_job(again).state == "done"
    assert_all_there(MANY)
    supported = Entry.objects.annotate(n=Count("evidence"))
    assert list(supported.exclude(statement_count=F("n"))) == []
    listed = supported.filter(n__gt=0, state=Entry.State.PUBLISHED)
    assert list(listed.filter(search_page=None)) == []


def test_two_that_bring_evidence_together_do_not_meet(learner: Any) -> None:
    """Another process does all of it after the first one's first batch."""
    from nexus.curation.services import refresh_evidence

    own_tools = [
        (name, data.replace(b"**Redis**", f"**Wisp{name[:3]}**".encode()))
        for name, data in pages(MANY)
    ]
    batch = import_files(actor=learner, files=own_tools)
    others = []

    def other_first() -> None:
        others.append(refresh_evidence())

    run_until(batch, MANY // AT_ONCE + PLANNING + 3, other_first)
    assert others[0] > 0
    assert Job.objects.get(pk=batch.job_id).state == "done"
    assert_all_there(MANY)
    assert Entry.objects.filter(title__startswith="Wisp").count() == MANY


def test_killed_inside_a_batch_nothing_is_half_written(
    learner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last statement of the third batch's transaction never comes."""
    from nexus.documents.events import documents_changed

    batches = 0

    def die(**_: Any) -> None:
        nonlocal batches
        batches += 1
        if batches == 3:
            raise Killed

    documents_changed.connect(die, weak=False, dispatch_uid="test.die")
    batch = import_files(actor=learner, files=pages(MANY))
    try:
        with pytest.raises(Killed):
            run_until(batch, 0, kill)
        assert Document.objects.count() == 2 * AT_ONCE
        pending = batch.items.filter(state=ImportItem.State.PENDING)
        assert pending.count() == MANY - 2 * AT_ONCE
        release_jobs_of("embedded")
        job = claim_job(batch.job_id, "embedded:two")
        assert job is not None
        assert run_job(job).state == "done"
    finally:
        documents_changed.disconnect(dispatch_uid="test.die")
    assert_all_there(MANY)


def test_a_worker_that_wakes_late_writes_nothing(
    learner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It read what to do, was silent for long, and another worker did it meanwhile."""
    from nexus.documents.services import run

    batch = import_files(actor=learner, files=pages(3))
    write_items = run.write_items

    def sleep_first(*args: Any) -> None:
        monkeypatch.setattr(run, "write_items", write_items)
        release_jobs_of("embedded:one")
        other = claim_job(batch.job_id, "embedded:two")
        assert other is not None
        assert run_job(other).state == "done"
        Document.objects.update(name=Concat("name", Value(" by the other")))
        write_items(*args)

    monkeypatch.setattr(run, "write_items", sleep_first)
    first = claim_job(batch.job_id, "embedded:one")
    assert first is not None
    assert run_job(first).state == "done"
    assert_all_there(3)


def test_a_cancelled_import_keeps_what_is_done(learner: Any) -> None:
    batch = import_files(actor=learner, files=pages(MANY))
    run_until(batch, 1, lambda: cancel_now(learner, batch))
    assert Job.objects.get(pk=batch.job_id).state == "cancelled"
    assert Document.objects.count() == AT_ONCE
    assert claim_job(batch.job_id, "embedded:two") is None


def cancel_now(learner: Any, batch: ImportBatch) -> None:
    cancel_job(actor=learner, job=batch.job)


def test_evidence_is_made_up_for_after_a_crash(
    learner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything was read, and the worker died before bringing it together."""
    from nexus.documents.services import run_import

    def only_read(job: Job, progress: Progress) -> dict[str, Any]:
        run_import(ImportBatch.objects.get(job=job), progress)
        raise Killed

    batch = import_files(actor=learner, files=pages(3))
    with monkeypatch.context() as patch:
        patch.setitem(WORK, "import", only_read)
        job = claim_job(batch.job_id, "embedded:one")
        assert job is not None
        with pytest.raises(Killed):
            run_job(job)
    assert Evidence.objects.count() == 0
    release_jobs_of("embedded")
    again = claim_job(batch.job_id, "embedded:two")
    assert again is not None
    assert run_job(again).state == "done"
    assert_all_there(3)


def test_what_a_stopped_import_read_is_brought_together(learner: Any) -> None:
    batch = import_files(actor=learner, files=pages(MANY))

    def stop() -> None:
        cancel_job(actor=learner, job=Job.objects.get(pk=batch.job_id))

    run_until(batch, 2, stop)
    job = Job.objects.get(pk=batch.job_id)
    assert (job.state, Document.objects.count()) == ("cancelled", 2 * AT_ONCE)
    left = batch.items.filter(state=ImportItem.State.FAILED)
    assert left.count() == MANY - 2 * AT_ONCE
    assert set(left.values_list("error", "blob")) == {(ENDED_EARLY, None)}
    assert Blob.objects.count() == 2 * AT_ONCE
    follows = Job.objects.get(kind="consolidation")
    claimed = claim_job(follows.pk, "embedded:two")
    assert claimed is not None
    assert run_job(claimed).state == "done"
    assert_all_there(2 * AT_ONCE)


def test_an_import_that_is_stopped_before_it_began(learner: Any) -> None:
    batch = import_files(actor=learner, files=pages(3))
    cancel_job(actor=learner, job=batch.job)
    assert (Blob.objects.count(), Job.objects.count()) == (0, 1)


@pytest.mark.django_db(transaction=True)  # A worker without its database opens it anew.
def test_a_database_that_goes_away_ends_no_import(
    learner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits, and goes on; but not for ever."""
    from nexus.documents.services import run

    write_items, times = run.write_items, 0

    def lose(*arguments: Any) -> None:
        nonlocal times
        times += 1
        if times in {2, 3}:
            raise OperationalError("server closed the connection unexpectedly")
        write_items(*arguments)

    monkeypatch.setattr(run, "write_items", lose)
    batch = import_files(actor=learner, files=pages(MANY))
    for wanted in ("queued", "queued", "done"):
        job = claim_job(batch.job_id, "embedded:one")
        assert job is not None
        assert run_job(job).state == wanted
    assert_all_there(MANY)
    assert Outbox.objects.filter(topic="job").count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_database_that_stays_away_ends_it(learner: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from nexus.documents.services import run

    def lose(*_: Any) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(run, "write_items", lose)
    batch = import_files(actor=learner, files=pages(3))
    for number in range(MOST_ATTEMPTS):
        job = claim_job(batch.job_id, "embedded:one")
        assert job is not None
        ended = run_job(job)
        assert ended.state == ("failed" if number == MOST_ATTEMPTS - 1 else "queued")
    assert ended.message == "The database was away 5 times."
