"""A list reads the rows that it shows, from an index in its order, however many there are."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from nexus.library.models import Entry
from nexus.library.selectors import MOST_CHOICES, TEXTS, first_choices, list_entries

pytestmark = pytest.mark.django_db


def plan_of(rows: QuerySet[Any]) -> str:
    """How the database reads them; on PostgreSQL with what small tables tempt it to forbidden."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for way in ("seqscan", "bitmapscan", "sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
    return rows.explain()


@pytest.mark.parametrize("who", ["anonymous", "learner", "mentor"])
@pytest.mark.parametrize(
    ("kind", "order"),
    [
        ("challenge", "voices"),
        ("challenge", "updated"),
        ("challenge", "title"),
        ("", "voices"),
        ("", "updated"),
        ("", "created"),
    ],
)
def test_nothing_is_sorted(request: Any, who: str, kind: str, order: str) -> None:
    viewer = request.getfixturevalue(who)
    plan = plan_of(list_entries(viewer=viewer, kind=kind, order=order)[:20])
    assert "TEMP B-TREE FOR ORDER BY" not in plan
    assert "Sort" not in plan


def test_what_most_met_and_nobody_solved_is_not_sorted(anonymous: Any) -> None:
    rows = list_entries(viewer=anonymous, kind="challenge", solved=False)
    plan = plan_of(rows.order_by("-same_here_count", "-id")[:6])
    assert "TEMP B-TREE FOR ORDER BY" not in plan
    assert "Sort" not in plan


def test_no_texts_are_read(challenge: Entry, learner: Any) -> None:
    (listed,) = list_entries(viewer=learner)
    assert listed.get_deferred_fields() == set(TEXTS)


def test_a_reader_has_some_choices_and_what_they_chose() -> None:
    rows = [(f"t{n}", f"T {n}", 100 - n) for n in range(MOST_CHOICES + 2)]
    assert first_choices(rows, "") == rows[:MOST_CHOICES]
    assert first_choices(rows, f"t{MOST_CHOICES + 1}") == [*rows[:MOST_CHOICES], rows[-1]]
