"""Which function does which kind of job. Filled by the apps' ready()."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nexus.jobs.models import Job
from nexus.jobs.progress import Progress

# Takes the job and its progress; returns what the job's result shall hold. Must be safe to run
# again after a crash: it finds out for itself what is done already.
Work = Callable[[Job, Progress], dict[str, Any]]

WORK: dict[str, Work] = {}


def register(kind: str, work: Work) -> None:
    WORK[kind] = work
