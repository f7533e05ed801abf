"""Entries without a text, made many at once for what documents tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nexus.common.bulk import insert_objects
from nexus.common.changes import record_changes
from nexus.common.text import slugify
from nexus.library.models import Entry
from nexus.library.services.addresses import free_slugs
from nexus.library.services.entries import mend_links_to

LONGEST_SLUG = 80


@dataclass(frozen=True, slots=True)
class Bare:
    """What an entry without a text is made of; `slug` is the address it should have, if any."""

    kind: str
    title: str
    slug: str = ""
    summary: str = ""
    author_id: int | None = None
    track: str = ""
    of_document: bool = False


def make_bare_entries(wanted: Sequence[Bare]) -> list[Entry]:
    """An entry for each of these, in their order, with a constant number of queries.

    In the transaction of a caller that then gives them their evidence and announces them.
    """
    if not wanted:
        return []
    slugs = free_slugs(
        [(w.kind, w.slug if 0 < len(w.slug) <= LONGEST_SLUG else slugify(w.title)) for w in wanted]
    )
    made = [
        Entry(
            kind=one.kind,
            title=one.title,
            slug=slug,
            summary=one.summary,
            created_by_id=one.author_id,
            track=one.track,
            of_document=one.of_document,
        )
        for one, slug in zip(wanted, slugs, strict=True)
    ]
    insert_objects(made)
    there = {(e.kind, e.slug): e for e in Entry.objects.filter(slug__in=set(slugs))}
    entries = [there[one.kind, one.slug] for one in made]
    record_changes("entry.created", "entry", [entry.pk for entry in entries])
    mend_links_to(entries)
    return entries
