"""Insights can be read without colour: patterns and words tell series apart, and a table has all."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from nexus.insights.figures import Column, Row, Table
from nexus.web.charts import OTHER, chart_of

PEOPLE = Column("people", "People", "people")
TRACKS = (PEOPLE, Column("track-a", "Back", "people"), Column("track-b", "Front", "people"))
WEEKS = (Column("week", "This week", "times"), Column("before", "The week before", "times"))
COHORTS = (PEOPLE, *(Column(f"cohort-{n}", f"C{n}", "percent") for n in range(2)))
STYLES = settings.ROOT / "nexus" / "web" / "static" / "nexus" / "nexus.css"


def figure(columns: tuple[Column, ...], *rows: tuple[int | None, ...]) -> str:
    """The part of the page that shows a table of these values."""
    named = tuple(Row(f"Row {n}", f"/{n}", values) for n, values in enumerate(rows))
    table = Table("key", "Title", "Sentence.", columns, named)
    return render_to_string("partials/figures.html", {"chart": chart_of(table)})


def fills() -> dict[int, str]:
    """Series → how it is filled."""
    css = STYLES.read_text(encoding="utf-8")
    return {int(n): fill for n, fill in re.findall(r"\.series-(\d)\{fill:([^}]+)\}", css)}


def test_series_that_stand_together_differ_by_pattern() -> None:
    """One is plain and one is hatched; a third is never drawn without its name beside it."""
    patterns = {n: fill.startswith("url(") for n, fill in fills().items()}
    assert patterns == {0: False, 1: True, OTHER: False}
    shown = figure(TRACKS, (30, 20, 10), (10, None, None))
    assert re.findall(r'class="series-(\d)"', shown) == ["0", "1", "0", "1", "2"]
    (alone,) = re.findall(r'<span class="bar named">(.*?)class="series-2"', shown)
    assert '<span class="bar-name">People</span>' in alone


@pytest.mark.parametrize(
    ("columns", "row", "named"),
    [
        pytest.param(TRACKS, (30, 20, 10), ["Back", "Front"], id="tracks"),
        pytest.param(WEEKS, (10, 5), ["This week", "The week before"], id="weeks"),
    ],
)
def test_a_legend_names_each_series_and_is_heard_at_each_number(
    columns: tuple[Column, ...], row: tuple[int, ...], named: list[str]
) -> None:
    shown = figure(columns, row)
    assert re.findall(r"</svg> ([^<]+)</span>", shown.partition("<ol")[0]) == named
    heard = re.findall(r'class="value"><span class="visually-hidden">([^<]+): </span>(\d+)', shown)
    assert heard == list(zip(named, map(str, row[-2:]), strict=True))


@pytest.mark.parametrize(
    ("columns", "row"),
    [
        pytest.param((PEOPLE,), (40,), id="one"),
        pytest.param(TRACKS, (30, 20, 10), id="tracks"),
        pytest.param(WEEKS, (10, 5), id="weeks"),
        pytest.param(COHORTS, (30, 20, 80), id="cohorts"),
    ],
)
def test_every_figure_has_a_table_with_all_its_values(
    columns: tuple[Column, ...], row: tuple[int, ...]
) -> None:
    table = figure(columns, row).partition("<table")[2]
    assert re.findall(r'<th scope="col">([^<]+)</th>', table) == [c.label for c in columns]
    cells = [int(value) for value in re.findall(r"<td>(\d+)", table)]
    assert cells == list(row)


def test_a_trend_is_said_in_words() -> None:
    assert '<span class="small muted">20 % to 80 %</span>' in figure(COHORTS, (30, 20, 80))
