"""Charts say what their table says."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from nexus.accounts.models import Person
from nexus.insights.figures import Column, Row, Table
from nexus.library.models import Entry
from nexus.library.services import give_receipt
from nexus.web.charts import MOST_DRAWN, chart_of

PEOPLE = Column("people", "People", "people")


def table(columns: tuple[Column, ...], *rows: tuple[int | None, ...]) -> Table:
    named = tuple(Row(f"Row {n}", f"/{n}", values) for n, values in enumerate(rows))
    return Table("key", "Title", "Sentence.", columns, named)


def test_bars_are_as_long_as_their_numbers() -> None:
    chart = chart_of(table((PEOPLE,), (40,), (10,), (5,)))
    assert [[(b.width, b.text) for b in row.bars] for row in chart.rows] == [
        [(100.0, "40")],
        [(25.0, "10")],
        [(12.5, "5")],
    ]
    assert (chart.legend, chart.span) == ((), "")


def test_what_compares_stands_together_with_a_legend() -> None:
    columns = (PEOPLE, Column("track-a", "Back", "people"), Column("track-b", "Front", "people"))
    chart = chart_of(table(columns, (30, 20, 10), (10, None, 10), (10, 10, None)))
    assert chart.legend == ("Back", "Front")
    assert [[(b.series, b.text) for b in row.bars] for row in chart.rows] == [
        [(0, "20"), (1, "10")],
        [(0, "–"), (1, "10")],
        [(0, "10")],
    ]


def test_what_is_known_is_drawn_where_what_compares_is_not() -> None:
    """Ten people whose track nobody knows are no empty bar."""
    columns = (PEOPLE, Column("track-a", "Back", "people"), Column("track-b", "Front", "people"))
    chart = chart_of(table(columns, (20, 10, 5), (10, None, None)))
    assert [[(b.series, b.width, b.text, b.name) for b in r.bars] for r in chart.rows] == [
        [(0, 100.0, "10", ""), (1, 50.0, "5", "")],
        [(2, 100.0, "10", "People")],
    ]
    one = chart_of(table(columns[:2], (20, 10), (10, None)))
    assert one.legend == ("Back",)


def test_a_line_goes_through_the_cohorts_that_are_known() -> None:
    cohorts = tuple(Column(f"cohort-{n}", f"C{n}", "percent") for n in range(3))
    chart = chart_of(table((PEOPLE, *cohorts), (30, 0, None, 100), (30, None, None, 50)))
    line = chart.rows[0].line
    assert line is not None
    assert (line.text, line.points) == ("0 % to 100 %", "3.0,21.0 93.0,3.0")
    assert chart.rows[1].line is None
    assert chart.span == "C0 to C2"


def test_pairs_are_grouped_by_the_first_name() -> None:
    rows = (Row("A · B · C", "/a", (20,)), Row("D · C", "/d", (10,)), Row("A · B · E", "/a", (10,)))
    chart = chart_of(Table("together", "Title", "Sentence.", (PEOPLE,), rows))
    assert [(row.label, [(b.name, b.width, b.text) for b in row.bars]) for row in chart.rows] == [
        ("A · B", [("C", 100.0, "20"), ("E", 50.0, "10")]),
        ("D", [("C", 50.0, "10")]),
    ]


def test_long_tables_are_drawn_in_part_and_shown_whole() -> None:
    chart = chart_of(table((PEOPLE,), *[(10,)] * 12))
    assert (len(chart.rows), len(chart.table.rows)) == (MOST_DRAWN, 12)


def test_every_chart_has_its_table(challenge: Entry, make_person: Any, learner: Person) -> None:
    """Each number that is drawn stands in words beside it and in the table below."""
    for _ in range(10):
        give_receipt(actor=make_person(), entry=challenge, outcome="same-here")
    client = Client()
    client.force_login(learner)
    page = client.get("/insights/").content.decode()
    charts = re.findall(r'<section class="figure".*?</section>', page, re.S)
    drawn = [chart for chart in charts if "<ol" in chart]
    assert len(drawn) >= 1
    for chart in drawn:
        assert "As a table" in chart
        words = re.findall(r'<span class="value">(\d+)', chart)
        cells = re.findall(r"<td>(\d+)", chart)
        assert words
        assert set(words) <= set(cells)
    assert "style=" not in page
