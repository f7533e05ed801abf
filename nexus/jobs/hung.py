"""A child of this worker that was stopped, or holds its interpreter, is killed; another starts."""

from __future__ import annotations

import logging
import os
import signal
from pathlib import Path

from nexus.jobs.models import Job
from nexus.jobs.services import silent
from nexus.jobs.workers import machine

log = logging.getLogger(__name__)


def children() -> set[int]:
    """Direct children of this process, on Linux; elsewhere nothing is known of them."""
    found = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    return {int(pid) for pid in found.read_text().split()} if found.exists() else set()


def kill_hung_children() -> list[int]:
    """Those that hold a job and have given no sign of life for it; returns their numbers.

    The pool then starts another, and the broker delivers the job again at once.
    """
    mine = children()
    holding = Job.objects.filter(silent(), claimed_by__startswith=f"celery:{machine()}:")
    killed = []
    for name in holding.values_list("claimed_by", flat=True):
        pid = int(name.rpartition(":")[2])
        if pid in mine:
            log.error("process %s gives no sign of life for its job and is killed", pid)
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)
    return killed
