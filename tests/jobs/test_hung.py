"""A worker's child that gives no sign of life for its job is killed by its parent, and only it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from nexus.jobs.hung import kill_hung_children
from nexus.jobs.models import Job
from nexus.jobs.services import STALE_AFTER, claim_job, claim_next_job, create_job
from nexus.jobs.workers import machine

pytestmark = pytest.mark.django_db


@pytest.fixture
def child() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(["sleep", "60"]) as process:
        yield process
        process.kill()


def hold(learner: Any, name: str, silent_for: timedelta) -> Job:
    with transaction.atomic():
        job = create_job(kind="test", payload={}, requested_by=learner)
    claim_job(job.pk, name)
    Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() - silent_for)
    return job


def test_a_silent_child_is_killed_and_its_job_waits(
    learner: Any, child: subprocess.Popen[bytes]
) -> None:
    job = hold(learner, f"celery:{machine()}:{child.pid}", 2 * STALE_AFTER)
    assert kill_hung_children() == [child.pid]
    assert child.wait(10) == -9
    again = claim_next_job("two")
    assert again is not None
    assert again.pk == job.pk


def test_one_that_lives_is_not(learner: Any, child: subprocess.Popen[bytes]) -> None:
    hold(learner, f"celery:{machine()}:{child.pid}", timedelta(0))
    assert kill_hung_children() == []
    assert child.poll() is None


@pytest.mark.parametrize(
    "name", [f"celery:{machine()}:1", "celery:elsewhere/1:{pid}", "two:x:{pid}"]
)
def test_what_is_not_of_this_parent_is_left(
    learner: Any, child: subprocess.Popen[bytes], name: str
) -> None:
    hold(learner, name.format(pid=child.pid), 2 * STALE_AFTER)
    assert kill_hung_children() == []
    assert child.poll() is None
