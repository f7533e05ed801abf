"""A message that is no call of its task is rejected, and ends no worker."""

from __future__ import annotations

from typing import Any

import pytest
from celery import current_app
from celery.exceptions import InvalidTaskError
from kombu.exceptions import DecodeError

from nexus.jobs.guard import GuardedTask, check, guarded
from nexus.jobs.tasks import run_job_task


class Message:
    """As much of one as is looked at."""

    def __init__(self, payload: Any) -> None:
        self.kept = payload

    @property
    def payload(self) -> Any:
        if isinstance(self.kept, Exception):
            raise self.kept
        return self.kept


def test_every_task_of_the_hub_is_guarded() -> None:
    assert isinstance(run_job_task._get_current_object(), GuardedTask)
    assert all(isinstance(task, GuardedTask) for task in current_app.tasks.values())


def test_a_call_passes() -> None:
    check("nexus.run_job", Message([[7], {}, {}]))
    check("of.another", Message([["x", 1], {"a": 2}, {}]))


@pytest.mark.parametrize(
    "payload",
    [
        {},
        [],
        [[7], {}],
        "words",
        None,
        [["x"], {}, {}],
        [[7, 8], {}, {}],
        [[], {}, {}],
        [7, {}, {}],
    ],
)
def test_another_shape_does_not(payload: Any) -> None:
    with pytest.raises(InvalidTaskError):
        check("nexus.run_job", Message(payload))


def test_what_cannot_be_decoded_does_not() -> None:
    with pytest.raises(InvalidTaskError):
        check("nexus.run_job", Message(DecodeError("no text")))


def test_the_strategy_looks_before_it_hands_on(monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[Any] = []
    monkeypatch.setattr("nexus.jobs.guard.default", lambda *_, **__: handed.append)
    strategy = guarded(run_job_task, current_app, None)
    with pytest.raises(InvalidTaskError):
        strategy(Message({}))
    whole = Message([[7], {}, {}])
    strategy(whole)
    assert handed == [whole]
