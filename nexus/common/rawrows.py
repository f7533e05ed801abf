"""Rows as the database gives them, by id: for who knows most of them already.

Writing the same SELECT anew and converting each value takes longer than reading it. So the
statement is written once, and a row becomes an object only where somebody needs one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model

Row = tuple[Any, ...]


class RawRows:
    """Some columns of a model's table, its id first."""

    def __init__(self, model: type[Model], *columns: str) -> None:
        self.model = model
        self.columns = columns

    def compiler(self) -> Any:
        rows = self.model._default_manager.order_by().values_list(*self.columns)
        return rows.query.get_compiler(DEFAULT_DB_ALIAS)

    @cached_property
    def select(self) -> str:
        """SELECT … FROM …, as Django writes it."""
        text: str = self.compiler().as_sql()[0]
        return text

    def read(self, pks: Sequence[int]) -> dict[int, Row]:
        """Id → row, for rows that are there; one query."""
        if not pks:
            return {}
        marks = ", ".join(["%s"] * len(pks))
        with connection.cursor() as cursor:
            cursor.execute(f"{self.select} WHERE id IN ({marks})", pks)
            return {row[0]: row for row in cursor.fetchall()}

    def agrees(self, row: Row, other: Any, columns: Sequence[str]) -> bool:
        """Has a row the values that an object, or a named row, has in these columns?"""
        return all(row[self.columns.index(c)] == getattr(other, c) for c in columns)

    def model_of(self, row: Row) -> Model:
        """The object of a row. What its columns do not hold would be asked of the database."""
        compiler = self.compiler()
        compiler.setup_query()
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        (values,) = compiler.apply_converters([row], converters)
        found = dict(zip(self.columns, values, strict=True))
        names = [f.attname for f in self.model._meta.concrete_fields if f.attname in found]
        return self.model.from_db(DEFAULT_DB_ALIAS, names, [found[name] for name in names])
