"""How Celery's worker is started."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from nexus.jobs.queues import broker_name


def celery_command(taken: Sequence[str]) -> list[str]:
    """A worker that takes from these queues, one job at a time."""
    celery = [sys.executable, "-m", "celery", "-A", "config", "worker", "--loglevel=warning"]
    celery += ["--queues", ",".join(broker_name(queue) for queue in taken)]
    celery += ["--hostname", f"{'-'.join(taken)}-{os.getpid()}@%h"]
    return [*celery, "--concurrency=1", "--without-gossip", "--without-mingle"]
