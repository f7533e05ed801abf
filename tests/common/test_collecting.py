"""Cycles are not looked for in what stays until a process ends."""

from __future__ import annotations

import subprocess
import sys

from nexus.common.collecting import BETWEEN_ANSWERS

LOAD = """
import gc, sys
import config.asgi
print("nexus.web.views.entries" in sys.modules, gc.get_threshold()[0], gc.get_freeze_count())
"""


def test_a_web_process_keeps_what_it_begins_with() -> None:
    command = [sys.executable, "-c", LOAD]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    has_views, threshold, frozen = done.stdout.split()
    assert (has_views, threshold) == ("True", str(BETWEEN_ANSWERS))
    assert int(frozen) > 100_000
