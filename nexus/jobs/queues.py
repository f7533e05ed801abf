"""Which work waits where: what somebody looks at does not wait behind what nobody does.

A queue of its own for what goes out of the hub keeps a slow host elsewhere from holding up either.
"""

from __future__ import annotations

from typing import Any

from django.db import models

# Deliveries that end without an answer (a killed worker) before the broker sets a message aside.
# The row counts attempts by itself and is stricter; this is for what no row is known of.
MOST_DELIVERIES = 20
EXCHANGE = "nexus.jobs"
DEAD = "nexus.dead"
DEAD_KEY = "dead"
# The one task; whatever else a message names is a dead letter.
RUN_JOB = "nexus.run_job"


class Queue(models.TextChoices):
    """In the order in which who takes from several does so.

    The embedded worker takes from OUTGOING in a thread of its own.
    """

    INTERACTIVE = "interactive", "Asked for by a person"
    OUTGOING = "outgoing", "To other hosts"
    BULK = "bulk", "In the background"


def broker_name(queue: str) -> str:
    return f"nexus.{queue}"


def routing_key(queue: str) -> str:
    return f"job.{queue}"


def queue_arguments() -> dict[str, Any]:
    """Kept on disk by a quorum; what cannot be handled goes to the dead letters, surely.

    At-least-once dead-lettering asks for `reject-publish`: https://www.rabbitmq.com/docs/quorum-queues
    """
    return {
        "x-queue-type": "quorum",
        "x-delivery-limit": MOST_DELIVERIES,
        "x-dead-letter-exchange": DEAD,
        "x-dead-letter-routing-key": DEAD_KEY,
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }
