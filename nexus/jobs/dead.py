"""From the broker's dead-letter queue into the database, where people can look at them."""

from __future__ import annotations

import logging
from typing import Any

from kombu import Connection, Message
from kombu.exceptions import DecodeError

from nexus.jobs.models import DeadLetter, Job
from nexus.jobs.queues import DEAD, RUN_JOB, Queue, broker_name

log = logging.getLogger(__name__)
LONGEST_BODY = 64_000
QUEUES = {broker_name(queue): queue for queue in Queue.values}
REASONS = {"delivery_limit": DeadLetter.Reason.UNDELIVERED}


def collect_letters(connection: Connection, most: int = 100) -> int:
    """Each is written before it is acknowledged; twice fetched, it is kept once.

    Returns how many were taken from the queue.
    """
    channel = connection.default_channel
    for taken in range(most):
        raw = channel.basic_get(DEAD, no_ack=False)
        if raw is None:
            return taken
        message = channel.message_to_python(raw)
        keep(message)
        message.ack()
    return most


def keep(message: Message) -> None:
    """A message of a job that is known says nothing that its row does not: it is let go.

    The sweeper sends such a job again while it waits, and gives it up where it breaks workers.
    """
    headers = dict(message.headers or {})
    job = job_of(message)
    if job is not None and Job.objects.filter(pk=job).exists():
        log.warning("the broker gave up a message of job-%s; its row decides", job)
        return
    death = (headers.pop("x-death", None) or [{}])[0]
    identity = str(message.properties.get("message_id") or message.properties.get("correlation_id"))
    when = death.get("time", "")
    DeadLetter.objects.get_or_create(
        message_id=f"{identity[:60]} {death.get('queue', '')} {when}"[:120],
        defaults={
            "reason": REASONS.get(str(death.get("reason")), DeadLetter.Reason.REJECTED),
            "queue": QUEUES.get(str(death.get("queue")), Queue.BULK),
            "headers": {name: readable(value) for name, value in headers.items()},
            "content_type": str(message.content_type or "")[:80],
            "body": text_of(message.body),
        },
    )


def job_of(message: Message) -> int | None:
    """The number that our own task carries; None for whatever else it is."""
    if (message.headers or {}).get("task") != RUN_JOB:
        return None
    try:
        arguments = message.decode()[0]
        return int(arguments[0])
    except (DecodeError, LookupError, TypeError, ValueError):
        return None


def text_of(body: Any) -> str:
    text = bytes(body).decode(errors="replace") if isinstance(body, bytes | memoryview) else body
    return str(text).replace("\x00", "�")[:LONGEST_BODY]


def readable(value: Any) -> Any:
    """What JSON can hold; the rest as it prints."""
    return value if isinstance(value, str | int | float | bool | None) else str(value)[:400]
