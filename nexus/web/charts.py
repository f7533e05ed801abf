"""Tables of figures as charts: bars with their numbers, and lines over cohorts, drawn as SVG.

Geometry only; the words are HTML beside it, so that they wrap, can be read without the drawing,
and lead somewhere. Series differ by pattern, not by colour.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from nexus.insights.figures import PAIRED, Column, Row, Table

WIDTH = 100  # of a bar, in its own units
LINE_WIDTH, LINE_HEIGHT = 96, 24
PAD = 3
MOST_DRAWN = 8  # rows; the table has all
OTHER = 2  # the series of what is drawn where nothing that compares is known


@dataclass(frozen=True, slots=True)
class Bar:
    """`series` is its place in the legend; `width` of WIDTH; `text` what it stands for.

    `name` says what the bar is of, where those of one row are of different things; `column` is
    heard instead of the legend, where there is one.
    """

    series: int
    width: float
    text: str
    name: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Points of a share over cohorts, the oldest first, and the same in words."""

    points: str
    dots: tuple[tuple[float, float], ...]
    text: str


@dataclass(frozen=True, slots=True)
class ChartRow:
    label: str
    url: str
    bars: tuple[Bar, ...]
    line: Line | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A table with how it is drawn; `legend` names the series where there are several."""

    table: Table
    rows: tuple[ChartRow, ...]
    legend: tuple[str, ...] = ()
    span: str = ""  # from which cohort to which the lines go


def chart_of(table: Table) -> Chart:
    """The bars of the first column, or of those that compare; lines where cohorts follow."""
    bars, trend = bar_columns(table), trend_columns(table)
    bars = [n for n in bars if any(row.values[n] for row in table.rows)] or bars[:1]
    values = [row.values[n] or 0 for row in table.rows for n in drawn(row, bars)]
    most = max(values, default=0) or 1
    rows = tuple(
        ChartRow(row.label, row.url, bars_of(table, row, bars, most), line_of(table, row, trend))
        for row in table.rows[:MOST_DRAWN]
    )
    if table.key == "together":
        rows = by_first_name(table, most)
    named = [table.columns[n].label for n in trend]
    return Chart(
        table,
        rows,
        legend=tuple(table.columns[n].label for n in bars) if bars not in ([], [0]) else (),
        span=f"{named[0]} to {named[-1]}" if named else "",
    )


def bar_columns(table: Table) -> list[int]:
    """Those that compare with each other: tracks, or this week with the one before."""
    keys = [column.key for column in table.columns]
    tracks = [n for n, key in enumerate(keys) if key.startswith("track-")]
    weeks = [n for n, key in enumerate(keys) if key in {"week", "before"}]
    return tracks or weeks or ([0] if keys else [])


def trend_columns(table: Table) -> list[int]:
    """Shares of cohorts, when they are several."""
    found = [n for n, column in enumerate(table.columns) if column.key.startswith("cohort-")]
    return found if len(found) > 1 else []


def bars_of(table: Table, row: Row, columns: Sequence[int], most: int) -> tuple[Bar, ...]:
    cells = row.cells(table.columns)
    return tuple(
        Bar(
            columns.index(n) if n in columns else OTHER,
            round(WIDTH * (row.values[n] or 0) / most, 1),
            text_of(table.columns[n], cells[n]),
            "" if n in columns else table.columns[n].label,
            table.columns[n].label if len(columns) > 1 else "",
        )
        for n in drawn(row, columns)
    )


def drawn(row: Row, columns: Sequence[int]) -> list[int]:
    """Those that are known of a row; else the first column that is, or the place of none."""
    known = [n for n, value in enumerate(row.values) if value is not None]
    compared = [n for n in columns if n in known]
    if compared and compared[0] != columns[0]:
        compared.insert(0, columns[0])
    return compared or known[:1] or list(columns[:1])


def by_first_name(table: Table, most: int) -> tuple[ChartRow, ...]:
    """Pairs of names: one row for each first name, with a bar for each second one."""
    bars: dict[str, list[Bar]] = defaultdict(list)
    labels: dict[str, str] = {}
    for row in table.rows:
        first, _, second = row.label.rpartition(PAIRED)
        labels.setdefault(row.url, first)
        width = round(WIDTH * (row.values[0] or 0) / most, 1)
        bars[row.url].append(Bar(0, width, row.cells(table.columns)[0], second))
    return tuple(ChartRow(label, url, tuple(bars[url])) for url, label in labels.items())


def text_of(column: Column, cell: str) -> str:
    """The number with what it counts, where that is not people."""
    if not cell:
        return "–"
    return f"{cell} {'day' if cell == '1' else 'days'}" if column.unit == "days" else cell


def line_of(table: Table, row: Row, columns: Sequence[int]) -> Line | None:
    """The shares that are known; None when fewer than two are."""
    known = [(place, row.values[n]) for place, n in enumerate(columns)]
    values = [(place, value) for place, value in known if value is not None]
    if len(values) < 2:
        return None
    step = (LINE_WIDTH - 2 * PAD) / (len(columns) - 1)
    dots = tuple(
        (
            round(PAD + place * step, 1),
            round(LINE_HEIGHT - PAD - (LINE_HEIGHT - 2 * PAD) * value / 100, 1),
        )
        for place, value in values
    )
    points = " ".join(f"{x},{y}" for x, y in dots)
    return Line(points, dots, f"{values[0][1]} % to {values[-1][1]} %")
