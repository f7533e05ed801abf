"""Which transactions changed what readers may see: written by the database itself.

Triggers on every table note the transaction in `common_touch`, in that transaction. So nothing
that writes can forget to say so, a bulk update or a statement typed into a database shell
included, and a crash after the commit leaves nothing to be done. Tables that no reader's answer
depends on are left out: libraries' below, the hub's own by `unseen_models` of their AppConfig.

On SQLite one number goes up. On PostgreSQL each transaction adds a row of its own, because a
common number would make all writers wait for one another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model

from nexus.common import sql

# By app label; None stands for all models of the app.
LIBRARIES: dict[str, frozenset[str] | None] = {
    "sessions": None,
    "contenttypes": None,
    "auth": None,
    "account": None,
    "mfa": None,
    "socialaccount": None,
}
State = frozenset[tuple[int, int]]


def seen_models() -> Iterator[tuple[type[Model], tuple[str, ...]]]:
    """Models whose rows readers may see, with the columns that count (all when empty)."""
    for config in apps.get_app_configs():
        unseen = LIBRARIES.get(config.label, getattr(config, "unseen_models", frozenset()))
        columns: dict[str, tuple[str, ...]] = getattr(config, "seen_columns", {})
        if unseen is None:
            continue
        for model in config.get_models(include_auto_created=True):
            if model.__name__ not in unseen and model._meta.managed:
                yield model, columns.get(model.__name__, ())


def install_triggers(**_: Any) -> None:
    """After migrations: every seen table notes who writes in it."""
    tables = {model._meta.db_table: columns for model, columns in seen_models()}
    with transaction.atomic(), connection.cursor() as cursor:
        existing = sql.list_triggers(cursor)
        for statement in sql.trigger_statements(tables, existing):
            cursor.execute(statement)
        sql.begin_anew(cursor)


def remove_triggers(plan: Sequence[Any] = (), **_: Any) -> None:
    """Before migrations: SQLite rebuilds tables by copying, where triggers would be in the way."""
    if not plan:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in sql.removal_statements(sql.list_triggers(cursor)):
            cursor.execute(statement)


class TouchReader:
    """What one process has seen of the touches; for one thread, on that thread's connection."""

    def __init__(self) -> None:
        self.known: State = frozenset()
        self.floor = 0
        self.reads = 0

    def has_moved(self) -> bool:
        """Has any touch come since the last call? True at the first one."""
        self.floor, found = sql.read_touches(self.floor)
        new = not found <= self.known
        # What lies below the floor can no longer appear, so it need not be remembered.
        self.known = found
        self.reads += 1
        return new or self.reads == 1


def touch_mark() -> str:
    """A text that differs whenever a transaction has changed what readers may see.

    In the midst of a transaction, recorded changes tell it apart from what it began with.

    It may also differ without cause, which costs a cache only a miss.
    """
    return sql.touch_mark()
