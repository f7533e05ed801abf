"""What documents say: most met challenges, technologies, what comes together, practices, topics."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from nexus.accounts.models import Cohort, Track
from nexus.insights.figures import FEWEST, MOST, PAIRED, Column, Row, Table, share, shown
from nexus.insights.tellings import People, Tellings
from nexus.library.models import Entry, Kind

PEOPLE = Column("people", "People", "people")
MOST_COHORTS = 6
MOST_PAIRED = 60


def told_tables(told: Tellings, *, by_cohort: bool) -> list[Table]:
    """Tables from documents. `by_cohort` adds what each cohort says, for who may read documents."""
    ranked = {
        kind: rank(told.of_kind(kind)) for kind in (Kind.CHALLENGE, Kind.TECHNOLOGY, Kind.PRACTICE)
    }
    pairs = met_with(told)
    wanted = {pk for rows in ranked.values() for pk, _ in rows}
    wanted |= {pk for pair, _ in pairs for pk in pair}
    entries = Entry.objects.only("pk", "kind", "slug", "title").in_bulk(wanted)
    cohorts = newest_cohorts(told) if by_cohort else []
    return [
        challenges(ranked[Kind.CHALLENGE], entries, told, cohorts),
        technologies(ranked[Kind.TECHNOLOGY], entries, told),
        together(pairs, entries),
        practices(ranked[Kind.PRACTICE], entries, told),
        topics(told),
    ]


def rank(people_of: Mapping[int, People]) -> list[tuple[int, People]]:
    """Entries, most people first; by what is shown, or the order would say more."""
    return sorted(people_of.items(), key=lambda item: (-(shown(item[1]) or 0), item[0]))[:MOST]


def newest_cohorts(told: Tellings) -> list[Cohort]:
    """The cohorts with enough people, in the order in which they began."""
    enough = [pk for pk, people in told.of_cohort.items() if people.bit_count() >= FEWEST]
    rows = Cohort.objects.filter(pk__in=enough)
    return sorted(rows, key=lambda c: (c.starts_on is not None, c.starts_on, c.pk))[-MOST_COHORTS:]


def challenges(
    ranked: Sequence[tuple[int, People]],
    entries: Mapping[int, Entry],
    told: Tellings,
    cohorts: Sequence[Cohort],
) -> Table:
    """How many met each challenge, and which share of each cohort did."""
    rows = [
        row_of(
            entries[pk],
            shown(people),
            *(share(people, told.of_cohort[c.pk]) for c in cohorts),
        )
        for pk, people in ranked
    ]
    columns = (PEOPLE, *(Column(f"cohort-{c.pk}", c.name, "percent") for c in cohorts))
    sentence = leading(rows, "met", told)
    return without_empty_columns(Table("challenges", "Met most", sentence, columns, tuple(rows)))


def without_empty_columns(table: Table) -> Table:
    """Without the columns in which no row has a value."""
    kept = [n for n in range(len(table.columns)) if any(row.values[n] for row in table.rows)]
    rows = tuple(replace(row, values=tuple(row.values[n] for n in kept)) for row in table.rows)
    return replace(table, columns=tuple(table.columns[n] for n in kept), rows=rows)


def technologies(
    ranked: Sequence[tuple[int, People]], entries: Mapping[int, Entry], told: Tellings
) -> Table:
    """Who works with what, by track."""
    tracks = [(str(t.value), str(t.label)) for t in Track]
    rows = [
        row_of(
            entries[pk],
            shown(people),
            *(shown(people & told.of_track.get(t, 0)) for t, _ in tracks),
        )
        for pk, people in ranked
    ]
    columns = (PEOPLE, *(Column(f"track-{t}", label, "people") for t, label in tracks))
    sentence = leading(rows, "work with", told)
    table = Table("technologies", "Technologies by track", sentence, columns, tuple(rows))
    return without_empty_columns(table)


def met_with(told: Tellings) -> list[tuple[tuple[int, int], int]]:
    """((challenge, technology), people who told of both), most people first.

    Of the challenges and technologies that most people told of.
    """
    pairs = []
    for challenge, met in most_told(told, Kind.CHALLENGE):
        for technology, use in most_told(told, Kind.TECHNOLOGY):
            both, all_who_use = shown(met & use), shown(use)
            if both and all_who_use:
                # What everybody works with says little: weighed against all who use it.
                pairs.append((-both * both / all_who_use, (challenge, technology), both))
    telling = [(pair, both) for _, pair, both in sorted(pairs)[:MOST]]
    return sorted(telling, key=lambda item: (-item[1], item[0]))


def most_told(told: Tellings, kind: str) -> list[tuple[int, People]]:
    found = told.of_kind(kind).items()
    return sorted(found, key=lambda item: (-item[1].bit_count(), item[0]))[:MOST_PAIRED]


def together(pairs: Iterable[tuple[tuple[int, int], int]], entries: Mapping[int, Entry]) -> Table:
    """Which challenges come with which technologies."""
    rows = [
        Row(
            f"{entries[challenge].title}{PAIRED}{entries[technology].title}",
            entries[challenge].get_absolute_url(),
            (people,),
        )
        for (challenge, technology), people in pairs
    ]
    sentence = f"Most often: {rows[0].label}, about {rows[0].values[0]} people." if rows else ""
    return Table("together", "Challenges and technologies", sentence, (PEOPLE,), tuple(rows))


def practices(
    ranked: Sequence[tuple[int, People]], entries: Mapping[int, Entry], told: Tellings
) -> Table:
    """Practices by how many hold them."""
    rows = [row_of(entries[pk], shown(people)) for pk, people in ranked]
    return Table(
        "practices", "Practices people hold", leading(rows, "hold", told), (PEOPLE,), tuple(rows)
    )


def topics(told: Tellings) -> Table:
    """Topics with the most unsolved challenges that people of the scope told of."""
    unsolved = Entry.objects.filter(
        kind=Kind.CHALLENGE, state=Entry.State.PUBLISHED, is_solved=False
    )
    through = Entry.topics.through.objects.filter(entry__in=unsolved)
    counted: Counter[tuple[str, str]] = Counter()
    people_of: dict[tuple[str, str], People] = defaultdict(int)
    for entry, slug, title in through.values_list("entry_id", "topic__slug", "topic__title"):
        if people := told.of_entry.get(entry):
            counted[slug, title] += 1
            people_of[slug, title] |= people
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:MOST]
    rows = [
        Row(title, f"/topics/{slug}", (count, shown(people_of[slug, title])))
        for (slug, title), count in ranked
    ]
    columns = (Column("unsolved", "Unsolved challenges", "times"), PEOPLE)
    sentence = f"Most unsolved challenges are about {rows[0].label}." if rows else ""
    return Table("topics", "Topics with unsolved challenges", sentence, columns, tuple(rows))


def row_of(entry: Entry, *values: int | None) -> Row:
    return Row(entry.title, entry.get_absolute_url(), values)


def leading(rows: Sequence[Row], verb: str, told: Tellings) -> str:
    """What stands out: the first row in words."""
    if not rows:
        return ""
    return f"About {rows[0].values[0]} of {shown(told.people)} people {verb} “{rows[0].label}”."
