"""`python -m bench.day`: what two cores hold, where it breaks first, and how at twice that."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from locust import events
from locust.env import Environment

from bench.day.parts import Processes, processes_of
from bench.day.people import Anonymous, Listener, Person, SignedIn, Writer
from bench.day.site import PROFILES, Site, site
from bench.day.steps import Step, take
from tests.faults.matrix.client import Load
from tests.faults.matrix.ledger import Ledger

MOST_LOOKS = 12
STEPS = (10, 20, 30, 40, 50, 60, 80, 100, 130, 160, 200, 250, 300, 400)


def show(words: str, step: Step) -> None:
    print(
        f"| {words} | {step.offered:.0f} | {step.served} | {step.median} | {step.p99} "
        f"| {step.cpu_ms} | {step.refused} | {step.failed} | {step.slowest} | {step.parts} |",
        flush=True,
    )


def prepare(on: Site) -> Environment:
    """The people, as users of this hub."""
    Person.host = on.hub.address
    Person.token = on.token
    Writer.entry = str(Load(on.hub, on.token, Ledger("day")).entry)
    environment = Environment(user_classes=[Anonymous, SignedIn, Writer, Listener], events=events)
    environment.create_local_runner()
    return environment


def climb(on: Site, seconds: float) -> None:
    environment = prepare(on)
    held = 0

    def processes() -> Processes:
        return processes_of(on)

    take(environment, STEPS[0], seconds, processes)  # so that pages are kept, as on any day
    for users in STEPS:
        step = take(environment, users, seconds, processes)
        show("climb", step)
        if not step.holds:
            break
        held = users
    breaks = held or STEPS[0]
    show("twice", take(environment, 2 * breaks, seconds, processes))
    began = time.monotonic()
    for _ in range(MOST_LOOKS):
        step = take(environment, max(1, breaks // 2), 5, processes)
        show("after", step)
        if step.holds:
            print(f"\nwell again {time.monotonic() - began:.0f} s after twice that")
            break
    print(f"\nheld {held} a second")
    assert environment.runner is not None
    environment.runner.quit()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20, help="of each step")
    parser.add_argument("--profile", choices=PROFILES, default="services")
    asked = parser.parse_args()
    print(
        "| | offered /s | served /s | median ms | p99 ms | CPU ms | 429, 503 | failed | slowest "
        "| cores of two |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|---|---|", flush=True)
    with tempfile.TemporaryDirectory(prefix="nexus-day-") as folder:
        Path(folder).chmod(0o755)
        with site(Path(folder), asked.profile) as on:
            climb(on, asked.seconds)


if __name__ == "__main__":
    main()
