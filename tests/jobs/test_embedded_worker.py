"""The embedded worker outlives a database that goes away, and ends where it cannot go on."""

from __future__ import annotations

import signal
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from nexus.jobs import services, worker
from nexus.jobs.models import Job
from nexus.jobs.outgoing import start_outgoing
from nexus.jobs.progress import Progress
from nexus.jobs.queues import Queue
from nexus.jobs.registry import WORK
from nexus.jobs.services import STALE_AFTER, claim_next_job, create_job, finish_job

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    "error",
    [OperationalError("database or disk is full"), InterfaceError("connection already closed")],
    ids=["full", "cut"],
)
def test_an_end_that_cannot_be_written_down_ends_no_worker(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    stop, errors, ran = threading.Event(), [error], []

    def work(job: Job, progress: Progress) -> dict[str, Any]:
        ran.append(job.pk)
        if len(ran) == 2:
            stop.set()
        return {}

    def finish(*end: Any) -> bool:
        if errors:
            raise errors.pop()
        return finish_job(*end)

    monkeypatch.setitem(WORK, "test", work)
    monkeypatch.setattr(services, "finish_job", finish)
    with transaction.atomic():
        first, second = (
            create_job(kind="test", payload={}, requested_by=None, queue=Queue.INTERACTIVE)
            for _ in range(2)
        )
    worker.run_worker(stop, [Queue.INTERACTIVE])
    assert ran == [first.pk, second.pk]
    states = dict(Job.objects.filter(pk__in=ran).values_list("pk", "state"))
    assert states == {first.pk: "running", second.pk: "done"}
    long_ago = timezone.now() - 2 * STALE_AFTER
    Job.objects.filter(pk=first.pk).update(heartbeat_at=long_ago - timedelta(minutes=1))
    again = claim_next_job("two", [Queue.INTERACTIVE])
    assert again is not None
    assert again.pk == first.pk


@pytest.mark.parametrize("broken", [worker.HERE, worker.BESIDE], ids=["here", "beside"])
def test_a_thread_that_breaks_ends_the_process_with_an_error(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, broken: Sequence[str]
) -> None:
    stops: list[threading.Event] = []

    def begin(stop: threading.Event) -> threading.Thread:
        stops.append(stop)
        return start_outgoing(stop)

    def claim(name: str, queues: Sequence[str]) -> None:
        if queues == broken:
            raise RuntimeError("a fault")

    monkeypatch.setattr(worker, "start_outgoing", begin)
    monkeypatch.setattr(worker, "claim_next_job", claim)
    # Signals are the main thread's; a pulse would beat until the tests end.
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(worker, "start_pulse", lambda _: None)
    with ThreadPoolExecutor(1) as pool:
        process = pool.submit(worker.main)
        try:
            with pytest.raises(RuntimeError, match="a fault"):
                process.result(20)
            assert stops[0].is_set()
        finally:
            for stop in stops:
                stop.set()
    assert f"the worker of {', '.join(broken)} broke; its process ends" in caplog.messages
