"""What follows from evidence that moved: counts, solved marks, index, changes."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Exists, OuterRef, Q

from nexus.common.bulk import update_rows
from nexus.common.changes import record_changes
from nexus.curation.events import topics_changed
from nexus.curation.models import Evidence
from nexus.curation.services.clustering.rows import parts_of
from nexus.curation.services.forgetting import name_those_that_came_back
from nexus.curation.services.solutions import compose_solutions
from nexus.curation.voices import voice
from nexus.documents.models import Document
from nexus.library.events import entries_changed
from nexus.library.models import Entry, Receipt, Solution, Topic
from nexus.library.services.solved import mark_solved


def settle(entry_pks: set[int], topic_pks: set[int]) -> None:
    """Counts, solved marks, index and changes of every page whose evidence moved.

    Inside the caller's transaction.
    """
    for some in parts_of(sorted(entry_pks)):
        settle_entries(some)
    topics = list(Topic.objects.filter(pk__in=topic_pks))
    if topics:
        topics_changed.send(sender=Topic, topics=topics)
        record_changes("topic.evidence", "topic", [t.pk for t in topics])


def settle_entries(pks: Sequence[int]) -> None:
    """Write what lists show of these entries; those that nobody speaks of leave the reference."""
    counts = {
        row["entry_id"]: row
        for row in Evidence.objects.filter(entry_id__in=pks)
        .values("entry_id")
        .annotate(
            n=Count("pk"),
            voices=Count(voice("statement__"), filter=Q(statement__is_current=True), distinct=True),
        )
    }
    entries = list(
        Entry.objects.filter(pk__in=pks).annotate(
            has_document=Exists(Document.objects.filter(guide=OuterRef("pk"))),
            has_people=Exists(Receipt.objects.filter(entry=OuterRef("pk")))
            | Exists(Solution.objects.filter(entry=OuterRef("pk"), content_hash=None)),
        )
    )
    changed: list[Entry] = []
    for entry in entries:
        row = counts.get(entry.pk)
        before = (entry.statement_count, entry.voice_count, entry.state)
        entry.statement_count = row["n"] if row else 0
        entry.voice_count = row["voices"] if row else 0
        if entry.merged_into_id is None:
            if not (entry.version or row or entry.has_document or entry.has_people):
                entry.state = Entry.State.RETIRED
            elif not entry.version and row and entry.state == Entry.State.RETIRED:
                entry.state = Entry.State.PUBLISHED
        if before != (entry.statement_count, entry.voice_count, entry.state):
            changed.append(entry)
    update_rows(
        "library_entry",
        ["statement_count", "voice_count", "state"],
        [(e.statement_count, e.voice_count, str(e.state), e.pk) for e in changed],
    )
    name_those_that_came_back(entries)
    compose_solutions(pks)
    mark_solved(entries)
    record_changes("entry.evidence", "entry", [e.pk for e in entries])
    entries_changed.send(sender=Entry, entries=entries)
