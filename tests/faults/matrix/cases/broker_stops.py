"""RabbitMQ is stopped for a minute and started again."""

from __future__ import annotations

import time

from tests.faults.matrix.outcome import Outcome, hurt, reads_go_on, under_load
from tests.faults.matrix.stack import Stack
from tests.faults.processes import wait_for

NAME = "RabbitMQ stopped, then started"
FULL, SHORT = 60, 8


def run(stack: Stack, *, full: bool) -> Outcome:
    outcome = Outcome(NAME)

    def fault() -> None:
        stack.rabbitmq.stop()
        ends = time.monotonic() + (FULL if full else SHORT)
        reads_go_on(stack, outcome, "the broker")
        wait_for("the time is over", lambda: time.monotonic() > ends, seconds=90)
        stack.rabbitmq.start()

    with under_load(stack, outcome):
        hurt(stack, outcome, fault)
    return outcome
