"""Background processes say that they live: a row for the hub to read, a file for the container."""

from __future__ import annotations

import logging
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from nexus.jobs.models import Beat
from nexus.jobs.workers import worker_name

log = logging.getLogger(__name__)
EVERY_SECONDS = 5.0
SILENT_AFTER = timedelta(seconds=30)


def pulse_file(kind: str) -> Path:
    return Path(tempfile.gettempdir()) / f"nexus-{kind}.alive"


def beat(kind: str) -> None:
    """One row per process, written anew."""
    Beat.objects.update_or_create(name=worker_name(kind)[:120], defaults={"at": timezone.now()})


def start_pulse(kind: str) -> None:
    """Beat from a thread of its own until the process ends."""
    threading.Thread(target=keep_beating, args=[kind], daemon=True, name="pulse").start()


def keep_beating(kind: str) -> None:
    while True:
        try:
            beat(kind)
        except (OperationalError, InterfaceError) as error:
            log.warning("the database is away: %s", error)
        finally:
            connection.close()
        # The process lives also while the database is away: restarting it would not help.
        try:
            pulse_file(kind).touch()
        except OSError:
            log.exception("%s cannot be written", pulse_file(kind))
        time.sleep(EVERY_SECONDS)


def living(kind: str) -> int:
    """How many processes of a kind beat lately."""
    since = timezone.now() - SILENT_AFTER
    return Beat.objects.filter(name__startswith=f"{kind}:", at__gte=since).count()
