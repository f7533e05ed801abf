"""The clock makes jobs: each piece once, however many look, and not while its last one works."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from nexus.jobs.models import Beat, Job
from nexus.jobs.registry import WORK
from nexus.jobs.schedule import SCHEDULE, run_due
from nexus.jobs.services import claim_next_job, run_job

pytestmark = pytest.mark.django_db


@pytest.fixture
def due(db: None) -> None:
    """Every piece was taken up long ago."""
    run_due(now=True)
    Beat.objects.update(at=timezone.now() - timedelta(days=40))


def test_a_new_hub_does_nothing_at_once() -> None:
    assert run_due(now=True) == []
    assert Beat.objects.filter(name__startswith="schedule:").count() == len(SCHEDULE)


def test_each_piece_becomes_one_job_of_nobody(due: None) -> None:
    assert sorted(run_due(now=True)) == sorted(SCHEDULE)
    assert run_due(now=True) == []
    made = Job.objects.values_list("kind", "requested_by")
    assert sorted(made) == [(kind, None) for kind in sorted(SCHEDULE)]


def test_a_piece_that_still_works_is_not_started_beside_itself(due: None) -> None:
    run_due(now=True)
    Beat.objects.update(at=timezone.now() - timedelta(days=40))
    assert run_due(now=True) == []


def test_a_clock_that_was_set_back_stops_nothing(due: None) -> None:
    Beat.objects.update(at=timezone.now() + timedelta(days=400))
    assert run_due(now=True) == []
    Beat.objects.update(at=timezone.now() - timedelta(days=40))
    assert sorted(run_due(now=True)) == sorted(SCHEDULE)


@pytest.mark.django_db(transaction=True)  # a backup is a transaction of its own
def test_every_piece_has_its_work_and_does_it(
    due: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nexus.keeping import daily

    monkeypatch.setattr(daily, "backup_folder", lambda: tmp_path / "backups")
    assert set(SCHEDULE) <= set(WORK)
    run_due(now=True)
    ended = {}
    while (job := claim_next_job("one")) is not None:
        done = run_job(job)
        ended[done.kind] = (done.state, done.message)
    assert ended == dict.fromkeys(SCHEDULE, ("done", ""))
    (written,) = (tmp_path / "backups").iterdir()
    assert zipfile.ZipFile(written).testzip() is None


def test_the_last_backups_are_kept(settings: Any, tmp_path: Path) -> None:
    from nexus.keeping.daily import remove_old

    settings.NEXUS_BACKUPS = 2
    names = [f"2026110{day}-0300-job-{day}.zip" for day in (1, 2, 3)]
    for name in [*names, "by-hand.zip"]:
        (tmp_path / name).touch()
    assert remove_old(tmp_path) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [*names[1:], "by-hand.zip"]
