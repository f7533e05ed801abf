"""`nexus doctor`: is everything there that the hub needs?"""

from __future__ import annotations

import shutil
from collections.abc import Callable

import click
from django.conf import settings
from django.core.cache import cache
from django.core.checks import run_checks
from django.db import connection

from nexus.cli.preparing import missing_migrations


def check_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if missing := missing_migrations():
        raise RuntimeError(f"{missing} migrations are missing; `nexus up` applies them")
    return connection.vendor


def check_cache() -> str:
    cache.set("doctor", "1", 5)
    if cache.get("doctor") != "1":
        raise RuntimeError("what was written cannot be read back; check CACHE_URL")
    return "in process" if not settings.ENVIRONMENT.cache_url else "redis"


def check_broker() -> str:
    if settings.NEXUS_IS_EMBEDDED:
        return "none; the embedded worker claims jobs"
    from config.celery import app

    with app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, timeout=3)
    return "rabbitmq"


def check_data() -> str:
    data = settings.ENVIRONMENT.data
    probe = data / ".doctor"
    probe.write_text("ok", encoding="ascii")
    probe.unlink()
    free = shutil.disk_usage(data).free >> 20
    if free < 200:
        raise RuntimeError(f"only {free} MB are free in {data}")
    return f"{data}, {free:,} MB free"


def check_git() -> str:
    found = shutil.which("git")
    if not found:
        raise RuntimeError("git is not installed; repositories cannot be imported")
    return found


def check_settings() -> str:
    problems = run_checks()
    if problems:
        raise RuntimeError("; ".join(str(p.msg) for p in problems))
    return "no complaints"


CHECKS: dict[str, Callable[[], str]] = {
    "settings": check_settings,
    "data folder": check_data,
    "database": check_database,
    "cache": check_cache,
    "broker": check_broker,
    "git": check_git,
}


def examine() -> int:
    """Print one line for each part; 0 when all are well."""
    broken = 0
    for name, check in CHECKS.items():
        try:
            click.echo(f"  ok      {name}: {check()}")
        except Exception as error:  # whatever it is, the operator is to read it
            broken += 1
            click.echo(f"  broken  {name}: {error}", err=True)
    return 1 if broken else 0
