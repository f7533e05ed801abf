"""What follows from evidence that moved: counts, solved marks, index, changes."""

from __future__ import annotations

from collections.abc import Sequence

from nexus.common.bulk import read_rows, update_rows
from nexus.common.changes import record_changes
from nexus.curation.events import topics_changed
from nexus.curation.services.clustering.rows import parts_of
from nexus.curation.services.forgetting import name_those_that_came_back
from nexus.curation.services.solutions import compose_solutions
from nexus.curation.sql import counts_on
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
    counts = counts_on(pks)
    entries = list(Entry.objects.filter(pk__in=pks))
    staying = spoken_of([e.pk for e in entries if not e.version and e.pk not in counts])
    changed: list[Entry] = []
    for entry in entries:
        before = (entry.statement_count, entry.voice_count, entry.state)
        entry.statement_count, entry.voice_count = counts.get(entry.pk, (0, 0))
        if entry.merged_into_id is None:
            told = entry.pk in counts
            if not (entry.version or told or entry.pk in staying):
                entry.state = Entry.State.RETIRED
            elif not entry.version and told and entry.state == Entry.State.RETIRED:
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


def spoken_of(pks: Sequence[int]) -> set[int]:
    """Which of these entries are of a document, or have a receipt or a fix by a person."""
    fixes = read_rows(Solution, ("entry_id", "content_hash"), "entry_id", pks)
    return {
        *(pk for (pk,) in read_rows(Document, ("guide_id",), "guide_id", pks)),
        *(pk for (pk,) in read_rows(Receipt, ("entry_id",), "entry_id", pks)),
        *(pk for pk, content in fixes if content is None),
    }
