"""What a hit is about: the few columns of an entry, or of a topic, that anybody shows of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nexus.library.models import address_of_entry, address_of_topic
from nexus.search import sql


@dataclass(frozen=True, slots=True)
class HitPage:
    """An entry, or a topic, which has no version and no voices."""

    pk: int
    is_entry: bool
    kind: str
    slug: str
    title: str
    summary: str
    version: int
    statement_count: int
    is_solved: bool
    # Of the document that an entry is made of.
    guide_name: str | None = None

    def get_absolute_url(self) -> str:
        return (
            address_of_entry(self.kind, self.slug) if self.is_entry else address_of_topic(self.slug)
        )


def read_hit_pages(page_pks: Sequence[int]) -> dict[int, HitPage]:
    """Search page → what it is of, for pages that are there; one query."""
    found = {}
    for pk, entry, topic, guide, *shown in sql.read_pages(page_pks):
        kind, slug, title, summary, version, statements, solved = shown
        found[pk] = HitPage(
            *(entry or topic, entry is not None, kind, slug, title, summary),
            *(version or 0, statements or 0, bool(solved), guide),
        )
    return found
