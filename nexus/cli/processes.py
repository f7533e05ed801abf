"""Starting, watching and stopping the hub's processes."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import click

from nexus.common.orphans import die_with_parent
from nexus.common.pulses import BY_NUMBER

GRACE_SECONDS = 8.0
QUICK_SECONDS = 5.0
LONGEST_PAUSE = 10.0
# Set for the processes below `nexus up` by itself; nothing for an operator to choose.
SUPERVISED = "NEXUS_SUPERVISED"


def die_with_service(*_: object, **__: object) -> None:
    """The same for what a supervised service starts by itself; elsewhere it does nothing.

    The kernel's request does not pass on to a child's children, so they make it for themselves.
    """
    if os.environ.get(SUPERVISED):
        die_with_parent()


def kill_group(pid: int) -> None:
    """End all that is left of a service that leads a group of its own."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


@dataclass(slots=True)
class Service:
    """One process that is kept running."""

    name: str
    command: Sequence[str]
    # Whether the process of this number still gives signs of life, where that can be told.
    is_well: Callable[[int], bool] | None = None
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0
    not_before: float = 0.0

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - commands are our own
            self.command,
            env={**os.environ, SUPERVISED: "1", BY_NUMBER: "1"},
            preexec_fn=die_with_parent,
            start_new_session=True,
        )

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def hangs(self) -> bool:
        if self.process is None or self.process.poll() is not None or self.is_well is None:
            return False
        return not self.is_well(self.process.pid)


@dataclass(slots=True)
class Supervisor:
    """Keeps services running until told to stop; restarts with growing pauses."""

    services: list[Service]
    stopping: bool = False
    codes: list[int] = field(default_factory=list)

    def run(self) -> int:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.on_signal)
        for service in self.services:
            service.start()
        while not self.stopping:
            self.look_after()
            time.sleep(0.2)
        self.stop()
        return 0

    def on_signal(self, *_: object) -> None:
        self.stopping = True

    def look_after(self) -> None:
        now = time.monotonic()
        for service in self.services:
            if service.hangs() and service.process is not None:
                click.echo(f"{service.name} gives no sign of life and is ended", err=True)
                kill_group(service.process.pid)
                service.process.wait()
            if service.has_ended() and service.process is not None:
                quick = now - service.started < QUICK_SECONDS
                service.pause = min(LONGEST_PAUSE, service.pause * 2 or 0.5) if quick else 0.1
                service.not_before = now + service.pause
                click.echo(
                    f"{service.name} ended ({service.process.returncode}); "
                    f"starting it again in {service.pause:.1f} s",
                    err=True,
                )
                # Whatever it had started still holds its port or its job.
                kill_group(service.process.pid)
                service.process = None
            if service.process is None and now >= service.not_before:
                service.start()

    def stop(self) -> None:
        """Ask each parent to end; after the grace, kill its whole group."""
        running = [s.process for s in self.services if s.process and s.process.poll() is None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                kill_group(process.pid)
                process.wait()
