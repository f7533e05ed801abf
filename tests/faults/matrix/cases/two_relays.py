"""Two relays carry the same outbox; one is killed, again and again."""

from __future__ import annotations

from tests.faults.matrix.outcome import Outcome, hurt, under_load
from tests.faults.matrix.stack import Stack

NAME = "two relays at once, one of them killed"
FULL, SHORT = 10, 2


def run(stack: Stack, *, full: bool) -> Outcome:
    outcome = Outcome(NAME)
    with under_load(stack, outcome):
        for _ in range(FULL if full else SHORT):
            hurt(stack, outcome, lambda: carry_beside(stack))
    return outcome


def carry_beside(stack: Stack) -> None:
    second = stack.hub.run("relay")
    try:
        for _ in range(3):
            stack.job_runs()
    finally:
        second.kill()
        second.wait()
