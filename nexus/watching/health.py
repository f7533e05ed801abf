"""Is each part there that the hub needs? One place for `/readyz` and `nexus doctor`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from nexus.jobs.pulse import living

log = logging.getLogger(__name__)
_migrated: list[bool] = []


@dataclass(frozen=True, slots=True)
class Part:
    """`needed`: without it no page can be served."""

    name: str
    look: Callable[[], str]
    needed: bool = False


def missing_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return connection.vendor


def migrations() -> str:
    """Looked at until they are all there; the code of a process does not change."""
    if not _migrated:
        if missing := missing_migrations():
            raise RuntimeError(f"{missing} migrations are missing; run `nexus prepare`")
        _migrated.append(True)
    return "all applied"


def cache_part() -> str:
    cache.set("health", "1", 5)
    if cache.get("health") != "1":
        raise RuntimeError("what was written cannot be read back; check CACHE_URL")
    return "redis" if settings.ENVIRONMENT.cache_url else "in process"


def broker() -> str:
    if settings.NEXUS_IS_EMBEDDED:
        return "none; the embedded worker claims jobs"
    with current_app.connection_for_write(connect_timeout=2) as channel:
        channel.ensure_connection(max_retries=1, timeout=2)
    return "rabbitmq"


def worker() -> str:
    found = living("worker")
    if not found:
        raise RuntimeError("no worker has said for 30 s that it lives; jobs wait until one does")
    return f"{found} alive"


PARTS = (
    Part("database", database, needed=True),
    Part("migrations", migrations, needed=True),
    Part("cache", cache_part),
    Part("broker", broker),
    Part("worker", worker),
)


def readiness() -> tuple[bool, dict[str, str]]:
    """Can pages be served; and part → "ok", or "away". Why stands in the log, not in the answer."""
    ready, said = True, {}
    for part in PARTS:
        try:
            part.look()
            said[part.name] = "ok"
        except Exception as error:  # a part that breaks in a new way is away, too
            log.warning("%s is away: %s", part.name, error)
            said[part.name] = "away"
            ready = ready and not part.needed
    return ready, said
