"""The data folder of an embedded hub is on a small disk that fills up, and is given room again."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from pathlib import Path

from tests.faults.matrix.client import Load, ask
from tests.faults.matrix.ledger import Ledger
from tests.faults.matrix.outcome import Outcome
from tests.faults.matrix.servers import free_port
from tests.faults.matrix.stack import Stack, make_token
from tests.faults.processes import Hub, wait_for
from tests.faults.stores import Database

NAME = "disk full (embedded hub)"
FULL, SHORT = 5, 1
SIZE = "160m"


def run(stack: Stack, *, full: bool) -> Outcome:
    outcome = Outcome(NAME)
    if os.geteuid() != 0:
        outcome.skipped = "needs root, to mount a small disk"
        return outcome
    with tempfile.TemporaryDirectory(prefix="nexus-full-") as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder], check=True)
        hub = Hub(Path(folder), free_port(), {"NEXUS_OPEN": "1"})
        try:
            hub.start()
            fill_and_free(hub, outcome, FULL if full else SHORT)
        finally:
            hub.stop()
            subprocess.run(["umount", "--lazy", folder], check=True)
    return outcome


def fill_and_free(hub: Hub, outcome: Outcome, times: int) -> None:
    database = Database(hub.folder / "nexus.sqlite3")
    ledger = Ledger("qdisk")
    load = Load(hub, make_token(hub), ledger)
    load.start()
    try:
        for _ in range(times):
            since = time.monotonic()
            wait_for("writes", lambda s=since: ledger.written_since(s))
            filler = hub.folder / "filler"
            fill(filler)
            refused = {"kind": "practice", "title": "No room", "lead": "Words.\n" * 20_000}
            wait_for(
                "a write is refused",
                lambda r=refused: (
                    ask(hub, "POST", "/api/v1/entries/", r, Authorization=load.token).status == 503
                ),
            )
            outcome.demand(ask(hub, "GET", "/").status == 200, "no front page on a full disk")
            filler.unlink()
            freed = time.monotonic()
            wait_for("writes again", lambda f=freed: ledger.written_since(f), seconds=120)
            outcome.runs += 1
            outcome.note_recovery(time.monotonic() - freed)
    finally:
        load.stop()
    outcome.verdict = ledger.settle(database)
    outcome.wrong += sorted(set(load.badly))[:5]


def fill(path: Path) -> None:
    """To the last byte."""
    with path.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue
