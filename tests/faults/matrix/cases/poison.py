"""Messages that no worker understands: they are set aside, and the others go on."""

from __future__ import annotations

import uuid

from kombu import Connection

from nexus.jobs import broker, queues
from tests.faults.matrix.outcome import Outcome, hurt, under_load
from tests.faults.matrix.stack import Stack
from tests.faults.processes import wait_for

NAME = "poisoned messages"
# What is sent, and how many dead letters come of it: one of a job that is no more is a late one.
LETTERS = {
    b"\xff\xfe no text": 2,
    b"{}": 2,
    b'[["x"], {}, {}]': 2,
    b"[[999999999], {}, {}]": 1,
}
FULL, SHORT = 25, 1
OPEN = "SELECT count(*) FROM jobs_deadletter WHERE settled_at IS NULL"


def run(stack: Stack, *, full: bool) -> Outcome:
    outcome = Outcome(NAME)
    with under_load(stack, outcome):
        for _ in range(FULL if full else SHORT):
            for body in LETTERS:
                before = stack.database.one(OPEN)
                hurt(stack, outcome, lambda b=body: send(stack, b))
                wait_for(
                    f"dead letters of {body!r}",
                    lambda n=before, b=body: stack.database.one(OPEN) == n + LETTERS[b],
                )
    return outcome


def send(stack: Stack, body: bytes) -> None:
    """To the queue of what people wait for, once as our task and once as nobody's."""
    with Connection(stack.rabbitmq.url) as connection:
        producer = connection.Producer(exchange=broker.JOBS)
        for task in (queues.RUN_JOB, "of.nobody"):
            producer.publish(
                body,
                routing_key=queues.routing_key("interactive"),
                headers={"task": task, "id": f"poison-{uuid.uuid4()}", "lang": "py"},
                content_type="application/json",
                content_encoding="utf-8",
                correlation_id=f"poison-{uuid.uuid4()}",
            )
