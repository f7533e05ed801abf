"""Work in steps that each hold the lock for a moment only."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
HOLD = 0.12  # seconds that a step should take; others then wait less than 0.2
GROWTH = 2.0


class Pace:
    """How many items a step takes: as many as the steps before say can be done in HOLD."""

    def __init__(self, first: int, most: int) -> None:
        self.first, self.most = first, most
        self.size = first

    @contextmanager
    def step(self, items: int) -> Iterator[None]:
        """Time a step of so many items."""
        started = time.perf_counter()
        yield
        took = max(time.perf_counter() - started, 1e-6)
        wanted = min(items * HOLD / took, self.size * GROWTH, self.most)
        self.size = max(self.first, int(wanted))


def batches(groups: Sequence[Sequence[T]], pace: Pace) -> Iterator[list[Sequence[T]]]:
    """Groups in batches of as many items as the caller's pace allows; no group is split.

    The caller's step is over when it asks for the next batch.
    """
    batch: list[Sequence[T]] = []
    held = 0
    for group in groups:
        batch.append(group)
        held += len(group)
        if held >= pace.size:
            with pace.step(held):
                yield batch
            batch, held = [], 0
    if batch:
        yield batch
