"""SQL of the touches and of the change log, for both databases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Func

PREFIX = "nexus_touch"
EVENTS = ("insert", "update", "delete")
# Rows that every process has read long since; a process that slept through them notices by the
# clock and starts anew.
KEPT_TRANSACTIONS = 100_000

FUNCTION = """
CREATE OR REPLACE FUNCTION nexus_touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO common_touch (xid, n) VALUES (pg_current_xact_id()::text::bigint, 0)
  ON CONFLICT (xid) DO NOTHING;
  RETURN NULL;
END $$
"""
COUNT_UP = (
    "INSERT INTO common_touch (xid, n) VALUES (0, 1) ON CONFLICT (xid) DO UPDATE SET n = n + 1"
)
READ_SQLITE = "SELECT xid, n FROM common_touch"
READ_POSTGRES = """
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
       ARRAY(SELECT xid FROM common_touch WHERE xid >= %s)
"""
MARK_SQLITE = "SELECT (SELECT max(n) FROM common_touch), (SELECT max(id) FROM common_change)"
# Of a server's snapshots each sees all that an earlier one saw, so the number and the sum of their
# touches tell them apart; the sum tells an open transaction's own. They are counted from a bound
# that follows, in steps of 128, the newest touch that none can come before any more.
MARK_POSTGRES = """
WITH bound AS (
  SELECT coalesce(max(xid), 0) / 128 * 128 AS low FROM common_touch
  WHERE xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
), newer AS (SELECT xid FROM common_touch WHERE xid >= (SELECT low FROM bound))
SELECT (SELECT low FROM bound), (SELECT count(*) FROM newer), (SELECT sum(xid) FROM newer),
       (SELECT max(id) FROM common_change)
"""

NEWEST = "SELECT xid, id FROM common_change WHERE {closed} ORDER BY xid DESC, id DESC LIMIT 1"
AFTER = """
SELECT xid, id, kind, object_kind, object_pk, public, at FROM common_change
WHERE {closed} AND (xid, id) > (%s, %s) ORDER BY xid, id LIMIT %s
"""


class TransactionId(Func):
    """The number of the transaction that writes a row; 0 on SQLite, where one writes at a time."""

    output_field = BigIntegerField()
    allowed_default = True

    def as_sql(self, *args: Any, **kwargs: Any) -> tuple[str, Any]:
        return "0", ()

    def as_postgresql(self, *args: Any, **kwargs: Any) -> tuple[str, Any]:
        return "pg_current_xact_id()::text::bigint", ()


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def trigger_name(table: str, event: str) -> str:
    return f"{PREFIX}_{event}_{table}"[:63]


def list_triggers(cursor: Any) -> dict[str, str]:
    """The triggers of the touches that there are: name → table."""
    if is_sqlite():
        cursor.execute(
            "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
            [f"{PREFIX}_%"],
        )
    else:
        cursor.execute(
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE t.tgname LIKE %s AND n.nspname = current_schema()",
            [f"{PREFIX}_%"],
        )
    return dict(cursor.fetchall())


def trigger_statements(
    tables: Mapping[str, tuple[str, ...]], existing: Mapping[str, str]
) -> Iterator[str]:
    """Statements that make the missing triggers; columns narrow what an update has to touch."""
    if not is_sqlite():
        yield FUNCTION
    events = EVENTS if is_sqlite() else (*EVENTS, "truncate")
    for table, columns in tables.items():
        for event in events:
            name = trigger_name(table, event)
            if name in existing:
                continue
            narrowed = f" OF {', '.join(columns)}" if event == "update" and columns else ""
            head = f'CREATE TRIGGER {name} AFTER {event.upper()}{narrowed} ON "{table}"'
            if is_sqlite():
                yield f"{head} BEGIN {COUNT_UP}; END"
            else:
                yield f"{head} FOR EACH STATEMENT EXECUTE FUNCTION nexus_touch()"


def removal_statements(existing: Mapping[str, str]) -> Iterable[str]:
    if is_sqlite():
        return [f"DROP TRIGGER {name}" for name in existing]
    return [f'DROP TRIGGER {name} ON "{table}"' for name, table in existing.items()]


def begin_anew(cursor: Any) -> None:
    """One touch for whatever happened meanwhile.

    Numbers of transactions belong to one server: those that a dump brought from another would
    stand before what comes next, or hide it.
    """
    if is_sqlite():
        cursor.execute(COUNT_UP)
        return
    cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
    (ahead,) = cursor.fetchone()
    cursor.execute("DELETE FROM common_touch WHERE xid >= %s", [ahead])
    cursor.execute("UPDATE common_change SET xid = 0 WHERE xid >= %s", [ahead])
    cursor.execute(
        "INSERT INTO common_touch (xid, n) VALUES (pg_current_xact_id()::text::bigint, 0) "
        "ON CONFLICT (xid) DO NOTHING"
    )


def read_touches(floor: int) -> tuple[int, frozenset[tuple[int, int]]]:
    """The next floor, and the touches from this floor on.

    Below the oldest transaction that still runs nothing can appear any more: that is the next
    floor. Transactions commit in any order, so everything above it is read again.
    """
    with connection.cursor() as cursor:
        if is_sqlite():
            cursor.execute(READ_SQLITE)
            return 0, frozenset((xid, n) for xid, n in cursor.fetchall())
        cursor.execute(READ_POSTGRES, [floor])
        oldest, xids = cursor.fetchone()
        return oldest, frozenset((xid, 0) for xid in xids)


def touch_mark() -> str:
    with connection.cursor() as cursor:
        cursor.execute(MARK_SQLITE if is_sqlite() else MARK_POSTGRES)
        return ".".join(map(str, cursor.fetchone()))


def forget_touches() -> None:
    """Drop what no process needs any more; PostgreSQL only, where there is a row each."""
    if is_sqlite():
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM common_touch WHERE xid < "
            "pg_snapshot_xmin(pg_current_snapshot())::text::bigint - %s",
            [KEPT_TRANSACTIONS],
        )


def newest_closed() -> tuple[int, int]:
    """The last change that none can come before any more; (0, 0) if there is none."""
    with connection.cursor() as cursor:
        cursor.execute(NEWEST.format(closed=closed()))
        return cursor.fetchone() or (0, 0)


def changes_after(xid: int, pk: int, most: int) -> list[tuple[Any, ...]]:
    """The changes after a place in the log, in its order, as far as it is closed.

    Each is (xid, id, kind, object kind, object, public, at).
    """
    with connection.cursor() as cursor:
        cursor.execute(AFTER.format(closed=closed()), [xid, pk, most])
        return list(cursor.fetchall())


def closed() -> str:
    """What nothing can come before any more: on SQLite everything, since one writes at a time."""
    return "true" if is_sqlite() else "xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"


def closed_below() -> int | None:
    """Changes of transactions below this number are complete; None where all are, always."""
    if is_sqlite():
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])
