"""One step of load: so many users for so long, and what was measured meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import gevent
from locust.env import Environment

from bench.day.parts import Processes, seconds_of, used_by_part

BEARABLE_MS = 250.0
STREAM = "stream"


@dataclass(frozen=True, slots=True)
class Step:
    """Offered and served a second, milliseconds, CPU per request, and how others were refused.

    `parts` says which part of the hub took how many of two cores.
    """

    offered: float
    served: float
    median: float
    p99: float
    cpu_ms: float
    refused: int
    failed: int
    slowest: str
    parts: str

    @property
    def holds(self) -> bool:
        return self.p99 <= BEARABLE_MS and not self.failed and not self.refused


def take(
    environment: Environment, users: int, seconds: float, processes: Callable[[], Processes]
) -> Step:
    """Bring it to so many users, let it settle, then measure."""
    runner = environment.runner
    assert runner is not None
    runner.start(users, spawn_rate=max(10, users / 3))
    gevent.sleep(5)
    environment.stats.reset_all()
    before = seconds_of(processes())
    gevent.sleep(seconds)
    there = processes()
    used = used_by_part(there, before, seconds_of(there))
    total, entries = environment.stats.total, environment.stats.entries
    refused, failed = count_errors(environment)
    answered = max(1, total.num_requests)
    named = {name: entry.get_response_time_percentile(0.99) for (name, _), entry in entries.items()}
    slowest = max(named, key=lambda name: named[name], default="")
    return Step(
        offered=users,
        served=round((total.num_requests - total.num_failures) / seconds, 1),
        median=total.get_response_time_percentile(0.5),
        p99=total.get_response_time_percentile(0.99),
        cpu_ms=round(sum(used.values()) * 1000 / answered, 2),
        refused=refused,
        failed=failed,
        slowest=f"{slowest} {named.get(slowest, 0):.0f} ms",
        parts=", ".join(f"{part} {spent / seconds:.2f}" for part, spent in used.items()),
    )


def count_errors(environment: Environment) -> tuple[int, int]:
    """Refused politely (429, 503), and all others."""
    found: Counter[bool] = Counter()
    for error in environment.stats.errors.values():
        polite = any(code in str(error.error) for code in ("429", "503"))
        found[polite] += error.occurrences
    return found[True], found[False]
