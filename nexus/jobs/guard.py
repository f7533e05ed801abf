"""What comes from the broker is looked at before Celery unpacks it.

Celery 5.7 takes a decoded body apart without a look: one of another shape ends the worker, which
gets the same message again when it starts anew; one that cannot be decoded is acknowledged, and
gone.
Here both are rejected, so that they come to the dead letters and the others go on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from celery import Task
from celery.exceptions import InvalidTaskError
from celery.worker.strategy import default

from nexus.jobs.queues import RUN_JOB


def guarded(task: Any, app: Any, consumer: Any, **options: Any) -> Callable[..., Any]:
    """Celery's strategy for the messages of a task, behind a look at each."""
    handle = default(task, app, consumer, **options)

    def look_first(message: Any, *rest: Any, **named: Any) -> Any:
        check(task.name, message)
        return handle(message, *rest, **named)

    return look_first


def check(name: str, message: Any) -> None:
    """Raises InvalidTaskError for a body that is no call of the task."""
    try:
        arguments, by_name, _ = message.payload
        if not isinstance(arguments, list) or not isinstance(by_name, dict):
            raise TypeError("no call")
        if name == RUN_JOB:
            (pk,) = arguments
            if not isinstance(pk, int):
                raise TypeError("no number of a job")
    except Exception as error:  # whatever a decoder makes of bytes that are none of ours
        raise InvalidTaskError(f"the message is no call of {name}: {error}") from error


class GuardedTask(Task):  # type: ignore[misc]
    """The class of every task of the hub."""

    Strategy = "nexus.jobs.guard:guarded"
