"""PostgreSQL loses its connections, and is stopped and started."""

from __future__ import annotations

from tests.faults.matrix.client import ask
from tests.faults.matrix.outcome import Outcome, hurt, reads_go_on, under_load
from tests.faults.matrix.stack import Stack
from tests.faults.processes import wait_for

NAME = "PostgreSQL's connections cut; stopped, then started"
FULL, SHORT = 10, 1
UNKEPT = "/api/v1/search/?q="


def run(stack: Stack, *, full: bool) -> Outcome:
    outcome = Outcome(NAME)
    with under_load(stack, outcome):
        for number in range(FULL if full else SHORT):
            hurt(stack, outcome, stack.postgres.cut_connections)
            hurt(stack, outcome, lambda n=number: away(stack, outcome, n))
    return outcome


def away(stack: Stack, outcome: Outcome, number: int) -> None:
    """Kept pages are served; what nobody asked for before says that the database is away."""
    reads_go_on(stack, outcome, "nothing")  # so that they are kept
    stack.postgres.stop()
    try:
        wait_for("it is noticed", lambda: ask(stack.hub, "GET", f"{UNKEPT}a{number}").status == 503)
        answer = ask(stack.hub, "GET", f"{UNKEPT}b{number}", Authorization=f"Bearer {stack.token}")
        said = (answer.status, answer.headers.get("content-type"), "retry-after" in answer.headers)
        outcome.demand(said == (503, "application/problem+json", True), f"away, said {said}")
        reads_go_on(stack, outcome, "the database")
    finally:
        stack.postgres.start()
