"""What stands around an entry: causes, what is like it, what goes with it. A few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from nexus.accounts.policies import Viewer
from nexus.curation import sql
from nexus.library.models import Entry, Kind
from nexus.library.selectors import TEXTS, require_seen, visible_entries
from nexus.library.sql import neighbours

MOST_ALIKE = 6
MOST_TOGETHER = 8
MOST_PROBLEMS = 100
NEWEST = 100  # statements whose documents say what goes together
NAMED = (Kind.TECHNOLOGY, Kind.CONCEPT)


@dataclass(frozen=True, slots=True)
class Together:
    """An entry, and how many people wrote of both."""

    entry: Entry
    people: int


@dataclass(frozen=True, slots=True)
class Related:
    """The entries around one. Lists that make no sense for its kind are empty."""

    cause_of: list[Entry] = field(default_factory=list)
    caused_by: list[Entry] = field(default_factory=list)
    similar: list[Entry] = field(default_factory=list)
    involved: list[Entry] = field(default_factory=list)
    problems: list[Entry] = field(default_factory=list)
    practices: list[Entry] = field(default_factory=list)
    guides: list[Entry] = field(default_factory=list)
    mentioned_in: list[Entry] = field(default_factory=list)
    met_together: list[Together] = field(default_factory=list)

    def lists(self) -> dict[str, list[Any]]:
        """Every list by its name."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def entries(self) -> list[Entry]:
        """Every entry that stands in one of them."""
        rows = [row for rows in self.lists().values() for row in rows]
        return [row.entry if isinstance(row, Together) else row for row in rows]


def list_related(*, viewer: Viewer, entry: Entry, with_texts: bool = False) -> Related:
    """All that stands around an entry, as the viewer may see it. At most four queries.

    Of a technology or a concept, `met_together` are the technologies it is used with. The texts
    of the entries come along only where they are asked for.
    """
    require_seen(viewer, entry)
    parts: dict[str, list[int]] = defaultdict(list)
    for part, pk in neighbours(entry.pk):
        parts[part].append(pk)
    named = entry.kind in NAMED
    alike = [] if named or entry.kind == Kind.GUIDE else sql.similar(entry.pk, most=MOST_ALIKE * 2)
    together = [] if entry.kind == Kind.CHALLENGE else together_with(entry)
    wanted = {pk for pks in parts.values() for pk in pks} | set(alike) | {pk for pk, _ in together}
    known = visible_entries(viewer).defer(*(() if with_texts else TEXTS)).in_bulk(wanted)

    def those(pks: Sequence[int], keep: Callable[[Entry], bool] = lambda _: True) -> list[Entry]:
        return [known[pk] for pk in dict.fromkeys(pks) if pk in known and keep(known[pk])]

    said = {entry.pk, *parts["cause of"], *parts["caused by"]}
    return Related(
        cause_of=by_title(those(parts["cause of"])),
        caused_by=by_title(those(parts["caused by"])),
        similar=those([pk for pk in alike if pk not in said])[:MOST_ALIKE],
        involved=sorted(those(parts["involved"]), key=lambda e: (e.kind, e.title, e.pk)),
        problems=sorted(those(parts["problems"]), key=solved_first)[:MOST_PROBLEMS],
        practices=sorted(those(parts["practices"]), key=solved_first),
        guides=by_title(those(parts["mentioned in"], lambda e: e.kind == Kind.GUIDE)),
        mentioned_in=by_title(those(parts["mentioned in"], lambda e: e.kind != Kind.GUIDE)),
        met_together=[Together(known[pk], people) for pk, people in together if pk in known],
    )


def solved_first(entry: Entry) -> tuple[bool, int, int]:
    return (not entry.is_solved, -entry.voice_count, entry.pk)


def by_title(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.title, entry.pk))


def together_with(entry: Entry) -> list[tuple[int, int]]:
    kind = Kind.TECHNOLOGY if entry.kind in NAMED else ""
    return sql.met_together(entry.pk, statements=NEWEST, fewest=2, most=MOST_TOGETHER, kind=kind)
