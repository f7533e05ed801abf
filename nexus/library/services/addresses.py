"""Addresses that nobody has or had."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nexus.common.bulk import read_rows
from nexus.common.text import slugify
from nexus.library.models import Entry, EntryRedirect

RESERVED_SLUGS = {"new", "edit", "history", "feed", "curate"}
Address = tuple[str, str]  # kind and slug


def free_slug(kind: str, title: str, *, but: int | None = None) -> str:
    """A slug that no entry has or had at this kind's address; `but` is an entry that may."""
    return free_slugs([(kind, slugify(title))], but=but)[0]


def free_slugs(wanted: Sequence[Address], *, but: int | None = None) -> list[str]:
    """For each (kind, slug) the slug, or that with the next free number behind it."""
    bases = [(kind, f"{s}-entry" if s in RESERVED_SLUGS else s) for kind, s in wanted]
    found: dict[int, str] = {}
    taken: set[Address] = set()
    first, tried = 1, 2
    while len(found) < len(bases):
        numbers = range(first, first + tried)
        open_ones = [place for place in range(len(bases)) if place not in found]
        asked = {(bases[p][0], numbered(bases[p][1], n)) for p in open_ones for n in numbers}
        taken |= read_taken(asked, but)
        for place in open_ones:
            kind, base = bases[place]
            names = (numbered(base, number) for number in numbers)
            name = next((name for name in names if (kind, name) not in taken), None)
            if name is not None:
                found[place] = name
                taken.add((kind, name))
        first, tried = first + tried, tried * 4
    return [found[place] for place in range(len(bases))]


def numbered(base: str, number: int) -> str:
    return base if number == 1 else f"{base}-{number}"


def read_taken(asked: Iterable[Address], but: int | None) -> set[Address]:
    """Those of these addresses that an entry has or had."""
    slugs = {slug for _, slug in asked}
    now = read_rows(Entry, ("pk", "kind", "slug"), "slug", slugs)
    once = read_rows(EntryRedirect, ("entry_id", "kind", "slug"), "slug", slugs)
    return {(kind, slug) for pk, kind, slug in (*now, *once) if pk != but}
