"""`python -m tests.fuzz`: a hub of each asked profile, and Schemathesis on its OpenAPI document.

Ends with 1 when a check fails. The stream of events is left out: it has no end.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.faults.conftest import free_port
from tests.faults.processes import ROOT, Hub
from tests.faults.stores import own_broker, own_cache, own_database

CONFIG = Path(__file__).with_name("schemathesis.toml")
# A few rows of everything, whose ids the links of the document lead to; one transaction, so that
# the hub's worker leaves alone what is done here.
TOKEN = """
import django
django.setup()
from django.db import transaction
from nexus.accounts.services import create_token
from tests.queries.counting import Hub
with transaction.atomic():
    hub = Hub()
    hub.add(3)
    print(create_token(actor=hub.maintainer, name="fuzz")[1])
"""
PROFILES = ("embedded", "services")
COUNTED = re.compile(r"^\s*Test cases:\s*\n\s*([\d,]+) generated", re.MULTILINE)


@contextmanager
def running(profile: str) -> Iterator[Hub]:
    """A hub with data of its own, on SQLite or on PostgreSQL, Redis and RabbitMQ."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="nexus-fuzz-")))
        variables = {}
        if profile == "services":
            variables = {
                "DATABASE_URL": stack.enter_context(own_database()),
                "CACHE_URL": stack.enter_context(own_cache()),
                "BROKER_URL": stack.enter_context(own_broker()),
            }
        hub = Hub(folder, free_port(), variables)
        hub.start()
        try:
            yield hub
        finally:
            hub.stop()


def token_of(hub: Hub) -> str:
    made = subprocess.run(
        [sys.executable, "-c", TOKEN],
        env=hub.environment,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return made.stdout.strip()


def runs_of(phases: str) -> list[str]:
    """Links are followed first, in a run of their own, as long as the hub is as it was filled."""
    asked = phases.split(",")
    others = ",".join(phase for phase in asked if phase != "stateful")
    return [run for run in ("stateful" if "stateful" in asked else "", others) if run]


def fuzz(hub: Hub, examples: int, phases: str, seed: int | None) -> tuple[int, int]:
    """(exit code, cases) of the runs of Schemathesis."""
    token, worst, cases = token_of(hub), 0, 0
    for run in runs_of(phases):
        command = [str(Path(sys.executable).with_name("schemathesis"))]
        command += ["--config-file", str(CONFIG), "run", f"{hub.address}/api/v1/schema"]
        command += ["--phases", run, "--max-examples", str(examples)]
        command += ["--exclude-operation-id", "follow_events"]
        if seed is not None:
            command += ["--seed", str(seed), "--generation-deterministic"]
        code, made = asked_of(command, hub, token)
        worst, cases = max(worst, code), cases + made
    return worst, cases


def asked_of(command: list[str], hub: Hub, token: str) -> tuple[int, int]:
    """(exit code, cases) of one run, whose words are passed on."""
    process = subprocess.Popen(
        command,
        cwd=hub.folder,
        env={
            **os.environ,
            "NEXUS_FUZZ_TOKEN": token,
            "SCHEMATHESIS_HOOKS": "tests.fuzz.following",
            "PYTHONPATH": str(ROOT),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        print(line, end="", flush=True)
    found = COUNTED.search("".join(lines))
    return process.wait(), int(found[1].replace(",", "")) if found else 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--profile", choices=PROFILES, action="append")
    parser.add_argument("--examples", type=int, default=40, help="of each operation and phase")
    parser.add_argument("--phases", default="examples,coverage,fuzzing,stateful")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--least", type=int, default=0, help="fail below so many cases")
    asked = parser.parse_args()
    worst = 0
    for profile in asked.profile or PROFILES:
        with running(profile) as hub:
            code, cases = fuzz(hub, asked.examples, asked.phases, asked.seed)
            print(f"== {profile}: {cases:,} cases, exit code {code}", flush=True)
            if cases < asked.least:
                print(f"fewer than {asked.least:,}")
                code = code or 1
            worst = max(worst, code)
    return worst


if __name__ == "__main__":
    sys.exit(main())
