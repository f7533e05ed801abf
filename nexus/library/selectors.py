"""Reads on the library. One door: what `viewer` may see."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    F,
    Prefetch,
    Q,
    QuerySet,
    When,
)
from django.db.models.expressions import RawSQL

from nexus.accounts.models import Role, Track
from nexus.accounts.policies import Viewer, is_at_least, require
from nexus.common.errors import NotFound
from nexus.common.jsonrows import JsonRows
from nexus.common.models import Hub
from nexus.library import sql
from nexus.library.caches import COUNTS, FACETS, Choice, Facets, key_of_list, who_sees
from nexus.library.models import (
    MOST_MERGES,
    SECTIONS,
    Entry,
    EntryRedirect,
    Kind,
    Link,
    Receipt,
    Revision,
    Solution,
    Topic,
)
from nexus.library.policies import can_see_entry

ORDERINGS: dict[str, tuple[str, ...]] = {
    "voices": ("-voice_count", "-id"),
    "title": ("title", "id"),
    "updated": ("-updated_at", "-id"),
    "created": ("-id",),
    "worked": ("-worked_count", "-id"),
}
MOST_CHOICES = 40  # of what narrows a list, the most first
# The texts of an entry, which are most of its row.
TEXTS = ("lead", "lead_html", "contents", "field_html")
PUBLISHED = Q(state=Entry.State.PUBLISHED)
SHOWN_TO_ALL = PUBLISHED & (Q(of_document=False) | Exists(Hub.objects.filter(shows_documents=True)))
# What a viewer may ask for; retired entries are nobody's to list.
STATES = [str(Entry.State.DRAFT), str(Entry.State.PUBLISHED)]


def visible_entries(viewer: Viewer) -> QuerySet[Entry]:
    """Every entry that the viewer may know of."""
    if is_at_least(viewer, Role.MENTOR):
        return Entry.objects.exclude(state=Entry.State.RETIRED)
    if viewer.is_authenticated:
        return Entry.objects.filter(PUBLISHED | Q(state=Entry.State.DRAFT, created_by_id=viewer.pk))
    return Entry.objects.filter(SHOWN_TO_ALL)


def list_entries(
    *,
    viewer: Viewer,
    kind: str = "",
    topic: str = "",
    technology: str = "",
    track: str = "",
    solved: bool | None = None,
    state: str = "",
    order: str = "voices",
) -> QuerySet[Entry]:
    """Entries with their topics, filtered; `topic` includes the topics below it.

    Their texts are read where somebody asks for them: no list shows any.
    """
    entries = visible_entries(viewer)
    if kind:
        entries = entries.filter(kind=kind)
    if topic:
        entries = entries.filter(pk__in=sql.entries_under_topic(topic))
    if technology:
        entries = entries.filter(
            pk__in=Link.objects.filter(
                relation__in=Link.INVOLVED,
                target__kind=Kind.TECHNOLOGY,
                target__slug=technology,
            ).values("source_id")
        )
    if track:
        entries = entries.filter(Q(track=track) | Q(track=""))
    if solved is not None:
        entries = entries.filter(is_solved=solved)
    if state:
        entries = entries.filter(state=state)
    return entries.defer(*TEXTS).prefetch_related("topics").order_by(*ORDERINGS[order])


def get_entry(*, viewer: Viewer, pk: int) -> Entry:
    """One entry by id. Raises NotFound, also for what the viewer may not see."""
    entry = visible_entries(viewer).filter(pk=pk).prefetch_related("topics").first()
    if entry is None:
        raise NotFound("There is no such entry, or it is not published.")
    return entry


def find_heir(*, viewer: Viewer, pk: int) -> Entry | None:
    """The entry that a merged one became part of in the end, if the viewer sees that."""
    heir = Entry.objects.filter(pk=pk).values_list("merged_into", flat=True).first()
    for _ in range(MOST_MERGES):
        if heir is None:
            return None
        if entry := visible_entries(viewer).filter(pk=heir).first():
            return entry
        heir = Entry.objects.filter(pk=heir).values_list("merged_into", flat=True).first()
    return None


def require_seen(viewer: Viewer, entry: Entry) -> None:
    """Raises NotFound where the viewer may not know of an entry that was read already."""
    if not can_see_entry(viewer, entry):
        raise NotFound("There is no such entry, or it is not published.")


def get_entry_to_publish(*, viewer: Viewer, pk: int) -> Entry:
    """A draft the viewer sees, or, for mentors, a retired entry. Raises NotFound."""
    if is_at_least(viewer, Role.MENTOR):
        retired = Entry.objects.filter(pk=pk, state=Entry.State.RETIRED)
        if found := retired.prefetch_related("topics").first():
            return found
    return get_entry(viewer=viewer, pk=pk)


def get_entry_at(*, viewer: Viewer, kind: str, slug: str) -> Entry:
    """One entry by address, or by an address it once had (compare `.slug`). Raises NotFound."""
    entries = visible_entries(viewer).prefetch_related("topics")
    if entry := entries.filter(kind=kind, slug=slug).first():
        return entry
    return _get_entry_once_at(viewer=viewer, kind=kind, slug=slug)


def _get_entry_once_at(*, viewer: Viewer, kind: str, slug: str) -> Entry:
    """One entry by an address it once had. Raises NotFound."""
    old = EntryRedirect.objects.filter(kind=kind, slug=slug).first()
    if old is None:
        raise NotFound("There is no entry at this address.")
    return get_entry(viewer=viewer, pk=old.entry_id)


@dataclass(frozen=True, slots=True)
class EntryPage:
    """An entry, and of a challenge what the viewer has said of it and its solutions.

    The entry, at its own address, knows when and why its lead was written last (`last_at`,
    `last_note`).
    """

    entry: Entry
    own: Sequence[Receipt] = ()


def get_entry_page(*, viewer: Viewer, kind: str, slug: str) -> EntryPage:
    """As `get_entry_at`, with what its page shows beside it, in one query."""
    entries = visible_entries(viewer).annotate(
        last_at=RawSQL(sql.LAST_AT, (), DateTimeField()),  # noqa: S611 - constants of our own
        last_note=RawSQL(sql.LAST_NOTE, (), CharField()),  # noqa: S611
        topics_shown=JsonRows(("id", "slug", "title"), sql.TOPICS_OF_ENTRY),
    )
    if kind == Kind.CHALLENGE and viewer.is_authenticated:
        own = JsonRows(("outcome", "solution_id"), sql.OWN_RECEIPTS, [viewer.pk])
        entries = entries.annotate(own=own)
    if kind == Kind.GUIDE:
        entries = entries.select_related("document__current")
    entry: Any = entries.filter(kind=kind, slug=slug).first()
    if entry is None:
        return EntryPage(_get_entry_once_at(viewer=viewer, kind=kind, slug=slug))
    shown = [Topic(**row) for row in entry.topics_shown]
    entry._prefetched_objects_cache = {"topics": shown}
    return EntryPage(entry, [Receipt(**row) for row in getattr(entry, "own", ())])


def list_solutions(*, viewer: Viewer, entry: Entry) -> QuerySet[Solution]:
    """The solutions of a challenge: the one marked best, then by receipts (ADR 20)."""
    require_seen(viewer, entry)
    return ranked(entry.solutions.select_related("author", "entry"))


def ranked(solutions: QuerySet[Solution]) -> QuerySet[Solution]:
    """Solutions, of one entry or of many, in the order in which a challenge shows them (ADR 20)."""
    marked = Case(When(pk=F("entry__best_solution_id"), then=1), default=0)
    solutions = solutions.annotate(marked=marked, net=F("worked_count") - F("broken_count"))
    return solutions.order_by("-marked", "-net", "-worked_count", "-voice_count", "id")


def rank_of(solution: Solution, entry: Entry) -> tuple[int, ...]:
    """What `list_solutions` sorts by, for who has the rows already; smaller is better."""
    net = solution.worked_count - solution.broken_count
    marked = solution.pk == entry.best_solution_id
    return (-marked, -net, -solution.worked_count, -solution.voice_count, solution.pk)


def list_receipts(*, viewer: Viewer, entry: Entry) -> QuerySet[Receipt]:
    """What people said of an entry, newest first."""
    require_seen(viewer, entry)
    return entry.receipts.select_related("person").order_by("-id")


def list_revisions(*, viewer: Viewer, entry: Entry) -> QuerySet[Revision]:
    """Newest first."""
    require_seen(viewer, entry)
    return entry.revisions.select_related("author").order_by("-version")


def get_revision(*, viewer: Viewer, entry: Entry, version: int) -> Revision:
    """One version of an entry. Raises NotFound."""
    revision = list_revisions(viewer=viewer, entry=entry).filter(version=version).first()
    if revision is None:
        raise NotFound(f"There is no version {version} of this entry.")
    return revision


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line of a comparison; `mark` is "+", "-" or " "."""

    mark: str
    text: str


def diff_revisions(old: Revision, new: Revision) -> list[DiffLine]:
    """What changed between two leads, line by line, with all that stayed."""
    lines = difflib.ndiff(old.lead.split("\n"), new.lead.split("\n"))
    return [DiffLine(line[0], line[2:]) for line in lines if line[0] != "?"]


def list_backlinks(*, viewer: Viewer, entry: Entry) -> QuerySet[Entry]:
    """Entries whose leads link here."""
    sources = Link.objects.filter(target=entry, relation=Link.Relation.MENTIONS)
    return visible_entries(viewer).filter(pk__in=sources.values("source_id")).order_by("title")


def list_broken_links(*, viewer: Viewer) -> QuerySet[Link]:
    """References in leads that name nothing, by entry."""
    return (
        Link.objects.filter(target__isnull=True, source__in=visible_entries(viewer))
        .select_related("source")
        .order_by("source__title", "reference", "pk")
    )


def list_topics(*, viewer: Viewer) -> QuerySet[Topic]:
    """Every topic, in the order of the map."""
    return Topic.objects.select_related("parent").order_by("position", "id")


def get_topic(*, viewer: Viewer, slug: str) -> Topic:
    """One topic by its slug. Raises NotFound."""
    children = Prefetch("children", Topic.objects.order_by("position", "id"))
    topic = (
        Topic.objects.select_related("parent").prefetch_related(children).filter(slug=slug).first()
    )
    if topic is None:
        raise NotFound("There is no such topic.")
    return topic


def topic_tree(*, viewer: Viewer) -> list[sql.TopicNode]:
    """The map in reading order, with depth and how many published entries stand under each."""
    return list(COUNTS.now("topics", sql.topic_tree))


def count_by_kind(*, viewer: Viewer) -> list[dict[str, Any]]:
    """How many entries of each kind the viewer sees: [{"kind", "path", "label", "count"}]."""

    def count() -> dict[str, int]:
        rows = visible_entries(viewer).order_by().values_list("kind").annotate(n=Count("pk"))
        return dict(rows)

    counts = COUNTS.now(("kinds", who_sees(viewer)), count)
    return [
        {"kind": kind, "path": f"/{path}/", "label": label, "count": counts.get(kind, 0)}
        for kind, (path, label) in SECTIONS.items()
    ]


def facets_of_kind(*, viewer: Viewer, kind: str, chosen: Mapping[str, Any]) -> Facets:
    """What narrows a list of a kind: (value, label, n) by topic, technology, track and solved.

    `chosen` are filters of `list_entries`. Each count is how long the list would be with that
    value and the other filters.
    """
    key = key_of_list(viewer, kind, chosen)
    found = FACETS.now(key, lambda: _count_facets(viewer, kind, chosen))
    return dict(found)


def length_of_list(facets: Mapping[str, list[Choice]], chosen: Mapping[str, Any]) -> int:
    """How many entries a list has, by what narrows it and what of that is chosen."""
    solved = {"true": True, "false": False}
    asked = chosen.get("solved")
    return sum(n for value, _, n in facets["solved"] if asked in (None, solved[value]))


def _count_facets(viewer: Viewer, kind: str, chosen: Mapping[str, Any]) -> Facets:
    """The same, counted now."""

    def without(name: str) -> QuerySet[Entry]:
        others = {key: value for key, value in chosen.items() if key != name}
        return list_entries(viewer=viewer, kind=kind, **others).order_by()

    solved = dict(without("solved").values_list("is_solved").annotate(n=Count("pk")))
    return {
        "topic": first_choices(sql.count_by_topic(without("topic")), chosen.get("topic")),
        "technology": first_choices(
            sql.count_by_technology(without("technology")), chosen.get("technology")
        ),
        "track": facet_of_tracks(
            dict(without("track").values_list("track").annotate(n=Count("pk")))
        ),
        "solved": [
            ("true", "Solved", solved.get(True, 0)),
            ("false", "Unsolved", solved.get(False, 0)),
        ],
    }


def first_choices(rows: list[Choice], chosen: str | None) -> list[Choice]:
    """As many as a reader looks through, and what they chose."""
    return [row for n, row in enumerate(rows) if n < MOST_CHOICES or row[0] == chosen]


def facet_of_tracks(counts: Mapping[str, int]) -> list[Choice]:
    """(value, label, n) of both tracks; an entry of neither is of both, as in lists."""
    return [(t.value, t.label, counts.get(t.value, 0) + counts.get("", 0)) for t in Track]


def written_by(*, viewer: Viewer, person_pk: int) -> QuerySet[Entry]:
    """Entries whose lead this person has written in, newest first."""
    mine = Revision.objects.filter(author_id=person_pk)
    return visible_entries(viewer).filter(pk__in=mine.values("entry_id")).order_by("-updated_at")


def helped_by(*, viewer: Viewer, person_pk: int) -> list[dict[str, Any]]:
    """Challenges where somebody else said that this person's fix worked: entry and how many."""
    worked = Receipt.objects.filter(outcome=Receipt.Outcome.WORKED).exclude(person_id=person_pk)
    of_solutions = worked.filter(solution__author_id=person_pk)
    of_leads = worked.filter(solution__isnull=True, entry__created_by_id=person_pk)
    counts: dict[int, int] = {}
    for receipts in (of_solutions, of_leads):
        for entry_id, n in receipts.values_list("entry_id").annotate(n=Count("person")):
            counts[entry_id] = counts.get(entry_id, 0) + n
    entries = visible_entries(viewer).filter(pk__in=counts).prefetch_related("topics")
    return sorted(({"entry": e, "count": counts[e.pk]} for e in entries), key=place_of_helped)


def place_of_helped(row: Mapping[str, Any]) -> tuple[int, int]:
    """Those that most people were helped by come first; no two rows have the same place."""
    return -row["count"], row["entry"].pk


def open_challenges_of(*, viewer: Viewer, person_pk: int) -> QuerySet[Entry]:
    """Unsolved challenges that this person wrote or said "same here" to."""
    same = Receipt.objects.filter(person_id=person_pk, outcome=Receipt.Outcome.SAME_HERE)
    return (
        visible_entries(viewer)
        .filter(kind="challenge", is_solved=False)
        .filter(Q(created_by_id=person_pk) | Q(pk__in=same.values("entry_id")))
        .order_by("-updated_at")
    )


def drafts_of(*, viewer: Viewer, person_pk: int) -> QuerySet[Entry]:
    """What this person has not published yet."""
    drafts = visible_entries(viewer).filter(state=Entry.State.DRAFT, created_by_id=person_pk)
    return drafts.order_by("-updated_at")


def list_retired(*, viewer: Viewer) -> QuerySet[Entry]:
    """What left the reference and can come back, for mentors; merged entries only by undoing."""
    require(viewer, Role.MENTOR, "see retired entries")
    retired = Entry.objects.filter(state=Entry.State.RETIRED, merged_into=None)
    return retired.order_by("-updated_at", "-id")


def changed_for(*, viewer: Viewer, person_pk: int) -> QuerySet[Revision]:
    """What others wrote lately in entries this person wrote in."""
    mine = Revision.objects.filter(author_id=person_pk).values("entry_id")
    return (
        Revision.objects.filter(entry_id__in=mine, entry__in=visible_entries(viewer))
        .exclude(author_id=person_pk)
        .select_related("entry", "author")
        .order_by("-id")
    )
