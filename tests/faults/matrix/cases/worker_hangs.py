"""A worker's child stops in the middle of a job (SIGSTOP): it lives, and does nothing."""

from __future__ import annotations

import os
import signal
import time

from tests.faults.matrix.outcome import Outcome, under_load
from tests.faults.matrix.stack import Stack
from tests.faults.processes import is_alive, wait_for

NAME = "a worker hangs (SIGSTOP of its child)"
FULL, SHORT = 5, 1
HELD = (
    "SELECT claimed_by FROM jobs_job WHERE state = 'running' AND claimed_by LIKE 'celery:%' LIMIT 1"
)


def run(stack: Stack, *, full: bool) -> Outcome:
    outcome = Outcome(NAME)
    with under_load(stack, outcome):
        for _ in range(FULL if full else SHORT):
            stopped_at = stop_one(stack)
            outcome.runs += 1
            outcome.note_recovery(stack.recovered_in(stopped_at))
    return outcome


def stop_one(stack: Stack) -> float:
    """One that holds a job; its parent ends it, not we. Returns when it was stopped."""

    def stopped() -> int:
        for (name,) in stack.database.rows(HELD):
            pid = int(name.rpartition(":")[2])
            if is_alive(pid):
                os.kill(pid, signal.SIGSTOP)
                if stack.database.rows(f"{HELD.replace(' LIMIT 1', '')} AND claimed_by = '{name}'"):
                    return pid
                os.kill(pid, signal.SIGCONT)
        return 0

    pid = wait_for("a worker holds a job", stopped, seconds=120)
    at = time.monotonic()
    wait_for("the stopped one is ended", lambda: not is_alive(pid), seconds=60)
    return at
