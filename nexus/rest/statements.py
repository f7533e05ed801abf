"""The statements of lists, written once: Django takes longer for that than for all else of a list.

Key: the list, its whole address, and who asks. Loader: `nexus.rest.lists`, which looks at each
parameter first. Invalidator: none; a statement is made of nothing but its key, and its rows are
read each time.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet, ValidationError
from django.db import connection
from django.db.models import QuerySet
from django.db.models.utils import create_namedtuple_class

from nexus.common.keptrows import KeptRows

STATEMENTS: KeptRows[Hashable, Any] = KeptRows("statements", most=1000)


@dataclass(frozen=True, slots=True)
class Written:
    """Rows that are read anew whenever somebody goes through them."""

    text: str
    values: tuple[Any, ...]
    row: Any  # the class of named tuples

    def __iter__(self) -> Iterator[Any]:
        with connection.cursor() as cursor:
            cursor.execute(self.text, self.values)
            return iter([self.row._make(row) for row in cursor.fetchall()])


def written(rows: Iterable[Any], order: Sequence[tuple[str, bool]]) -> Written | None:
    """The same rows with their statement written, as the database gives them; None where it cannot.

    Moments are texts to SQLite, and would have to be read as what they are for the next cursor.
    Values that the database cannot compare with are refused where the rows are read.
    """
    names = getattr(rows, "_fields", None)
    if not isinstance(rows, QuerySet) or not names or any(f.endswith("_at") for f, _ in order):
        return None
    try:
        text, values = rows.query.sql_with_params()
    except (EmptyResultSet, ValidationError, ValueError, TypeError, OverflowError):
        return None
    return Written(text, tuple(values), create_namedtuple_class(*names))
