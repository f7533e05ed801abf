"""`nexus web --reload` serves, serves anew after a change, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.keeping.hubs import NAMES

CODE = Path(__file__).resolve().parents[2] / "nexus" / "cli" / "reloading.py"


def wait_for(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_a_change_is_served(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {key: value for key, value in os.environ.items() if key not in NAMES}
    environment = {**kept, "NEXUS_DATA": str(tmp_path), "PORT": str(port)}
    command = [sys.executable, "-m", "nexus.cli.main", "web", "--host", "127.0.0.1", "--reload"]
    log = (tmp_path / "log").open("w+")
    process = subprocess.Popen(command, env=environment, stderr=log, start_new_session=True)

    def answers() -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    try:
        wait_for(answers)
        CODE.touch()
        wait_for(lambda: "changed, reloading" in (tmp_path / "log").read_text("utf-8"))
        wait_for(answers)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)
        log.close()
    wait_for(lambda: not answers())
