"""`nexus doctor`: is everything there that the hub needs, and what to do where it is not?"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import click
from django.conf import settings
from django.core.checks import ERROR, run_checks
from django.db import connection
from django.utils import timezone

from nexus.jobs.models import Outbox
from nexus.watching import health

LEAST_FREE_MB = 200
LONGEST_WAIT = 120.0
Look = Callable[[], str]


def check_data() -> str:
    data = settings.ENVIRONMENT.data
    probe = data / ".doctor"
    probe.write_text("ok", encoding="ascii")
    probe.unlink()
    free = shutil.disk_usage(data).free >> 20
    if free < LEAST_FREE_MB:
        raise RuntimeError(f"only {free} MB are free in {data}; make room")
    return f"{data}, {free:,} MB free"


def check_git() -> str:
    found = shutil.which("git")
    if not found:
        raise RuntimeError("git is not installed; repositories cannot be imported")
    return found


def check_database_kind() -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sqlite_version()")
            return f"SQLite {cursor.fetchone()[0]}"
        cursor.execute(
            "SELECT current_setting('server_encoding'), current_setting('server_version_num')"
        )
        encoding, version = cursor.fetchone()
    if encoding != "UTF8":
        raise RuntimeError(f"its encoding is {encoding}; make one with ENCODING 'UTF8'")
    if int(version) < 150000:
        raise RuntimeError(f"PostgreSQL {int(version) // 10000} is too old; 15 or later is needed")
    return f"PostgreSQL {int(version) // 10000}, {encoding}"


def check_outbox() -> str:
    oldest = Outbox.objects.filter(sent_at=None).order_by("id").first()
    if settings.NEXUS_IS_EMBEDDED or oldest is None:
        return "nothing waits"
    waits = (timezone.now() - oldest.created_at).total_seconds()
    if waits > LONGEST_WAIT:
        raise RuntimeError(f"a message has waited for {waits:.0f} s; is `nexus relay` running?")
    return f"the oldest waits for {waits:.0f} s"


CHECKS: dict[str, Look] = {
    "data folder": check_data,
    **{part.name: part.look for part in health.PARTS if part.name != "worker"},
    "database kind": check_database_kind,
    "outbox": check_outbox,
    "git": check_git,
}
# Well and good where nothing has been started yet.
NOTES: dict[str, Look] = {"worker": health.worker}


def settings_complaints() -> Iterator[tuple[str, str]]:
    """How bad, and what to do, of each thing that Django or the hub holds against the settings."""
    for found in run_checks():
        words = f"settings: {found.msg} {found.hint or ''}".rstrip() + f" ({found.id})"
        yield "broken" if found.level >= ERROR else "note", words


def examine() -> int:
    """Print one line for each part; 0 when nothing is broken."""
    lines = list(settings_complaints()) or [("ok", "settings: no complaints")]
    for names, bad in ((CHECKS, "broken"), (NOTES, "note")):
        for name, check in names.items():
            try:
                lines.append(("ok", f"{name}: {check()}"))
            except Exception as error:  # whatever it is, the operator is to read it
                lines.append((bad, f"{name}: {error}"))
    for state, words in lines:
        click.echo(f"  {state:<7} {words}", err=state == "broken")
    return 1 if any(state == "broken" for state, _ in lines) else 0
