"""The tables of a hub: which are kept, and their rows out of and into a database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import connection, models
from django.db.models.functions import Collate

from nexus.keeping.codec import decode, encode

# Made anew by migrations, or not to be carried elsewhere: signing in again is asked for.
LEFT_OUT = {"contenttypes", "auth", "sessions", "sites"}
# Of the hub that runs: which processes live, who tried to sign in, what caches follow, what
# webhooks and mail told: a copy of the hub must not tell it once more, and mail carries links.
OF_NOW = {
    *("jobs_beat", "common_ratebucket", "common_touch"),
    *("webhooks_cursor", "webhooks_delivery", "mail_mail"),
}
# Numbers of one database server; the one that rows come into gives them its own.
OF_ONE_SERVER = {("common_change", "xid")}
AT_ONCE = 500
BYTES_AT_ONCE = 1 << 20
Row = list[Any]


@dataclass(slots=True)
class Table:
    """One table as the code, now or then, knows it."""

    model: type[Any]
    name: str = ""
    fields: list[models.Field[Any, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.name = self.model._meta.db_table
        self.fields = [
            one
            for one in self.model._meta.concrete_fields
            if (self.name, one.column) not in OF_ONE_SERVER
        ]

    @property
    def columns(self) -> list[str]:
        return [str(one.attname) for one in self.fields]

    @property
    def own_id(self) -> models.Field[Any, Any] | None:
        """The column that the database counts up, if there is one."""
        pk = self.model._meta.pk
        return pk if isinstance(pk, models.AutoField | models.BigAutoField) else None

    def fields_of(self, columns: list[str]) -> list[models.Field[Any, Any]]:
        known = {one.attname: one for one in self.fields}
        return [known[name] for name in columns]

    def read(self, columns: list[str] | None = None) -> Iterator[Row]:
        """All rows by primary key, encoded; few of them at once in memory.

        `columns` in another order: migrations and models do not name them in the same one.
        """
        fields = self.fields_of(columns or self.columns)
        heavy = any(isinstance(one, models.BinaryField) for one in fields)
        names = [one.attname for one in fields]
        rows = self.model._base_manager.order_by(self.order()).values_list(*names)
        for row in rows.iterator(chunk_size=10 if heavy else AT_ONCE):
            yield [encode(one, value) for one, value in zip(fields, row, strict=True)]

    def order(self) -> Any:
        """By primary key; words by their bytes, whatever language PostgreSQL sorts in."""
        if connection.vendor == "postgresql" and isinstance(self.model._meta.pk, models.CharField):
            return Collate("pk", "C")
        return "pk"

    def load(self, columns: list[str], rows: Iterable[Row]) -> int:
        """Insert rows as they are, ids and times included; returns how many."""
        fields = self.fields_of(columns)
        quote = connection.ops.quote_name
        names = ", ".join(quote(str(one.column)) for one in fields)
        places = ", ".join(["%s"] * len(fields))
        statement = f"INSERT INTO {quote(self.name)} ({names}) VALUES ({places})"  # noqa: S608
        count = size = 0
        batch: list[list[Any]] = []
        with connection.cursor() as cursor:
            for row in rows:
                values = [decode(one, value) for one, value in zip(fields, row, strict=True)]
                size += sum(len(v) for v in values if isinstance(v, str | bytes))
                batch.append(
                    [
                        one.get_db_prep_save(value, connection)
                        for one, value in zip(fields, values, strict=True)
                    ]
                )
                if len(batch) >= AT_ONCE or size >= BYTES_AT_ONCE:
                    cursor.executemany(statement, batch)
                    count, size, batch = count + len(batch), 0, []
            if batch:
                cursor.executemany(statement, batch)
        return count + len(batch)

    def last_id(self) -> int:
        """The highest id that the database ever gave out, also where its row is gone."""
        if self.own_id is None:
            return 0
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [self.name])
            else:
                name = connection.ops.quote_name(self.name)
                cursor.execute(
                    "SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, %s)::regclass)",
                    [name, self.own_id.column],
                )
            found = cursor.fetchone()
        highest = self.model._base_manager.aggregate(top=models.Max("pk"))["top"]
        return max(found[0] or 0 if found else 0, highest or 0)

    def go_on_after(self, last: int) -> None:
        """Let the database count on from `last`, so that no id is given out twice."""
        if self.own_id is None:
            return
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [self.name])
                cursor.execute(
                    "INSERT INTO sqlite_sequence(name, seq) VALUES (%s, %s)", [self.name, last]
                )
                return
            for statement in connection.ops.sequence_reset_sql(no_style(), [self.model]):
                cursor.execute(statement)
            if last:
                name = connection.ops.quote_name(self.name)
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), %s)",
                    [name, self.own_id.column, last],
                )


def kept_tables(apps: Apps) -> dict[str, Table]:
    """Name → table of every model that is kept, of the code as `apps` has it."""
    found = [
        Table(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.app_label not in LEFT_OUT
        and model._meta.db_table not in OF_NOW
    ]
    return {table.name: table for table in sorted(found, key=lambda table: table.name)}
