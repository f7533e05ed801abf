"""Hints → what the desk asks: once for each pair of sides, and weighed by who met them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nexus.common.bulk import read_rows
from nexus.curation.models import Evidence
from nexus.curation.people import tellers
from nexus.curation.services.clustering.anchors import pk_of
from nexus.curation.services.decisions import ENTRY, pair
from nexus.curation.sql import first_saying
from nexus.library.models import Entry

COLUMNS = (
    "left", "right", "statement_id", "other_id", "entry_id", "score", "readers", "worth",
    "asked_by",
)  # fmt: skip
Spot = tuple[str, int]  # "entry" or "statement", and its id


@dataclass(frozen=True, slots=True)
class Hint:
    """Words that may be those of others, or of an entry; keys as in a decision."""

    asked_by: str
    left: str
    right: str
    score: float


@dataclass(slots=True)
class Question:
    """A suggestion that is to be written, and the page on which its statement stands."""

    left: str
    right: str
    statement_id: int
    other_id: int | None
    entry_id: int | None
    score: float
    asked_by: str
    page: int | None
    readers: int = 0
    worth: float = 0.0

    @property
    def values(self) -> tuple[Any, ...]:
        """Of COLUMNS."""
        return tuple(getattr(self, name) for name in COLUMNS)


def questions_of(hints: Sequence[Hint]) -> list[Question]:
    """One for each pair where both sides are there and not on one page; not yet weighed."""
    wanted: dict[tuple[str, str], Hint] = {}
    for hint in sorted(hints, key=lambda h: (-h.score, h.left, h.right)):
        wanted.setdefault(pair(hint.left, hint.right), hint)
    keys = {key for names in wanted for key in names}
    contents = [key for key in keys if not key.startswith(ENTRY)]
    firsts = first_saying(contents)
    stands = ("statement_id", "entry_id")
    pages = dict(read_rows(Evidence, stands, "statement_id", firsts.values()))
    entries = {pk_of(key) for key in keys if key.startswith(ENTRY)}
    entries |= {pk for pk in pages.values() if pk}
    there = {pk for (pk,) in read_rows(Entry, ("pk",), "pk", entries)}
    asked: dict[tuple[str, int | str], Question] = {}
    for hint in wanted.values():  # the most alike first
        found = as_question(hint, firsts, pages, there)
        if found is not None:
            # Against another's words and against the page of these is one question.
            asked.setdefault((found.left, found.entry_id or found.right), found)
    return list(asked.values())


def as_question(
    hint: Hint,
    firsts: Mapping[str, int],
    pages: Mapping[int, int | None],
    entries: Collection[int],
) -> Question | None:
    """None when one side is gone or both are on one page by now."""
    statement = firsts.get(hint.left)
    if statement is None:
        return None
    here = pages.get(statement)
    other = firsts.get(hint.right)
    entry = pk_of(hint.right) if hint.right.startswith(ENTRY) else pages.get(other or 0)
    if other is None and entry is None:
        return None
    if entry is not None and (entry == here or entry not in entries):
        return None
    return Question(
        left=hint.left,
        right=hint.right,
        statement_id=statement,
        other_id=other,
        entry_id=entry,
        score=round(hint.score, 4),
        asked_by=hint.asked_by,
        page=here,
    )


def weigh(questions: Sequence[Question]) -> None:
    """Say of each how many people met one of its two sides: who met both is one."""
    pairs = [
        (spot(one.statement_id, one.page), spot(one.other_id or 0, one.entry_id))
        for one in questions
    ]
    people: dict[Spot, Collection[int]] = defaultdict(set)
    for place in ("entry", "statement"):
        asked = {pk for both in pairs for where, pk in both if where == place}
        people |= {(place, pk): found for pk, found in tellers(place, asked).items()}
    for question, (one, other) in zip(questions, pairs, strict=True):
        question.readers = len({*people[one], *people[other]})
        question.worth = round(question.readers * question.score, 4)


def spot(statement: int, page: int | None) -> Spot:
    """Where a side stands: on its page, else alone."""
    return ("entry", page) if page else ("statement", statement)
