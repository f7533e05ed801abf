"""Which page goes by which name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nexus.consolidation import LexiconTerm as Term
from nexus.curation.services.clustering.names import name_key
from nexus.documents.models import NAMED_KINDS
from nexus.library.models import Entry, EntryAlias


@dataclass(frozen=True, slots=True)
class NamedPage:
    """A technology's or concept's entry, as far as names need it."""

    pk: int
    kind: str
    slug: str
    title: str
    version: int
    statement_count: int
    state: str


def read_pages() -> list[NamedPage]:
    """Every technology and concept that is not part of another. One query."""
    rows = Entry.objects.filter(kind__in=NAMED_KINDS, merged_into=None).exclude(
        state=Entry.State.DRAFT, statement_count=0
    )
    fields = ("pk", "kind", "slug", "title", "version", "statement_count", "state")
    pages = [NamedPage(*row) for row in rows.values_list(*fields)]
    # Those in the reference first, as when evidence is placed.
    return sorted(pages, key=lambda page: (page.state != Entry.State.PUBLISHED, page.pk))


def pages_by_name(pages: Iterable[NamedPage]) -> dict[tuple[str, str], NamedPage]:
    """(kind, name as names are compared) → its page; by title and address first, then by alias."""
    found: dict[tuple[str, str], NamedPage] = {}
    by_pk = {page.pk: page for page in pages}
    for page in by_pk.values():
        found.setdefault((page.kind, name_key(page.title)), page)
        found.setdefault((page.kind, page.slug), page)
    aliases = EntryAlias.objects.filter(use=EntryAlias.Use.NAME, entry__kind__in=NAMED_KINDS)
    for pk, text in aliases.order_by("pk").values_list("entry_id", "text"):
        if pk in by_pk:
            found.setdefault((by_pk[pk].kind, name_key(text)), by_pk[pk])
    return found


def page_of_term(
    term: Term, names: dict[tuple[str, str], NamedPage], kind: str = ""
) -> NamedPage | None:
    """The page on which words about the term stand; of its own kind when none is given."""
    kind = kind or term.kind
    return names.get((kind, term.slug)) or names.get((kind, name_key(term.name)))
