"""Which technologies and concepts go with a challenge or a habit, as learners tell it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db import transaction

from nexus.common.bulk import read_rows
from nexus.common.changes import record_changes
from nexus.common.hub import hold_hub
from nexus.common.ids import encode_id
from nexus.curation.services.clustering.names import find_named
from nexus.curation.services.clustering.rows import CLUSTERED, NAMED, parts_of
from nexus.curation.sql import named_by
from nexus.library.models import Entry, Link

MOST = 8
LEAST_SHARE = 1 / 3  # of the people who tell of it
TOLD = Link.Relation.TOLD


@transaction.atomic(savepoint=False)
def renew_involved(pages: Sequence[int] | None) -> None:
    """Make the links that documents tell what they say now, of these pages or of all (None)."""
    hold_hub()
    if pages is None:
        write_links(read_wanted(None), None)
        return
    for some in parts_of(pages):
        write_links(read_wanted(some), some)


def read_wanted(pages: Sequence[int] | None) -> set[tuple[int, int]]:
    """(page, entry) for what at least a third of a page's people name, most of them first."""
    named: dict[int, list[tuple[int, str]]] = defaultdict(list)
    asked = None if pages is None else voices_of(pages)
    for page, term, people in named_by(None if asked is None else list(asked)):
        named[page].append((-people, term))
    voices = voices_of(named) if asked is None else asked
    told = {
        page: [
            term
            for people, term in sorted(named[page])
            if -people >= LEAST_SHARE * max(voices[page], 1)
        ][:MOST]
        for page in voices.keys() & named.keys()
    }
    entry_of = published_terms({term for terms in told.values() for term in terms})
    return {
        (page, entry_of[term])
        for page, terms in told.items()
        for term in terms
        if term in entry_of and entry_of[term] != page
    }


def voices_of(pages: Collection[int]) -> dict[int, int]:
    """Page → its voices, of those of these pages that go with technologies and concepts."""
    rows = read_rows(Entry, ("pk", "kind", "voice_count"), "pk", pages)
    return {pk: count for pk, kind, count in rows if kind in CLUSTERED}


def published_terms(terms: set[str]) -> dict[str, int]:
    """Term → its entry, where that is in the reference."""
    found = {term: pk for kind in NAMED for term, pk in find_named(kind, terms).items()}
    states = dict(read_rows(Entry, ("pk", "state"), "pk", found.values()))
    published = {pk for pk, state in states.items() if state == Entry.State.PUBLISHED}
    return {term: pk for term, pk in found.items() if pk in published}


def write_links(wanted: set[tuple[int, int]], pages: Sequence[int] | None) -> None:
    rows = Link.objects.filter(relation=TOLD)
    if pages is not None:
        rows = rows.filter(source__in=pages)
    there = {
        (source, target): pk
        for pk, source, target in rows.values_list("pk", "source_id", "target_id")
    }
    for some in parts_of([pk for pair, pk in there.items() if pair not in wanted]):
        Link.objects.filter(pk__in=some).delete()
    Link.objects.bulk_create(
        (
            Link(
                source_id=source,
                target_id=target,
                relation=TOLD,
                reference=encode_id("entry", target),
            )
            for source, target in sorted(wanted - there.keys())
        ),
        batch_size=500,
    )
    changed = {source for source, _ in set(there) ^ wanted}
    record_changes("entry.involved", "entry", sorted(changed))
