"""A process that runs and does nothing is found out, and one that only begins is not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from nexus.cli import signs
from nexus.cli.processes import Service, Supervisor
from nexus.cli.signs import Answers, Pulse
from nexus.common import pulses


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulses.tempfile, "gettempdir", lambda: str(tmp_path))


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The monotonic clock of the supervisor."""
    clock = [1000.0]
    monkeypatch.setattr(signs.time, "monotonic", lambda: clock[0])
    return clock


def test_a_pulse_that_stops_is_noticed(now: list[float]) -> None:
    pulse = Pulse("worker")
    assert pulse(7)  # it has not begun
    now[0] += 100
    assert pulse(7)
    pulses.pulse_file("worker", 7).touch()
    assert pulse(7)
    now[0] += signs.SILENT_SECONDS - 1
    assert pulse(7)
    now[0] += 2
    assert not pulse(7)


@pytest.mark.parametrize("jump", [-86_400, 86_400])
def test_a_clock_that_is_set_kills_nobody(now: list[float], jump: int) -> None:
    file = pulses.pulse_file("worker", 7)
    file.touch()
    pulse = Pulse("worker")
    assert pulse(7)
    at = file.stat().st_mtime + jump
    os.utime(file, (at, at))
    now[0] += signs.SILENT_SECONDS - 1
    assert pulse(7)


def test_a_server_that_answered_and_stopped_is_noticed(now: list[float]) -> None:
    said = ["away"]
    answers = Answers(lambda: said[0])
    for _ in range(10):
        now[0] += signs.ASK_SECONDS
        assert answers(7)  # it has not begun
    said[0] = ""
    now[0] += signs.ASK_SECONDS
    assert answers(7)
    said[0] = "no answer"
    seen = []
    for _ in range(signs.MOST_FAILURES):
        now[0] += signs.ASK_SECONDS
        seen.append(answers(7))
    assert seen == [True] * (signs.MOST_FAILURES - 1) + [False]
    assert answers(8)  # another process begins anew


def test_the_supervisor_ends_what_hangs() -> None:
    command = [sys.executable, "-c", "import time; time.sleep(600)"]
    service = Service("odd", command, is_well=lambda pid: False)
    service.start()
    assert isinstance(service.process, subprocess.Popen)
    first = service.process
    Supervisor([service]).look_after()
    assert first.poll() == -9
