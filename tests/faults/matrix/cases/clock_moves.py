"""A second worker and scheduler whose clocks are hours or days off (libfaketime, by process)."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.faults.matrix.outcome import Outcome, hurt, under_load
from tests.faults.matrix.stack import Stack

NAME = "clocks of a worker and a scheduler moved"
LIBRARY = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")
OFFSETS = ["+3d", "-3d", "+2h", "-10m"]
SHORT = OFFSETS[:2]


def run(stack: Stack, *, full: bool) -> Outcome:
    outcome = Outcome(NAME)
    if not LIBRARY.exists():
        outcome.skipped = "libfaketime is not installed"
        return outcome
    with under_load(stack, outcome):
        for offset in OFFSETS if full else SHORT:
            hurt(stack, outcome, lambda o=offset: beside(stack, o))
    return outcome


def beside(stack: Stack, offset: str) -> None:
    """They work beside the others for a while, then end."""
    before = stack.hub.environment
    moved = {
        "LD_PRELOAD": str(LIBRARY),
        "FAKETIME": offset,
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "PYTHONPATH": str(Path(__file__).parents[1] / "moved_clock"),
    }
    others: list[subprocess.Popen[bytes]] = []
    try:
        stack.hub.environment = {**before, **moved}
        others += [stack.hub.run("worker"), stack.hub.run("scheduler"), stack.hub.run("relay")]
        stack.hub.environment = before
        for _ in range(5):
            stack.job_runs()
    finally:
        stack.hub.environment = before
        for process in others:
            process.terminate()
        for process in others:
            process.wait(60)
