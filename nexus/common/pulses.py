"""Where a background process touches a file to say that it lives. Knows no Django."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

# Set by `nexus up` for what it starts, which may be several of a kind and of several hubs.
BY_NUMBER = "NEXUS_PULSE_BY_NUMBER"


def pulse_file(kind: str, pid: int | None = None) -> Path:
    """In a container, one for each kind; below `nexus up`, one for each process."""
    name = f"nexus-{kind}-{pid}.alive" if pid else f"nexus-{kind}.alive"
    return Path(tempfile.gettempdir()) / name


def own_pulse_file(kind: str) -> Path:
    return pulse_file(kind, os.getpid() if os.environ.get(BY_NUMBER) else None)
