"""Small rows that come along with another row, as one JSON value of it.

For what stands beside one object: a query less for each kind of them. Lists of objects are better
served by `prefetch_related`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import JSONField
from django.db.models.expressions import RawSQL


class JsonRows(RawSQL):
    """These columns of the rows of `… FROM {rows}`, in its order, as a list of dictionaries.

    `rows` is SQL of our own: to write a queryset anew takes longer than the query that it saves.
    A value that JSON does not know, such as a time, comes as the database writes it.
    """

    on_sqlite = "(SELECT JSON_GROUP_ARRAY(JSON_OBJECT({pairs})) FROM ({select}) AS found)"
    on_postgresql = (
        "(SELECT COALESCE(JSONB_AGG(JSONB_BUILD_OBJECT({pairs})), '[]') FROM ({select}) AS found)"
    )

    def __init__(self, columns: Sequence[str], rows: str, params: Sequence[Any] = ()) -> None:
        select = f"SELECT {', '.join(columns)} FROM {rows}"  # noqa: S608 - see above
        super().__init__(select, params, JSONField())
        self.pairs = ", ".join(f"'{name}', {name}" for name in columns)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return self.on_sqlite.format(pairs=self.pairs, select=self.sql), self.params

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return self.on_postgresql.format(pairs=self.pairs, select=self.sql), self.params
