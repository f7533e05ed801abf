"""What must be there at the broker before a message is sent: exchanges, queues and the delays."""

from __future__ import annotations

from kombu import Connection, Exchange, Queue
from kombu.transport.native_delayed_delivery import (
    bind_queue_to_native_delayed_delivery_exchange,
    declare_native_delayed_delivery_exchanges_and_queues,
)

from nexus.jobs import queues

# Delayed delivery goes through topic exchanges alone: Celery ≥ 5.5, "Native Delayed Delivery".
JOBS = Exchange(queues.EXCHANGE, type="topic")
LETTERS = Exchange(queues.DEAD, type="topic")
WORK = [
    Queue(
        queues.broker_name(queue),
        JOBS,
        routing_key=queues.routing_key(queue),
        queue_arguments=queues.queue_arguments(),
    )
    for queue in queues.Queue.values
]
DEAD = Queue(
    queues.DEAD,
    LETTERS,
    routing_key=queues.DEAD_KEY,
    queue_arguments={"x-queue-type": "quorum"},
)


def declare(connection: Connection) -> None:
    """All of it; what is there already stays as it is.

    The relay does this: a message to an exchange without its queue would be confirmed and lost,
    and a broker that lost its disk has neither.
    """
    channel = connection.default_channel
    DEAD(channel).declare()
    declare_native_delayed_delivery_exchanges_and_queues(connection, "quorum")
    for queue in WORK:
        queue(channel).declare()
        bind_queue_to_native_delayed_delivery_exchange(connection, queue)
