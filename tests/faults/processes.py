"""The hub's real processes: started as an operator starts them, found by role, killed."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]


def wait_for(what: str, look: Callable[[], T], *, seconds: float = 60) -> T:
    """What `look` returns as soon as it is true; fails with the sentence at the deadline."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}"
        # Two cores are shared with the processes that are waited for.
        time.sleep(0.01)
    return found


@dataclass(frozen=True, slots=True)
class Process:
    """A line of /proc: enough to tell a web server's child from a worker's."""

    pid: int
    parent: int
    command: str


def all_processes() -> Iterator[Process]:
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        with contextlib.suppress(OSError, IndexError):
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            if stat[0] != "Z":
                yield Process(int(folder.name), int(stat[1]), command)


def descendants(pid: int) -> list[Process]:
    """Everything below a process, parents first."""
    everything = list(all_processes())
    found, parents = [], {pid}
    while parents:
        children = [p for p in everything if p.parent in parents]
        found += children
        parents = {p.pid for p in children}
    return found


def is_alive(pid: int) -> bool:
    return any(p.pid == pid for p in all_processes())


class Hub:
    """`nexus up` with a data folder, a port and services of its own."""

    def __init__(self, folder: Path, port: int, variables: dict[str, str]) -> None:
        self.folder, self.port = folder, port
        self.address = f"http://127.0.0.1:{port}"
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("NEXUS_", "DJANGO_"))}
        for name in ("DATABASE_URL", "CACHE_URL", "BROKER_URL"):
            kept.pop(name, None)
        self.environment = {
            **kept,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "NEXUS_DATA": str(folder),
            "NEXUS_NO_LIMITS": "1",  # tests of limits turn them on
            "PORT": str(port),
            **variables,
        }
        self.process: subprocess.Popen[bytes] | None = None
        # A killed supervisor leaves orphans; all that ever ran is looked at when the tests end.
        self.seen: dict[int, str] = {}

    def run(self, *arguments: str) -> subprocess.Popen[bytes]:
        """A `nexus` command in the hub's environment; its words go to the log."""
        with (self.folder / "log.txt").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "nexus.cli.main", *arguments],
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def start(self) -> None:
        """Bring the hub up and wait until it answers."""
        self.process = self.run("up")
        wait_for("the hub answers", self.answers, seconds=300)

    def answers(self) -> bool:
        assert self.process is not None
        ended = self.process.poll()
        assert ended is None, f"nexus up ended with {ended}: {self.log()[-800:]}"
        self.remember()
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def log(self) -> str:
        return (self.folder / "log.txt").read_text(errors="replace")

    def remember(self) -> list[Process]:
        assert self.process is not None
        below = descendants(self.process.pid)
        self.seen.update({p.pid: p.command for p in below})
        return below

    def find(self, words: str, *, child: bool = False) -> int:
        """The process of that command under the supervisor, or its first child; waits for it."""
        assert self.process is not None
        supervisor = self.process.pid

        def look() -> int | None:
            below = self.remember()
            parents = [p.pid for p in below if p.parent == supervisor and words in p.command]
            if not child:
                return parents[0] if parents else None
            return next((p.pid for p in below if p.parent in parents and words in p.command), None)

        return wait_for(f"a process “{words}”", look) or 0

    def kill(self, *pids: int) -> None:
        """SIGKILL, as the kernel's out-of-memory killer sends it."""
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self.process is not None and self.process.pid in pids:
            self.process.wait()
        wait_for("the killed are gone", lambda: not any(is_alive(p) for p in pids))

    def kill_supervisor(self) -> None:
        """Only `nexus up`; what it started must end by itself, or the port stays taken."""
        assert self.process is not None
        self.remember()
        self.kill(self.process.pid)

    def kill_everything(self) -> None:
        """All at once, as when the power goes."""
        assert self.process is not None
        self.kill(self.process.pid, *(p.pid for p in self.remember()))

    def stop(self) -> None:
        """As Ctrl-C does; then whatever a killed supervisor may have left."""
        if self.process is not None and self.process.poll() is None:
            self.remember()
            self.process.terminate()
            self.process.wait(30)
        self.kill(*self.left())

    def left(self) -> list[int]:
        """Processes of this hub that still run."""
        return [p.pid for p in all_processes() if self.seen.get(p.pid) == p.command]
