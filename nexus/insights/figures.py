"""Figures as tables: the same on the page, in both APIs and as CSV."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from django.conf import settings

FEWEST = 5  # people; a figure from fewer could tell who they are
SMALLEST_WHOLE = 10  # people of whom a share is given
MOST = 12  # rows of a table
PAIRED = " · "  # between the names of a row that is of two


@dataclass(frozen=True, slots=True)
class Column:
    """`unit` is people, percent, days or times."""

    key: str
    label: str
    unit: str


@dataclass(frozen=True, slots=True)
class Row:
    """One thing with a value for each column; None where fewer than FEWEST people stand behind."""

    label: str
    url: str
    values: tuple[int | None, ...]

    def cells(self, columns: tuple[Column, ...]) -> list[str]:
        """The values as a reader sees them; empty for what is left out."""
        signs = {"percent": " %"}
        return [
            "" if value is None else f"{value}{signs.get(column.unit, '')}"
            for column, value in zip(columns, self.values, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows, the largest first; `sentence` says what stands out. Numbers of people are rounded.

    A live one is of now, whatever the scope; the others are of what documents say.
    """

    key: str
    title: str
    sentence: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    is_live: bool = False

    @property
    def most(self) -> int:
        """The largest value of the first column, for a scale; at least 1."""
        return max((row.values[0] or 0 for row in self.rows), default=1) or 1

    @property
    def lines(self) -> list[tuple[Row, list[str]]]:
        """Each row with its values as a reader sees them."""
        return [(row, row.cells(self.columns)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Figures:
    """All tables of a scope, and how many people they are about (None: fewer than FEWEST)."""

    people: int | None
    tables: tuple[Table, ...]


def protect(number: int, mark: str) -> int | None:
    """A number of people as it may be shown: none below FEWEST, else a multiple of FEWEST.

    It goes up or down at random, but so that it is right on average; `mark` says of whom it is, so
    that the same people are the same number wherever they are counted (ADR 30).
    """
    if number < FEWEST:
        return None
    below, rest = number - number % FEWEST, number % FEWEST
    secret = settings.SECRET_KEY.encode()
    drawn = hmac.digest(secret, f"insights:{number}:{mark}".encode(), "sha256")
    return below + FEWEST if int.from_bytes(drawn[:8], "big") % FEWEST < rest else below


def shown(people: int) -> int | None:
    """How many a set of people are (a number in which each has a bit), as it may be shown."""
    return protect(people.bit_count(), f"{people:x}")


def share(part: int, whole: int) -> int | None:
    """Which tenths of a set of people are in a part of it; None for a set too small to say so."""
    of_part, of_whole = shown(part & whole), shown(whole)
    if of_part is None or of_whole is None or of_whole < SMALLEST_WHOLE:
        return None
    return min(100, round(10 * of_part / of_whole) * 10)
