"""Through a real RabbitMQ: queues, delays, what is given up, and what arrives twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.db import transaction
from django.utils import timezone
from kombu import Connection, Producer

from nexus.jobs import broker, letters, queues
from nexus.jobs.dead import collect_letters
from nexus.jobs.models import DeadLetter, Job, Outbox
from nexus.jobs.queues import Queue
from nexus.jobs.relay import Relay, send_pending, sweep
from nexus.jobs.services import create_job
from tests.faults.stores import own_broker

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    """An empty RabbitMQ host."""
    with own_broker() as url:
        yield url


@pytest.fixture
def connection(host: str) -> Iterator[Connection]:
    with current_app.connection_for_write(url=host) as connection:
        broker.declare(connection)
        yield connection
        for name in (*map(queues.broker_name, Queue.values), queues.DEAD):
            connection.default_channel.queue_purge(name)


@pytest.fixture
def producer(connection: Connection) -> Producer:
    return current_app.amqp.Producer(connection)


@pytest.fixture
def take(connection: Connection) -> Callable[[str], Any]:
    """The next message of a queue, waited for; acknowledged."""

    def take(queue: str, seconds: float = 8) -> Any:
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            message = connection.default_channel.basic_get(queue, no_ack=True)
            if message is not None:
                return connection.default_channel.message_to_python(message)
        return None

    return take


def make(queue: str, **fields: Any) -> Job:
    with transaction.atomic():
        job = create_job(kind="test", payload={}, requested_by=None, queue=queue)
    Job.objects.filter(pk=job.pk).update(**fields)
    return job


@pytest.mark.parametrize("queue", Queue.values)
def test_a_job_goes_to_its_queue(queue: str, producer: Producer, take: Any) -> None:
    job = make(queue)
    assert (send_pending(producer), send_pending(producer)) == (1, 0)
    message = take(queues.broker_name(queue))
    assert message.decode()[0] == [job.pk]
    assert message.headers["timelimit"][0] == pytest.approx(6 * 3600 + 300)


def test_a_job_that_waits_comes_when_it_is_time(producer: Producer, take: Any) -> None:
    due = timezone.now() + timedelta(seconds=2)
    make(Queue.BULK, not_before=due)
    assert send_pending(producer) == 1
    assert take(queues.broker_name(Queue.BULK)) is not None
    # The broker counts in whole seconds, from the moment that it got it.
    assert timezone.now() > due - timedelta(seconds=1)


def test_the_relay_declares_what_a_broker_without_its_disk_has_lost(
    connection: Connection, take: Any
) -> None:
    relay = Relay(lambda: connection.clone())
    for name in map(queues.broker_name, Queue.values):
        connection.default_channel.queue_delete(name)
    make(Queue.INTERACTIVE)
    relay.turn(sweeps=False)
    assert take(queues.broker_name(Queue.INTERACTIVE)) is not None
    relay.lose_broker()


def test_what_the_broker_lost_is_sent_again(
    connection: Connection, producer: Producer, take: Any
) -> None:
    job = make(Queue.BULK, created_at=timezone.now() - timedelta(minutes=2))
    send_pending(producer)
    connection.default_channel.queue_purge(queues.broker_name(Queue.BULK))
    assert sweep() == 0  # it was sent a moment ago
    Outbox.objects.update(sent_at=timezone.now() - timedelta(minutes=1))
    assert (sweep(), send_pending(producer)) == (1, 1)
    assert take(queues.broker_name(Queue.BULK)).decode()[0] == [job.pk]


def poison(connection: Connection, body: bytes, **headers: Any) -> None:
    """A message that its worker refuses, as Celery refuses what it cannot read."""
    name = queues.broker_name(Queue.OUTGOING)
    channel = connection.default_channel
    producer = connection.Producer(channel, exchange=broker.JOBS)
    producer.publish(
        body,
        routing_key=queues.routing_key(Queue.OUTGOING),
        headers=headers,
        message_id="m1",
        content_type="application/json",
        content_encoding="utf-8",
    )
    message = None
    while message is None:
        message = channel.basic_get(name)
    channel.basic_reject(message.delivery_tag, requeue=False)


def collect(connection: Connection) -> int:
    """What arrives among the dead, waited for."""
    ends, taken = time.monotonic() + 8, 0
    while not taken and time.monotonic() < ends:
        taken = collect_letters(connection)
    return taken


def test_what_no_worker_understands_is_kept_and_sent_again(
    connection: Connection, producer: Producer, take: Any, maintainer: Any
) -> None:
    poison(connection, b'{"odd": 1}', task="of.another.version")
    assert collect(connection) == 1
    letter = DeadLetter.objects.get()
    assert (letter.reason, letter.queue, letter.job) == ("rejected", "outgoing", None)
    assert (letter.body, letter.headers["task"]) == ('{"odd": 1}', "of.another.version")
    letters.resend_letter(actor=maintainer, letter=letter)
    assert send_pending(producer) == 1
    again = take(queues.broker_name(Queue.OUTGOING))
    assert (again.body, again.headers["task"]) == ('{"odd": 1}', "of.another.version")


def test_of_a_known_job_the_row_decides(connection: Connection) -> None:
    job = make(Queue.OUTGOING)
    poison(connection, f"[[{job.pk}], {{}}, {{}}]".encode(), task="nexus.run_job")
    assert collect(connection) == 1
    assert DeadLetter.objects.count() == 0
    assert Job.objects.get(pk=job.pk).state == "queued"
