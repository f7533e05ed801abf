"""`kill -9` of web, workers, relay and scheduler at random moments."""

from __future__ import annotations

import os
import random
import time

from tests.faults.matrix.outcome import Outcome, under_load
from tests.faults.matrix.stack import Stack
from tests.faults.processes import Hub, wait_for

NAME = "kill -9 of a process at a random moment"
FULL, SHORT = 200, 12
LONGEST_SECONDS = float(os.environ.get("NEXUS_FAULTS_SECONDS") or 3600)
# Words of the command, and whether its child is meant: a pool's parent and child die apart.
ROLES = {
    "web": ("granian", False),
    "web's child": ("granian", True),
    "worker": ("nexus.interactive", False),
    "worker's child": ("nexus.interactive", True),
    "bulk worker": ("nexus.bulk", False),
    "bulk worker's child": ("nexus.bulk", True),
    "relay": ("nexus.cli.main relay", False),
    "scheduler": ("nexus.cli.main scheduler", False),
}


def run(stack: Stack, *, full: bool) -> Outcome:
    outcome = Outcome(NAME)
    chance = random.Random(20261129)
    with under_load(stack, outcome):
        ends = time.monotonic() + LONGEST_SECONDS
        for _ in range(FULL if full else SHORT):
            if time.monotonic() > ends:
                break  # the table says how many there were
            words, child = ROLES[chance.choice(list(ROLES))]
            time.sleep(chance.uniform(0.0, 1.5))  # the moment is what is random
            killed = stack.hub.find(words, child=child)
            stack.hub.kill(killed)
            outcome.runs += 1
            outcome.note_recovery(back_in(stack.hub, words, child, killed))
        stack.job_runs()
    return outcome


def back_in(hub: Hub, words: str, child: bool, killed: int) -> float:
    """Seconds until another does the work of the killed one, and pages are served."""
    since = time.monotonic()
    wait_for(f"another “{words}”", lambda: hub.find(words, child=child) != killed)
    wait_for("the hub answers", hub.answers)
    return time.monotonic() - since
