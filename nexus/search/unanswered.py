"""What people looked for in vain: this week against the one before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from django.db.models import Count, Max, Min, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from nexus.accounts.models import Role
from nexus.accounts.policies import Viewer, is_at_least
from nexus.insights.figures import FEWEST, MOST, Column, Row, Table, protect
from nexus.insights.live import WEEK
from nexus.search.models import QueryLog

NINETY = timedelta(days=90)
COLUMNS = (
    Column("week", "This week", "people"),
    Column("before", "The week before", "people"),
    Column("ninety-days", "In ninety days", "people"),
)
Days = dict[date, int]  # day → people who asked on it, as they may be shown


def unanswered_table(viewer: Viewer) -> Table:
    """How many people found nothing, for everybody; what they looked for, for mentors.

    Marks of who asked change each day, so a person who asks again tomorrow is not known again:
    the people of a period are those of the day on which most asked, which are never too many.
    Days are whole, for periods that overlap tell on nobody then (ADR 30).
    """
    today = timezone.now().date()
    vain = QueryLog.objects.filter(results=0, at__date__gt=today - NINETY)
    week, before, _ = figures(dict(everything(vain, today)), today)
    rows = most_missed(vain, today) if is_at_least(viewer, Role.MENTOR) else []
    return Table(
        "unanswered",
        "Searched in vain",
        f"On the day with most, {words(week)} found nothing this week, "
        f"{words(before)} the week before.",
        COLUMNS,
        tuple(rows),
        is_live=True,
    )


def everything(vain: QuerySet[QueryLog], today: date) -> Iterable[tuple[date, int]]:
    """Day → people who found nothing, whatever they looked for; of two weeks."""
    for row in enough(vain.filter(at__date__gt=today - 2 * WEEK)):
        yield row["day"], as_shown(row)


def enough(vain: QuerySet[QueryLog], *names: str) -> Iterable[dict[str, Any]]:
    """Days, apart by `names` too, on which enough people asked.

    How many, and what they have in common with few others: the ends of their marks.
    """
    rows: Any = vain.order_by().values(*names, day=TruncDate("at"))
    people = rows.annotate(
        people=Count("asker", distinct=True), first=Min("asker"), last=Max("asker")
    )
    found: Iterable[dict[str, Any]] = people.filter(people__gte=FEWEST)
    return found


def most_missed(vain: QuerySet[QueryLog], today: date) -> list[Row]:
    """Texts for which enough people of a day looked, most of this week first, as they are shown."""
    days_of: dict[str, Days] = defaultdict(dict)
    for row in enough(vain, "text"):
        days_of[row["text"]][row["day"]] = as_shown(row)
    found = [(text, figures(days, today)) for text, days in days_of.items()]
    ranked = sorted(found, key=lambda one: ([-(value or 0) for value in one[1]], one[0]))
    return [Row(text, f"/search/?q={quote(text)}", values) for text, values in ranked[:MOST]]


def as_shown(row: dict[str, Any]) -> int:
    """The same people are the same number, whatever they looked for."""
    return protect(row["people"], f"asked:{row['first']}:{row['last']}") or 0


def figures(days: Days, today: date) -> tuple[int | None, int | None, int | None]:
    """People of this week, of the week before and of all days; None where no day had enough."""
    week = [people for day, people in days.items() if day > today - WEEK]
    before = [people for day, people in days.items() if today - 2 * WEEK < day <= today - WEEK]
    return max(week, default=None), max(before, default=None), max(days.values(), default=None)


def words(people: int | None) -> str:
    return f"about {people} people" if people else f"fewer than {FEWEST} people"
