"""What stands around an entry: causes, what is like it, what goes with it. Two queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeAlias

from nexus.accounts.policies import Viewer
from nexus.curation import sql
from nexus.curation.caches import WHOLE
from nexus.library.models import Entry, Kind
from nexus.library.selectors import TEXTS, require_seen, visible_entries

MOST_ALIKE = 6
MOST_TOGETHER = 8
MOST_PROBLEMS = 100
MANY = 100  # statements; what stands around an entry of more is kept while nothing changes
NAMED = (Kind.TECHNOLOGY, Kind.CONCEPT)
# Part → id → how many people wrote of both, where they are counted; each part in its order.
Around: TypeAlias = Mapping[str, Mapping[int, int]]


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
    if entry.statement_count > MANY:
        around: Around = WHOLE.now((f"around a {entry.kind}", entry.pk), lambda: read_around(entry))
    else:
        around = read_around(entry)
    wanted = {pk for part in around.values() for pk in part}
    known = visible_entries(viewer).defer(*(() if with_texts else TEXTS)).in_bulk(wanted)

    def those(part: str) -> list[Entry]:
        return [known[pk] for pk in around.get(part, ()) if pk in known]

    said = {entry.pk, *around.get("cause of", ()), *around.get("caused by", ())}
    mentioned = by_title(those("mentioned in"))
    together = around.get("together", {})
    return Related(
        cause_of=by_title(those("cause of")),
        caused_by=by_title(those("caused by")),
        similar=[e for e in those("similar") if e.pk not in said][:MOST_ALIKE],
        involved=sorted(those("involved"), key=lambda e: (e.kind, e.title, e.pk)),
        problems=sorted(those("problems"), key=solved_first)[:MOST_PROBLEMS],
        practices=sorted(those("practices"), key=solved_first),
        guides=[e for e in mentioned if e.kind == Kind.GUIDE],
        mentioned_in=[e for e in mentioned if e.kind != Kind.GUIDE],
        met_together=[Together(e, together[e.pk]) for e in those("together")],
    )


def read_around(entry: Entry) -> Around:
    """What stands around an entry, whoever may see it. One query, two where very much does."""
    named = entry.kind in NAMED
    parts: dict[str, dict[int, int]] = defaultdict(dict)
    for part, pk, people in sql.around(
        entry.pk,
        alike=0 if named or entry.kind == Kind.GUIDE else MOST_ALIKE * 2,
        together=0 if entry.kind == Kind.CHALLENGE else MOST_TOGETHER,
        kind=Kind.TECHNOLOGY if named else "",
    ):
        parts[part][pk] = people
    return dict(parts)


def solved_first(entry: Entry) -> tuple[bool, int, int]:
    return (not entry.is_solved, -entry.voice_count, entry.pk)


def by_title(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.title, entry.pk))
