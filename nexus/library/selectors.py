"""Reads on the library. One door: what `viewer` may see."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from nexus.accounts.models import Role
from nexus.accounts.policies import Viewer, is_at_least
from nexus.common.errors import NotFound
from nexus.library import sql
from nexus.library.models import (
    Entry,
    EntryRedirect,
    Link,
    Receipt,
    Revision,
    Solution,
    Topic,
)

ORDERINGS: dict[str, tuple[str, ...]] = {
    "voices": ("-voice_count", "-id"),
    "title": ("title", "id"),
    "updated": ("-updated_at", "-id"),
    "created": ("-id",),
    "worked": ("-worked_count", "-id"),
}


def visible_entries(viewer: Viewer) -> QuerySet[Entry]:
    """Every entry that the viewer may know of."""
    if is_at_least(viewer, Role.MENTOR):
        return Entry.objects.exclude(state=Entry.State.RETIRED)
    published = Q(state=Entry.State.PUBLISHED)
    if viewer.is_authenticated:
        published |= Q(state=Entry.State.DRAFT, created_by_id=viewer.pk)
    return Entry.objects.filter(published)


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
    """Entries with their topics, filtered; `topic` includes the topics below it."""
    entries = visible_entries(viewer)
    if kind:
        entries = entries.filter(kind=kind)
    if topic:
        entries = entries.filter(pk__in=sql.entries_under_topic(topic))
    if technology:
        entries = entries.filter(
            pk__in=Link.objects.filter(target__kind="technology", target__slug=technology).values(
                "source_id"
            )
        )
    if track:
        entries = entries.filter(Q(track=track) | Q(track=""))
    if solved is not None:
        entries = entries.filter(is_solved=solved)
    if state:
        entries = entries.filter(state=state)
    return entries.prefetch_related("topics").order_by(*ORDERINGS[order])


def get_entry(*, viewer: Viewer, pk: int) -> Entry:
    """One entry by id. Raises NotFound, also for what the viewer may not see."""
    entry = visible_entries(viewer).filter(pk=pk).prefetch_related("topics").first()
    if entry is None:
        raise NotFound("There is no such entry, or it is not published.")
    return entry


def get_entry_at(*, viewer: Viewer, kind: str, slug: str) -> Entry:
    """One entry by address, or by an address it once had (compare `.slug`). Raises NotFound."""
    entry = visible_entries(viewer).filter(kind=kind, slug=slug).prefetch_related("topics").first()
    if entry is not None:
        return entry
    old = EntryRedirect.objects.filter(kind=kind, slug=slug).first()
    if old is None:
        raise NotFound("There is no entry at this address.")
    return get_entry(viewer=viewer, pk=old.entry_id)


def list_solutions(*, viewer: Viewer, entry: Entry) -> QuerySet[Solution]:
    """The solutions of a challenge, those that worked for most people first."""
    get_entry(viewer=viewer, pk=entry.pk)
    return entry.solutions.select_related("author").order_by("-worked_count", "id")


def list_receipts(*, viewer: Viewer, entry: Entry) -> QuerySet[Receipt]:
    get_entry(viewer=viewer, pk=entry.pk)
    return entry.receipts.select_related("person").order_by("-id")


def own_receipts(*, viewer: Viewer, entry: Entry) -> list[Receipt]:
    """What the viewer has said of this challenge."""
    if not viewer.is_authenticated:
        return []
    return list(entry.receipts.filter(person_id=viewer.pk))


def list_revisions(*, viewer: Viewer, entry: Entry) -> QuerySet[Revision]:
    """Newest first."""
    get_entry(viewer=viewer, pk=entry.pk)
    return entry.revisions.select_related("author").order_by("-version")


def get_revision(*, viewer: Viewer, entry: Entry, version: int) -> Revision:
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


def list_involved(*, viewer: Viewer, entry: Entry) -> QuerySet[Entry]:
    """Technologies, concepts and practices that a challenge names as involved."""
    targets = Link.objects.filter(source=entry, relation=Link.Relation.INVOLVES)
    return (
        visible_entries(viewer).filter(pk__in=targets.values("target_id")).order_by("kind", "title")
    )


def list_involving(*, viewer: Viewer, entry: Entry) -> QuerySet[Entry]:
    """Challenges that name this technology, concept or practice, solved ones first."""
    sources = Link.objects.filter(target=entry, relation=Link.Relation.INVOLVES)
    return (
        visible_entries(viewer)
        .filter(pk__in=sources.values("source_id"))
        .order_by("-is_solved", "-voice_count", "id")
    )


def list_broken_links(*, viewer: Viewer) -> QuerySet[Link]:
    """References in leads that name nothing, by entry."""
    return (
        Link.objects.filter(target__isnull=True, source__in=visible_entries(viewer))
        .select_related("source")
        .order_by("source__title", "reference")
    )


def list_topics(*, viewer: Viewer) -> QuerySet[Topic]:
    """Every topic, in the order of the map."""
    return Topic.objects.select_related("parent").order_by("position", "id")


def get_topic(*, viewer: Viewer, slug: str) -> Topic:
    children = Prefetch("children", Topic.objects.order_by("position", "id"))
    topic = (
        Topic.objects.select_related("parent").prefetch_related(children).filter(slug=slug).first()
    )
    if topic is None:
        raise NotFound("There is no such topic.")
    return topic


def topic_tree(*, viewer: Viewer) -> list[sql.TopicNode]:
    """The map in reading order, with depth and how many published entries stand under each."""
    return sql.topic_tree()
