"""Names of workers; on the machine where one ran, its name tells whether it still lives."""

from __future__ import annotations

import os
import socket
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def machine() -> str:
    """This host and its numbering of processes: containers may share a host's name."""
    host = socket.gethostname().replace(":", "-")[:40]
    numbering = Path("/proc/self/ns/pid")
    return f"{host}/{numbering.stat().st_ino}" if numbering.exists() else host


def worker_name(kind: str) -> str:
    """What this process claims jobs as: `kind:machine:pid`."""
    return f"{kind}:{machine()}:{os.getpid()}"


def is_gone(name: str) -> bool:
    """Surely ended. Of another machine's worker nothing is known; its heartbeat must tell."""
    parts = name.rsplit(":", 2)
    if os.name != "posix" or len(parts) != 3 or parts[1] != machine() or not parts[2].isdigit():
        return False
    try:
        os.kill(int(parts[2]), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False
