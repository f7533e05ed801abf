"""What one fault did."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.faults.matrix.ledger import Verdict
from tests.faults.matrix.stack import RECOVERS_WITHIN, Stack


@dataclass(slots=True)
class Outcome:
    """A row of the table. `wrong` is whatever else was asked for and not so."""

    name: str
    runs: int = 0
    verdict: Verdict = field(default_factory=lambda: Verdict(0))
    recovered: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    skipped: str = ""

    @property
    def slowest(self) -> float:
        return max(self.recovered, default=0.0)

    @property
    def is_well(self) -> bool:
        verdict = self.verdict
        return not (verdict.lost or verdict.doubled or self.wrong)

    def demand(self, holds: bool, what: str) -> None:
        if not holds:
            self.wrong.append(what)

    def note_recovery(self, seconds: float) -> None:
        self.recovered.append(seconds)
        self.demand(seconds <= RECOVERS_WITHIN, f"recovered in {seconds:.0f} s only")


@contextmanager
def under_load(stack: Stack, outcome: Outcome) -> Iterator[None]:
    """The client works meanwhile; at the end its ledger is compared with what is there."""
    with stack.load() as (load, ledger):
        yield
    outcome.verdict = ledger.settle(stack.database)
    outcome.wrong += sorted(set(load.badly))[:5]


def hurt(stack: Stack, outcome: Outcome, fault: Callable[[], object]) -> None:
    """Do it once, and see how long the hub needs from its end on."""
    fault()
    outcome.runs += 1
    outcome.note_recovery(stack.recovered_in(time.monotonic()))


def reads_go_on(stack: Stack, outcome: Outcome, while_away: str) -> None:
    """Pages that are kept are served, one after the other."""
    from tests.faults.matrix.client import PATHS, ask

    for path in PATHS:
        status = ask(stack.hub, "GET", path, timeout=10).status
        outcome.demand(status == 200, f"{path} answered {status} while {while_away} was away")
