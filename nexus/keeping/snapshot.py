"""All reads of a backup see one moment, and nobody who writes waits for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from nexus.keeping.errors import Refused


@contextmanager
def one_moment() -> Iterator[None]:
    """A read-only snapshot of the database.

    PostgreSQL: REPEATABLE READ. SQLite: a deferred transaction, which in WAL reads what was there
    at its first read; the hub's own transactions are IMMEDIATE and would lock writers out.
    """
    connection.ensure_connection()
    if connection.in_atomic_block:
        raise Refused("A backup cannot be made inside another transaction.")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            cursor.execute("SELECT 1 FROM sqlite_master LIMIT 1")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
