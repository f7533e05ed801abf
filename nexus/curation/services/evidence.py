"""Placements → rows of evidence, inside the caller's transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from nexus.common.bulk import delete_rows, insert_rows, moment, read_rows
from nexus.curation.models import Evidence
from nexus.curation.services.clustering.placements import NewEntry, Placement
from nexus.curation.services.clustering.placing import FALLBACK_TOPIC
from nexus.curation.services.clustering.rows import COUNTS, parts_of
from nexus.curation.sql import evidence_of
from nexus.documents.models import Statement
from nexus.library.models import Topic
from nexus.library.services.bare import Bare, make_bare_entries

COLUMNS = (
    "statement_id", "entry_id", "topic_id", "method", "score", "created_at",
)  # fmt: skip


@dataclass(slots=True)
class Written:
    """Pages whose evidence moved, and cluster → the page that was made for it."""

    entries: set[int] = field(default_factory=set)
    topics: set[int] = field(default_factory=set)
    made: dict[str, int] = field(default_factory=dict)

    def touch(self, places: Iterable[tuple[int | None, int | None]]) -> None:
        """Remember pages, as (entry, topic)."""
        for entry, topic in places:
            self.entries |= {entry} if entry else set()
            self.topics |= {topic} if topic else set()


def changed_placements(
    plan: Sequence[Placement], statements: Collection[int] | None = None
) -> list[list[Placement]]:
    """What differs from the rows, by page; people's decisions are not touched.

    `statements` are those of the plan; without them all evidence is read.
    """
    held: dict[int, tuple[int | None, str | None, bool]] = {}
    evidence = Evidence.objects.values_list(
        "statement_id", "entry_id", "topic__slug", "method", "decided_by_id"
    )
    if statements is None:
        rows: Iterable[tuple[int, int | None, str | None, str, int | None]] = evidence.iterator(
            5000
        )
    else:
        rows = (r for some in parts_of(statements) for r in evidence.filter(statement__in=some))
    for statement, entry, topic, method, person in rows:
        put = method == Evidence.Method.CONFIRMED and person is not None
        held[statement] = (entry, topic, put)
    by_page: dict[int | NewEntry | str, list[Placement]] = defaultdict(list)
    for one in plan:
        entry, topic, put = held.get(one.statement, (None, None, False))
        if put:
            continue
        here = entry == one.entry if one.entry is not None else topic == one.topic
        if not here or one.statement not in held:
            by_page[one.entry if one.entry is not None else f"topic:{one.topic}"].append(one)
    return list(by_page.values())


def drop_stale(keys: Collection[str], current: Collection[int]) -> Written:
    """Evidence of statements in these words goes, but that of `current` ones."""
    found = Written()
    stale = [row for row in evidence_of(keys) if row[1] not in current]
    found.touch((entry, topic) for _, _, entry, topic in stale)
    delete_rows(Evidence, "pk", [pk for pk, *_ in stale])
    return found


def drop_all_stale(current: Collection[int]) -> Written:
    """The same for all evidence but that of `current` statements."""
    found = Written()
    rows = Evidence.objects.values_list("pk", "statement_id", "entry_id", "topic_id")
    stale = [row for row in rows.iterator(5000) if row[1] not in current]
    found.touch((entry, topic) for _, _, entry, topic in stale)
    for some in parts_of([pk for pk, *_ in stale]):
        Evidence.objects.filter(pk__in=some).delete()
    return found


def write_evidence(pages: Iterable[Sequence[Placement]]) -> Written:
    """Rows for some pages, in place of those that their statements have."""
    groups = list(pages)
    found = Written()
    statements = [one.statement for group in groups for one in group]
    columns = ("pk", "entry_id", "topic_id")
    before = read_rows(Evidence, columns, "statement_id", statements)
    found.touch((entry, topic) for _, entry, topic in before)
    delete_rows(Evidence, "pk", [pk for pk, _, _ in before])
    topics = dict(Topic.objects.values_list("slug", "pk"))
    made = make_pages([group[0].entry for group in groups])
    found.made = {new.cluster: pk for new, pk in made.items() if new.cluster}
    rows, now = [], moment()
    for group in groups:
        page = group[0].entry
        entry = made[page] if isinstance(page, NewEntry) else page
        topic = None if entry else topics.get(group[0].topic) or fallback_topic().pk
        found.touch([(entry, topic)])
        rows += [(one.statement, entry, topic, str(one.method), one.score, now) for one in group]
    insert_rows("curation_evidence", COLUMNS, rows)
    return found


def still_counting(pages: Iterable[Sequence[Placement]]) -> list[list[Placement]]:
    """Without statements that were erased or retracted since the plan was made."""
    groups = list(pages)
    statements = [one.statement for group in groups for one in group]
    there = {
        pk
        for some in parts_of(statements)
        for pk in Statement.objects.filter(COUNTS, pk__in=some).values_list("pk", flat=True)
    }
    kept = ([one for one in group if one.statement in there] for group in groups)
    return [group for group in kept if group]


def make_pages(pages: Iterable[int | NewEntry | None]) -> dict[NewEntry, int]:
    """The pages that are still to be made, and their ids."""
    new = list(dict.fromkeys(page for page in pages if isinstance(page, NewEntry)))
    entries = make_bare_entries(
        [Bare(one.kind, one.title, one.slug.partition(":")[0]) for one in new]
    )
    return {one: entry.pk for one, entry in zip(new, entries, strict=True)}


def fallback_topic() -> Topic:
    """Where everything goes that names nothing known; made when the map does not have it."""
    topic, _ = Topic.objects.get_or_create(
        slug=FALLBACK_TOPIC, defaults={"title": "Working together"}
    )
    return topic
