"""Many plain rows at once, past the ORM: an object for each would cost more than the database.

Values are those of the columns, as the database takes them; columns that are not named must have
a default in the database or take NULL.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils import timezone

Row = Sequence[Any]


def read_rows(
    model: type[Model],
    columns: Sequence[str],
    key: str,
    keys: Collection[Any],
    *,
    also: str = "",
    **same: Any,
) -> list[tuple[Any, ...]]:
    """Columns of the rows whose `key` is one of `keys`, however many, with `same` values elsewhere.

    One statement whose text does not depend on the keys, in no order. Names are those of fields
    (`pk`, `entry_id`); truth values are numbers on SQLite. `also` is the condition of an index of
    some rows alone, in SQL: without it that index is not looked at.
    """
    if not keys:
        return []
    wanted = ", ".join(columns_of(model, columns))
    with connection.cursor() as cursor:
        where, values = condition(model, key, keys, same)
        where += f" AND {also}" if also else ""
        table = connection.ops.quote_name(model._meta.db_table)
        cursor.execute(f"SELECT {wanted} FROM {table} WHERE {where}", values)  # noqa: S608
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def read_among(statement: str, keys: Collection[Any]) -> list[tuple[Any, ...]]:
    """Rows of a statement that is about some keys, however many: `{among}` stands for these.

    None without keys.
    """
    if not keys:
        return []
    among, value = among_keys(keys)
    with connection.cursor() as cursor:
        cursor.execute(statement.format(among=among), [value])
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def delete_rows(model: type[Model], key: str, keys: Collection[Any], **same: Any) -> None:
    """Delete such rows, of a model that no other one refers to."""
    if not keys:
        return
    with connection.cursor() as cursor:
        where, values = condition(model, key, keys, same)
        table = connection.ops.quote_name(model._meta.db_table)
        cursor.execute(f"DELETE FROM {table} WHERE {where}", values)  # noqa: S608


def condition(
    model: type[Model], key: str, keys: Collection[Any], same: dict[str, Any]
) -> tuple[str, list[Any]]:
    """`key` is one of `keys`, which are one value to the database; the others are as given."""
    column, *others = columns_of(model, (key, *same))
    among, value = among_keys(keys)
    listed = [f"{column} {among}", *(f"{name} = %s" for name in others)]
    return " AND ".join(listed), [value, *same.values()]


def among_keys(keys: Collection[Any]) -> tuple[str, Any]:
    """What stands after a column that must be one of `keys`, and the one parameter it takes."""
    if connection.vendor == "postgresql":
        return "= ANY(%s)", list(keys)
    return "IN (SELECT value FROM json_each(%s))", json.dumps(list(keys))


def columns_of(model: type[Model], names: Sequence[str]) -> list[str]:
    return [column_of(model, name) for name in names]


@lru_cache
def column_of(model: type[Model], name: str) -> str:
    """The quoted column of a field. Raises FieldDoesNotExist."""
    found = model._meta.pk if name == "pk" else model._meta.get_field(name)
    return connection.ops.quote_name(str(getattr(found, "column", "")))


def insert_rows(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write new rows: COPY on PostgreSQL, one prepared statement on SQLite."""
    many = list(rows)
    if not many:
        return
    names = listed(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in many:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608
            cursor.executemany(statement, many)


def insert_objects(objects: Sequence[Model]) -> None:
    """The same for new objects of one model, which do not learn their ids."""
    if not objects:
        return
    meta = objects[0]._meta
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    rows = [
        [field.get_db_prep_save(field.pre_save(one, True), connection) for field in fields]
        for one in objects
    ]
    insert_rows(meta.db_table, [field.column or field.name for field in fields], rows)


def put_rows(table: str, key: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write rows, in place of those that have the same `key` (one of the columns)."""
    many = list(rows)
    if not many:
        return
    marks = ", ".join(["%s"] * len(columns))
    others = quoted([name for name in columns if name != key])
    values = ", ".join(f"{name} = excluded.{name}" for name in others)
    statement = (
        f"INSERT INTO {table} ({listed(columns)}) VALUES ({marks}) "  # noqa: S608
        f"ON CONFLICT ({key}) DO UPDATE SET {values}"
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, many)


def update_rows(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Set these columns of rows that are there. Each row of `rows` ends with its id."""
    many = list(rows)
    if not many:
        return
    values = ", ".join(f"{name} = %s" for name in quoted(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {values} WHERE id = %s", many)  # noqa: S608


def quoted(columns: Sequence[str]) -> list[str]:
    """Names as this database takes them, where they are words of SQL too."""
    return [connection.ops.quote_name(name) for name in columns]


def listed(columns: Sequence[str]) -> str:
    return ", ".join(quoted(columns))


def moment() -> Any:
    """Now, as these statements take it."""
    return connection.ops.adapt_datetimefield_value(timezone.now())
