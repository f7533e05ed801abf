"""What happens now: this week against the one before. Nothing here is kept from before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from nexus.accounts.policies import Viewer
from nexus.common.keeping import keep_uncached
from nexus.insights.figures import FEWEST, MOST, Column, Row, Table, protect
from nexus.library.models import Entry, Kind, Receipt

WEEK = timedelta(days=7)
# How many people, and what they have in common with nobody else: the sum of their ids.
PRESSED = {
    "number": Count("person", distinct=True),
    "ids": Sum("person", distinct=True),
}
WEEKS = (Column("week", "This week", "times"), Column("before", "The week before", "times"))


LiveTable = Callable[[Viewer], "Table | None"]
_others: list[LiveTable] = []


def add_live_table(table: LiveTable) -> None:
    """For the floors above, which know of more that happens now; None for who may not see it."""
    _others.append(table)


def live_tables(viewer: Viewer) -> list[Table]:
    """Presses of "same here", what waits for a solution, and what floors above count."""
    keep_uncached()
    now = timezone.now()
    others = [table for table in (other(viewer) for other in _others) if table is not None]
    return [*others, pressed(now), waiting(now)]


def pressed(now: datetime) -> Table:
    """ "Same here" by challenge; each press is of another person."""
    recent = receipts_between(now - WEEK, now)
    before = receipts_between(now - 2 * WEEK, now - WEEK)
    counts, earlier = by_entry(recent), by_entry(before)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST]
    entries = Entry.objects.only("pk", "kind", "slug", "title").in_bulk([pk for pk, _ in ranked])
    rows = tuple(
        Row(entries[pk].title, entries[pk].get_absolute_url(), (people, earlier.get(pk)))
        for pk, people in ranked
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


def by_entry(receipts: QuerySet[Receipt]) -> dict[int, int]:
    """Entry → people who pressed, where they are enough."""
    rows = receipts.order_by().values_list("entry_id").annotate(**PRESSED)
    found = {pk: protect(number, f"pressed:{ids}") for pk, number, ids in rows}
    return {pk: people for pk, people in found.items() if people}


def people_of(receipts: QuerySet[Receipt]) -> str:
    """How many people stand behind receipts, in words."""
    found = receipts.order_by().aggregate(**PRESSED)
    people = protect(found["number"], f"pressed:{found['ids']}")
    return f"about {people} people" if people else f"fewer than {FEWEST} people"


def receipts_between(start: datetime, end: datetime) -> QuerySet[Receipt]:
    return Receipt.objects.filter(
        outcome=Receipt.Outcome.SAME_HERE,
        created_at__gt=start,
        created_at__lte=end,
        entry__state=Entry.State.PUBLISHED,
    )


WAITING = ("kind", "slug", "title", "created_at", "voice_count", "same_here_count")


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
                protect(entry.voice_count, f"voices:{entry.pk}"),
                protect(entry.same_here_count, f"same-here:{entry.pk}"),
            ),
        )
        for entry in unsolved.order_by(*order).only(*WAITING)[:MOST]
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
