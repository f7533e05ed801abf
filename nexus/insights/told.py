"""What documents say: most met challenges, technologies, what comes together, practices, topics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from nexus.accounts.models import Cohort, Track
from nexus.insights.figures import FEWEST, MOST, Column, Row, Table, share, shown
from nexus.insights.tellings import People, Tellings
from nexus.library.models import Entry, Kind

PEOPLE = Column("people", "People", "people")
MOST_COHORTS = 4


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
    """Entries that enough people spoke of, most people first."""
    enough = [(pk, people) for pk, people in people_of.items() if len(people) >= FEWEST]
    return sorted(enough, key=lambda item: (-len(item[1]), item[0]))[:MOST]


def newest_cohorts(told: Tellings) -> list[Cohort]:
    """The cohorts with enough people, in the order in which they began."""
    enough = [pk for pk, people in told.of_cohort.items() if len(people) >= FEWEST]
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
            len(people),
            *(
                share(len(people & told.of_cohort[c.pk]), len(told.of_cohort[c.pk]))
                for c in cohorts
            ),
        )
        for pk, people in ranked
    ]
    columns = (PEOPLE, *(Column(f"cohort-{c.pk}", c.name, "percent") for c in cohorts))
    sentence = leading(rows, "met", len(told.people))
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
            entries[pk], len(people), *(shown(len(people & told.of_track[t])) for t, _ in tracks)
        )
        for pk, people in ranked
    ]
    columns = (PEOPLE, *(Column(f"track-{t}", label, "people") for t, label in tracks))
    sentence = leading(rows, "work with", len(told.people))
    table = Table("technologies", "Technologies by track", sentence, columns, tuple(rows))
    return without_empty_columns(table)


def met_with(told: Tellings) -> list[tuple[tuple[int, int], int]]:
    """((challenge, technology), people who told of both), most people first."""
    challenges_of, technologies_of = (
        per_person(told, Kind.CHALLENGE),
        per_person(told, Kind.TECHNOLOGY),
    )
    counted: Counter[tuple[int, int]] = Counter()
    for person, met in challenges_of.items():
        counted.update((c, t) for c in met for t in technologies_of.get(person, ()))
    enough = [item for item in counted.items() if item[1] >= FEWEST]
    # What everybody works with says little: a pair is weighed against all who use the technology.
    telling = sorted(enough, key=lambda i: (-i[1] * i[1] / len(told.of_entry[i[0][1]]), i[0]))[
        :MOST
    ]
    return sorted(telling, key=lambda i: (-i[1], i[0]))


def per_person(told: Tellings, kind: str) -> dict[int, list[int]]:
    """Person → entries of a kind that enough people spoke of."""
    found: dict[int, list[int]] = {}
    for pk, people in told.of_kind(kind).items():
        if len(people) >= FEWEST:
            for person in people:
                found.setdefault(person, []).append(pk)
    return found


def together(pairs: Iterable[tuple[tuple[int, int], int]], entries: Mapping[int, Entry]) -> Table:
    """Which challenges come with which technologies."""
    rows = [
        Row(
            f"{entries[challenge].title} · {entries[technology].title}",
            entries[challenge].get_absolute_url(),
            (people,),
        )
        for (challenge, technology), people in pairs
    ]
    sentence = f"Most often: {rows[0].label}, {rows[0].values[0]} people." if rows else ""
    return Table("together", "Challenges and technologies", sentence, (PEOPLE,), tuple(rows))


def practices(
    ranked: Sequence[tuple[int, People]], entries: Mapping[int, Entry], told: Tellings
) -> Table:
    """Practices by how many hold them."""
    rows = [row_of(entries[pk], len(people)) for pk, people in ranked]
    return Table(
        "practices", "Practices", leading(rows, "hold", len(told.people)), (PEOPLE,), tuple(rows)
    )


def topics(told: Tellings) -> Table:
    """Topics with the most unsolved challenges."""
    unsolved = Entry.objects.filter(
        kind=Kind.CHALLENGE, state=Entry.State.PUBLISHED, is_solved=False
    )
    through = Entry.topics.through.objects.filter(entry__in=unsolved)
    counted: Counter[tuple[str, str]] = Counter()
    people_of: dict[tuple[str, str], People] = {}
    for entry, slug, title in through.values_list("entry_id", "topic__slug", "topic__title"):
        counted[slug, title] += 1
        people_of.setdefault((slug, title), set()).update(told.of_entry.get(entry, ()))
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:MOST]
    rows = [
        Row(title, f"/topics/{slug}", (count, shown(len(people_of[slug, title]))))
        for (slug, title), count in ranked
    ]
    columns = (Column("unsolved", "Unsolved challenges", "times"), PEOPLE)
    sentence = f"Most unsolved challenges are about {rows[0].label}." if rows else ""
    return Table("topics", "Topics with unsolved challenges", sentence, columns, tuple(rows))


def row_of(entry: Entry, *values: int | None) -> Row:
    return Row(entry.title, entry.get_absolute_url(), values)


def leading(rows: Sequence[Row], verb: str, people: int) -> str:
    """What stands out: the first row in words."""
    if not rows:
        return ""
    return f"{rows[0].values[0]} of {people} people {verb} “{rows[0].label}”."
