"""Messages that no worker understands: they are set aside, and the others go on."""

from __future__ import annotations

from kombu import Connection

from nexus.jobs import broker, queues
from tests.faults.matrix.outcome import Outcome, hurt, under_load
from tests.faults.matrix.stack import Stack
from tests.faults.processes import wait_for

NAME = "poisoned messages"
BODIES = [b"\xff\xfe no text", b"{}", b'[["x"], {}, {}]', b"[[999999999], {}, {}]"]
FULL, SHORT = 25, 1
OPEN = "SELECT count(*) FROM jobs_deadletter WHERE settled_at IS NULL"


def run(stack: Stack, *, full: bool) -> Outcome:
    outcome = Outcome(NAME)
    with under_load(stack, outcome):
        for _ in range(FULL if full else SHORT):
            for body in BODIES:
                hurt(stack, outcome, lambda b=body: send(stack, b))
    kept = stack.database.one(OPEN)
    outcome.demand(kept > 0, "no dead letter was kept")
    return outcome


def send(stack: Stack, body: bytes) -> None:
    """To the queue of what people wait for, once as our task and once as nobody's."""
    with Connection(stack.rabbitmq.url) as connection:
        producer = connection.Producer(exchange=broker.JOBS)
        for task in (queues.RUN_JOB, "of.nobody"):
            producer.publish(
                body,
                routing_key=queues.routing_key("interactive"),
                headers={"task": task, "id": f"poison-{task}", "lang": "py"},
                content_type="application/json",
                content_encoding="utf-8",
                correlation_id=f"poison-{task}",
            )
    taken = Connection(stack.rabbitmq.url)

    def is_taken() -> bool:
        channel = taken.channel()
        found = channel.queue_declare(queues.broker_name("interactive"), passive=True)
        channel.close()
        return bool(found.message_count == 0)

    try:
        wait_for("they are taken", is_taken, seconds=60)
    finally:
        taken.release()
