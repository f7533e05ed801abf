"""What happens now: this week against the one before. Nothing here is kept from before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Case, F, OrderBy, QuerySet, When
from django.utils import timezone

from nexus.accounts.policies import Viewer
from nexus.common.keeping import keep_uncached
from nexus.curation.models import Evidence
from nexus.curation.people import tellers
from nexus.curation.voices import voice
from nexus.insights.figures import FEWEST, MOST, Column, Row, Table, shown
from nexus.insights.tellings import People, bits_of_people
from nexus.library.models import Entry, Kind, Receipt

WEEK = timedelta(days=7)
WEEKS = (Column("week", "This week", "times"), Column("before", "The week before", "times"))
Bits = Mapping[int, People]


LiveTable = Callable[[Viewer], "Table | None"]
_others: list[LiveTable] = []


def add_live_table(table: LiveTable) -> None:
    """For the floors above, which know of more that happens now; None for who may not see it."""
    _others.append(table)


def live_tables(viewer: Viewer) -> list[Table]:
    """Presses of "same here", what waits for a solution, and what floors above count."""
    keep_uncached()
    now = timezone.now()
    bit_of = bits_of_people()
    others = [table for table in (other(viewer) for other in _others) if table is not None]
    return [*others, pressed(now, bit_of), waiting(now, bit_of)]


def pressed(now: datetime, bit_of: Bits) -> Table:
    """ "Same here" by challenge; each press is of another person."""
    recent = by_entry(receipts_between(now - WEEK, now), bit_of)
    before = by_entry(receipts_between(now - 2 * WEEK, now - WEEK), bit_of)
    counts = {pk: people for pk, who in recent.items() if (people := shown(who))}
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST]
    entries = Entry.objects.only("pk", "kind", "slug", "title").in_bulk([pk for pk, _ in ranked])
    rows = tuple(
        Row(entries[pk].title, entries[pk].get_absolute_url(), (people, shown(before.get(pk, 0))))
        for pk, people in ranked
    )
    return Table(
        "same-here",
        "Same here",
        f"{in_words(recent).capitalize()} said “same here” this week, "
        f"{in_words(before)} the week before.",
        WEEKS,
        rows,
        is_live=True,
    )


def by_entry(receipts: QuerySet[Receipt], bit_of: Bits) -> dict[int, People]:
    """Entry → the people who pressed."""
    return sets_of(receipts.order_by().values_list("entry_id", "person_id"), bit_of)


def sets_of(pairs: Iterable[tuple[int, int]], bit_of: Bits) -> dict[int, People]:
    """(entry, person) as sets of people; who signed up this moment comes with the next answer."""
    found: dict[int, People] = defaultdict(int)
    for entry, person in pairs:
        found[entry] |= bit_of.get(person, 0)
    return found


def in_words(people_of: Mapping[int, People]) -> str:
    """How many people stand behind all of them."""
    people = shown(reduce(or_, people_of.values(), 0))
    return f"about {people} people" if people else f"fewer than {FEWEST} people"


def receipts_between(start: datetime, end: datetime) -> QuerySet[Receipt]:
    return Receipt.objects.filter(
        outcome=Receipt.Outcome.SAME_HERE,
        created_at__gt=start,
        created_at__lte=end,
        entry__state=Entry.State.PUBLISHED,
    )


WAITING = ("kind", "slug", "title", "created_at")
WEIGHED = 200  # unsolved challenges of which the people are looked at


def waiting(now: datetime, bit_of: Bits) -> Table:
    """Unsolved challenges: how long they wait, and how many met them.

    In the order of what is shown: that of what is hidden would say more (ADR 30).
    """
    unsolved = Entry.objects.filter(
        kind=Kind.CHALLENGE, state=Entry.State.PUBLISHED, is_solved=False
    )
    most_met = unsolved.order_by(
        enough("same_here_count"), enough("voice_count"), "created_at", "pk"
    )
    entries = list(most_met.only(*WAITING)[:WEIGHED])
    return Table(
        "unsolved",
        "Still unsolved",
        how_many_wait(unsolved, now) if entries else "No challenge waits for a solution.",
        (
            Column("days", "Days it waits", "days"),
            Column("voices", "Told of by", "people"),
            Column("same-here", "Same here", "people"),
        ),
        tuple(waiting_rows(entries, now, bit_of)[:MOST]),
        is_live=True,
    )


def waiting_rows(entries: Sequence[Entry], now: datetime, bit_of: Bits) -> list[Row]:
    """(days, people who told of it, people who pressed) of each, what most people press first."""
    presses = Receipt.objects.filter(entry__in=entries, outcome=Receipt.Outcome.SAME_HERE)
    tellers_of = tellers("entry", [entry.pk for entry in entries])
    told = ((pk, person) for pk, people in tellers_of.items() for person in people)
    pressed_by, told_by = by_entry(presses, bit_of), sets_of(told, bit_of)
    rows = [
        Row(
            entry.title,
            entry.get_absolute_url(),
            (
                (now - entry.created_at).days,
                shown(told_by.get(entry.pk, 0)),
                shown(pressed_by.get(entry.pk, 0)),
            ),
        )
        for entry in sorted(entries, key=lambda entry: (entry.created_at, entry.pk))
    ]
    return sorted(rows, key=lambda row: tuple(-(value or 0) for value in reversed(row.values)))


def enough(count: str) -> OrderBy:
    """Most first, without telling apart what is of too few people to be shown."""
    return Case(When(**{f"{count}__gte": FEWEST}, then=F(count)), default=0).desc()


def how_many_wait(unsolved: QuerySet[Entry], now: datetime) -> str:
    """In words; a number of challenges only where enough people told of them."""
    all_of_them = told_often(unsolved)
    if all_of_them is None:
        return "Challenges wait for a solution."
    new = told_often(unsolved.filter(created_at__gt=now - WEEK))
    since = f"{new} of them" if new else f"fewer than {FEWEST} of them"
    return f"{all_of_them} challenges wait for a solution, {since} since this week."


def told_often(challenges: QuerySet[Entry]) -> int | None:
    """How many they are; None where they, or the people who told of them, are fewer than FEWEST.

    One person may have told of all: their number would be a figure of that person.
    """
    number = challenges.count()
    if number < FEWEST:
        return None
    told = Evidence.objects.filter(entry__in=challenges, statement__is_current=True).order_by()
    people = told.annotate(teller=voice("statement__")).values_list("teller").distinct()[:FEWEST]
    return number if len(people) == FEWEST else None
