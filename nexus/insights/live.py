"""What happens now: this week against the one before. Nothing here is kept from before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from nexus.accounts.policies import Viewer
from nexus.insights.figures import FEWEST, MOST, Column, Row, Table, shown
from nexus.library.models import Entry, Kind, Receipt

WEEK = timedelta(days=7)
WEEKS = (Column("week", "This week", "times"), Column("before", "The week before", "times"))


LiveTable = Callable[[Viewer], "Table | None"]
_others: list[LiveTable] = []


def add_live_table(table: LiveTable) -> None:
    """For the floors above, which know of more that happens now; None for who may not see it."""
    _others.append(table)


def live_tables(viewer: Viewer) -> list[Table]:
    """Presses of "same here", what waits for a solution, and what floors above count."""
    now = timezone.now()
    others = [table for table in (other(viewer) for other in _others) if table is not None]
    return [*others, pressed(now), waiting(now)]


def pressed(now: datetime) -> Table:
    """ "Same here" by challenge; each press is of another person."""
    recent = receipts_between(now - WEEK, now)
    before = receipts_between(now - 2 * WEEK, now - WEEK)
    counts = dict(
        recent.values_list("entry_id").annotate(n=Count("person", distinct=True)).order_by()
    )
    earlier = dict(
        before.values_list("entry_id").annotate(n=Count("person", distinct=True)).order_by()
    )
    ranked = sorted(
        ((pk, n) for pk, n in counts.items() if n >= FEWEST), key=lambda i: (-i[1], i[0])
    )[:MOST]
    entries = Entry.objects.only("pk", "kind", "slug", "title").in_bulk([pk for pk, _ in ranked])
    rows = tuple(
        Row(entries[pk].title, entries[pk].get_absolute_url(), (n, shown(earlier.get(pk, 0))))
        for pk, n in ranked
    )
    return Table(
        "same-here",
        "Same here",
        f"{people_of(recent).capitalize()} said “same here” this week, "
        f"{people_of(before)} the week before.",
        WEEKS,
        rows,
        is_live=True,
    )


def people_of(receipts: QuerySet[Receipt]) -> str:
    """How many people stand behind receipts, in words."""
    number = receipts.order_by().values("person").distinct().count()
    return f"{number} people" if number >= FEWEST else f"fewer than {FEWEST} people"


def receipts_between(start: datetime, end: datetime) -> QuerySet[Receipt]:
    return Receipt.objects.filter(
        outcome=Receipt.Outcome.SAME_HERE,
        created_at__gt=start,
        created_at__lte=end,
        entry__state=Entry.State.PUBLISHED,
    )


def waiting(now: datetime) -> Table:
    """Unsolved challenges: how long they wait, and how many met them."""
    unsolved = Entry.objects.filter(
        kind=Kind.CHALLENGE, state=Entry.State.PUBLISHED, is_solved=False
    )
    counts = unsolved.aggregate(
        now=Count("pk"), new=Count("pk", filter=Q(created_at__gt=now - WEEK))
    )
    order = ("-same_here_count", "-voice_count", "created_at", "pk")
    rows = tuple(
        Row(
            entry.title,
            entry.get_absolute_url(),
            (
                (now - entry.created_at).days,
                shown(entry.voice_count),
                shown(entry.same_here_count),
            ),
        )
        for entry in unsolved.order_by(*order)[:MOST]
    )
    return Table(
        "unsolved",
        "Still unsolved",
        f"{times(counts['now'], 'challenge waits', 'challenges wait')} for a solution, "
        f"{counts['new']} of them since this week."
        if counts["now"]
        else "Every challenge has a solution.",
        (
            Column("days", "Days it waits", "days"),
            Column("voices", "Told of by", "people"),
            Column("same-here", "Same here", "people"),
        ),
        rows,
        is_live=True,
    )


def times(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
