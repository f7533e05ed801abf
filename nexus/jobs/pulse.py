"""Background processes say that they live: a row for the hub to read, a file for the container."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import InterfaceError, OperationalError, connection
from django.db.models.functions import Now

from nexus.common.pulses import own_pulse_file
from nexus.jobs.models import Beat
from nexus.jobs.workers import worker_name

log = logging.getLogger(__name__)
EVERY_SECONDS = 5.0
SILENT_AFTER = timedelta(seconds=30)


def beat(kind: str) -> None:
    """One row per process, written anew, with the time of the database."""
    Beat.objects.update_or_create(name=worker_name(kind)[:120], defaults={"at": Now()})


def start_pulse(kind: str, also: Callable[[], object] | None = None) -> None:
    """Beat from a thread of its own until the process ends; `also` is called with each beat."""
    threading.Thread(target=keep_beating, args=[kind, also], daemon=True, name="pulse").start()


def keep_beating(kind: str, also: Callable[[], object] | None) -> None:
    while True:
        try:
            beat(kind)
            if also is not None:
                also()
        except (OperationalError, InterfaceError) as error:
            log.warning("the database is away: %s", error)
        finally:
            connection.close()
        # The process lives also while the database is away: restarting it would not help.
        try:
            own_pulse_file(kind).touch()
        except OSError:
            log.exception("%s cannot be written", own_pulse_file(kind))
        time.sleep(EVERY_SECONDS)


def living(kind: str) -> int:
    """How many processes of a kind beat lately."""
    lately = Now() - SILENT_AFTER
    return Beat.objects.filter(name__startswith=f"{kind}:", at__gte=lately).count()
