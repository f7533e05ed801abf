"""Statements as clustering and placing read them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from django.db.models import Q, QuerySet

from nexus.consolidation import Lexicon, Voice
from nexus.curation.voices import voice
from nexus.documents.models import Statement
from nexus.library.models import Kind

NAMED = (Kind.TECHNOLOGY, Kind.CONCEPT)
CLUSTERED = (Kind.CHALLENGE, Kind.PRACTICE, Kind.COLLABORATION)
AT_ONCE = 500  # keys in one statement
COUNTS = Q(
    is_current=True,
    repeats_brief=False,
    document__erased_at__isnull=True,
    document__retracted_at__isnull=True,
)
FIELDS = ("pk", "kind", "title", "name", "problem", "solution", "content_hash")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StatementRow:
    """What deciding needs to know of a statement; `voice` is whose it is."""

    pk: int
    kind: str
    title: str
    name: str
    problem: str
    solution: str
    content_hash: str
    voice: int

    def as_voice(self, lexicon: Lexicon) -> Voice:
        problem = self.problem or self.title
        return Voice(
            key=self.content_hash,
            kind=self.kind,
            title=self.title,
            problem=problem,
            solution=self.solution,
            terms=lexicon.mentions(f"{self.title} {problem} {self.solution}"),
        )


def counting(**where: object) -> QuerySet[Statement]:
    """Statements that count, in the order of their content."""
    return Statement.objects.filter(COUNTS, **where).order_by("content_hash", "pk")


def read_kind(kind: str) -> list[StatementRow]:
    """All of a kind that count."""
    rows = counting(kind=kind).annotate(voice=voice()).values(*FIELDS, "voice")
    return [StatementRow(**row) for row in rows.iterator(2000)]


def read_contents(keys: Collection[str]) -> list[StatementRow]:
    """Those of these contents that count, of whatever kind."""
    return [
        StatementRow(**row)
        for part in parts_of(sorted(keys))
        for row in counting(content_hash__in=part).annotate(voice=voice()).values(*FIELDS, "voice")
    ]


class Contents:
    """Statements that count, by their contents; those of a content are read once."""

    def __init__(self) -> None:
        self.known: dict[str, list[StatementRow]] = {}

    def of(self, keys: Collection[str]) -> dict[str, list[StatementRow]]:
        """Content → its statements, of those of these that have any; contents ascending."""
        fresh = set(keys) - self.known.keys()
        self.known |= {key: [] for key in fresh}
        for row in read_contents(fresh):
            self.known[row.content_hash].append(row)
        return {key: rows for key in sorted(keys) if (rows := self.known[key])}


def parts_of(items: Iterable[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """Lists of at most `size` items."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part
