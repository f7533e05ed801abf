"""Redis is emptied, stopped for a while, and started again with nothing in it."""

from __future__ import annotations

from tests.faults.matrix.outcome import Outcome, hurt, reads_go_on, under_load
from tests.faults.matrix.stack import Stack
from tests.faults.processes import wait_for

NAME = "Redis emptied; stopped, then started empty"
FULL, SHORT = 5, 1


def run(stack: Stack, *, full: bool) -> Outcome:
    outcome = Outcome(NAME)
    with under_load(stack, outcome):
        for _ in range(FULL if full else SHORT):
            hurt(stack, outcome, stack.redis.client().flushall)
            hurt(stack, outcome, lambda: away(stack, outcome))
    return outcome


def away(stack: Stack, outcome: Outcome) -> None:
    stack.redis.stop()
    reads_go_on(stack, outcome, "Redis")
    before = stack.database.one("SELECT count(*) FROM library_entry")
    query = "SELECT count(*) FROM library_entry"
    wait_for("writes go on", lambda: stack.database.one(query) > before + 3, seconds=30)
    stack.redis.start()
