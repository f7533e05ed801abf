"""Which function does which kind of job, and how. Filled by the apps' ready()."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from nexus.jobs.models import Job, JobState
from nexus.jobs.progress import Progress
from nexus.jobs.queues import Queue

# Takes the job and its progress; returns what the job's result shall hold. Must be safe to run
# again after a crash: it finds out for itself what is done already.
Work = Callable[[Job, Progress], dict[str, Any]]
ENDED_BADLY = frozenset({str(JobState.FAILED), str(JobState.CANCELLED)})


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of job is named, queued, watched over and tried again."""

    title: str = "Work"
    queue: str = Queue.BULK
    # A worker that says nothing about a job for so long hangs, and is ended.
    quiet: timedelta = timedelta(minutes=10)
    # However well it gets on, no job of this kind takes longer.
    longest: timedelta = timedelta(hours=6)
    # In which states its end is not the last word.
    retried_from: frozenset[str] = ENDED_BADLY


WORK: dict[str, Work] = {}
KINDS: dict[str, Kind] = {}
UNKNOWN = Kind()


def register(kind: str, work: Work, about: Kind = UNKNOWN) -> None:
    WORK[kind] = work
    KINDS[kind] = about


def about(kind: str) -> Kind:
    """What is known of a kind; of one that another version of the hub knew, the defaults."""
    return KINDS.get(kind, UNKNOWN)
