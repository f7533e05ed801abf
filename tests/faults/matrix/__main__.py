"""`python -m tests.faults.matrix [--full] [--only WORD] [--keep]`: hurt a hub, and count."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from pathlib import Path
from types import ModuleType

from tests.faults.matrix import report
from tests.faults.matrix.cases import (
    broker_stops,
    clock_moves,
    database_restarts,
    disk_full,
    duplicates,
    kills,
    poison,
    redis_away,
    two_relays,
    worker_hangs,
)
from tests.faults.matrix.outcome import Outcome
from tests.faults.matrix.stack import Stack, stack

CASES = [
    worker_hangs,
    poison,
    two_relays,
    duplicates,
    clock_moves,
    broker_stops,
    redis_away,
    database_restarts,
    kills,
    disk_full,
]
COMMAND = f"python -m tests.faults.matrix {' '.join(sys.argv[1:])}"


def run_case(case: ModuleType, on: Stack, *, full: bool) -> Outcome:
    """A case that cannot go on is a row, too, and not a good one."""
    began = time.monotonic()
    print(f"== {case.NAME}", flush=True)
    try:
        outcome: Outcome = case.run(on, full=full)
    except (AssertionError, OSError) as error:
        traceback.print_exc()
        outcome = Outcome(case.NAME, wrong=[f"it did not end: {error}"[:200]])
    took = time.monotonic() - began
    for word in (*outcome.verdict.lost, *outcome.verdict.doubled, *outcome.wrong):
        print(f"   {word}", flush=True)
    print(f"   {outcome.runs} runs in {took:.0f} s", flush=True)
    return outcome


def is_named(case: ModuleType, words: str | None) -> bool:
    """Whether its name holds one of a,b; nothing named is all of them, None is none."""
    return words is not None and any(word in case.__name__ for word in words.split(","))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--full", nargs="?", const="", help="all faults, or those named a,b, as often as asked for"
    )
    parser.add_argument("--only", default="", help="cases whose names hold one of a,b")
    parser.add_argument("--keep", action="store_true", help="write docs/reliability.md")
    asked = parser.parse_args()
    cases = [case for case in CASES if is_named(case, asked.only)]
    with tempfile.TemporaryDirectory(prefix="nexus-faults-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL runs as somebody else
        with stack(Path(folder)) as on:
            outcomes = []
            for case in cases:
                outcomes.append(run_case(case, on, full=is_named(case, asked.full)))
                if asked.keep:
                    report.keep(report.rows_of(outcomes[-1:]), COMMAND)
    rows = report.rows_of(outcomes)
    print(f"\n{report.table(rows)}\n")
    print(report.last_line(rows))
    return 0 if all(one.is_well for one in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
