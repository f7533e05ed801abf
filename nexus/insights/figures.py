"""Figures as tables: the same on the page, in both APIs and as CSV."""

from __future__ import annotations

from dataclasses import dataclass

FEWEST = 5  # people; a figure from fewer could tell who they are
MOST = 12  # rows of a table


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
    """Rows, the largest first; `sentence` says what stands out.

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


def shown(people: int) -> int | None:
    """A number of people, when there are enough of them."""
    return people if people >= FEWEST else None


def share(part: int, whole: int) -> int | None:
    """Percent of people, when enough of them are meant."""
    return round(100 * part / whole) if part >= FEWEST and whole else None
