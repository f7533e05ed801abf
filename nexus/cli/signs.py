"""How the supervisor tells that a process which still runs hangs, whatever its clock says."""

from __future__ import annotations

import time
from collections.abc import Callable

from nexus.common.pulses import pulse_file

SILENT_SECONDS = 20.0
ASK_SECONDS = 5.0
MOST_FAILURES = 3


class Pulse:
    """A process that touched its file once (see nexus.jobs.pulse) and then no more hangs."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.seen: tuple[int, int] = (0, 0)
        self.since = 0.0

    def __call__(self, pid: int) -> bool:
        try:
            touched = pulse_file(self.kind, pid).stat().st_mtime_ns
        except FileNotFoundError:
            return True  # it has not begun
        if (pid, touched) != self.seen:
            self.seen, self.since = (pid, touched), time.monotonic()
        return time.monotonic() - self.since < SILENT_SECONDS


class Answers:
    """A web server that answered once and then no more, so often in a row, hangs."""

    def __init__(self, ask: Callable[[], str]) -> None:
        self.ask = ask
        self.pid, self.answered, self.failures, self.next_at = 0, False, 0, 0.0

    def __call__(self, pid: int) -> bool:
        if pid != self.pid:
            self.pid, self.answered, self.failures = pid, False, 0
        if time.monotonic() >= self.next_at:
            wrong = self.ask()
            self.next_at = time.monotonic() + ASK_SECONDS
            self.answered = self.answered or not wrong
            self.failures = self.failures + 1 if wrong and self.answered else 0
        return self.failures < MOST_FAILURES
