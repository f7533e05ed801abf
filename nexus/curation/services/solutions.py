"""Fixes that documents tell, the same ones as one solution with its voices.

A row is known by the evidence that leads to it, so it keeps its receipts while its group grows,
splits or is worded anew.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.utils.html import linebreaks

from nexus.common.bulk import insert_objects, read_rows, update_rows
from nexus.consolidation import Lexicon, group_alike
from nexus.consolidation.vetoes import code_names_of
from nexus.curation.sql import fixes_told
from nexus.documents.caches import lexicon
from nexus.library.models import Entry, Kind, Receipt, Solution
from nexus.library.services.receipts import count_receipts

_THREE_WORDS = re.compile(r"\S\s+\S+\s+\S")
MOST_COMPARED = 400  # fixes of one entry; further ones stand alone
Groups = list[tuple[str, list[str]]]  # the content that words a group, and all of its contents
HELD = ("pk", "entry_id", "content_hash", "text", "voice_count")


class Fix(NamedTuple):
    """A statement's way out, as its evidence has it."""

    content: str
    evidence: int
    entry: int
    solution: int | None
    text: str
    voice: int


class Held(NamedTuple):
    """A composed solution as its row has it."""

    pk: int
    entry: int
    content: str
    text: str
    voices: int


@dataclass(frozen=True, slots=True)
class Told:
    """A group of fixes, the one that words it first, with the row that is theirs, if any."""

    group: Sequence[Fix]
    row: Held | None

    @property
    def entry(self) -> int:
        return self.group[0].entry

    @property
    def content(self) -> str:
        return self.group[0].content

    @property
    def text(self) -> str:
        return self.group[0].text

    @property
    def html(self) -> str:
        return linebreaks(self.text, autoescape=True)

    @property
    def voices(self) -> int:
        return len({fix.voice for fix in self.group})

    @property
    def is_new_to_its_row(self) -> bool:
        row = self.row
        return row is not None and row[2:] != (self.content, self.text, self.voices)


def compose_solutions(entry_pks: Sequence[int]) -> None:
    """Make the solutions of these challenges what their evidence says. In the caller's transaction.

    Solutions that people wrote are left alone; composed ones without evidence go, unless somebody
    gave a receipt on them or a curator marked them.
    """
    terms = lexicon()
    fixes: dict[int, list[Fix]] = defaultdict(list)
    for fix in read_fixes(entry_pks, terms):
        fixes[fix.entry].append(fix)
    there: dict[int, dict[int, Held]] = defaultdict(dict)
    for row in map(Held._make, read_rows(Solution, HELD, "entry_id", entry_pks)):
        if row.content is not None:
            there[row.entry][row.pk] = row
    told: list[Told] = []
    left: list[Held] = []
    for entry in sorted(fixes.keys() | there.keys()):
        groups = group_fixes(fixes[entry], terms)
        rows = choose_rows(groups, there[entry])
        told += map(Told, groups, rows)
        chosen = {row.pk for row in rows if row is not None}
        left += [row for pk, row in there[entry].items() if pk not in chosen]
    leave_rows(left, write_rows(told, left))


def read_fixes(entry_pks: Sequence[int], terms: Lexicon) -> list[Fix]:
    """What the evidence of these challenges says of a way out."""
    rows = fixes_told(entry_pks)
    return [Fix._make(row) for row in sorted(row for row in rows if is_fix(row[4], terms))]


def is_fix(text: str, terms: Lexicon) -> bool:
    """Whether what a learner wrote of a fix says something.

    Three words do; two do where they name a technology, a concept or something in code.
    """
    if _THREE_WORDS.search(text):
        return True
    return len(text.split()) == 2 and bool(terms.mentions(text) or code_names_of(text))


def group_fixes(fixes: Sequence[Fix], terms: Lexicon) -> list[list[Fix]]:
    """The same ways together, the most central wording first; larger groups first."""
    by_content: dict[str, list[Fix]] = defaultdict(list)
    for fix in fixes:
        by_content[fix.content].append(fix)
    texts = sorted((content, rows[0].text) for content, rows in by_content.items())
    if len(texts) > MOST_COMPARED:
        first, rest = texts[:MOST_COMPARED], texts[MOST_COMPARED:]
        groups = [*compare_first(tuple(first), terms), *((c, [c]) for c, _ in rest)]
    else:
        groups = compare(dict(texts), terms)
    found = []
    for head, contents in groups:
        others = [fix for content in contents if content != head for fix in by_content[content]]
        found.append([*by_content[head], *others])
    return sorted(found, key=lambda g: (-len(g), g[0].content))


@lru_cache(maxsize=64)
def compare_first(texts: tuple[tuple[str, str], ...], terms: Lexicon) -> Groups:
    """Kept, as most of what comes to so large a page is not among those that are compared."""
    return compare(dict(texts), terms)


def compare(texts: Mapping[str, str], terms: Lexicon) -> Groups:
    """The same ways together, as the technologies that each names allow."""

    def technologies(text: str) -> frozenset[str]:
        named = terms.mentions(text)
        return frozenset(slug for slug in named if terms.terms[slug].kind == Kind.TECHNOLOGY)

    return group_alike(texts, technologies)


def choose_rows(groups: Sequence[Sequence[Fix]], rows: Mapping[int, Held]) -> list[Held | None]:
    """The row of each group: the one most of its evidence has, else one in its words, else none.

    Evidence chooses before words do, so that no group takes the row that another one's voices have.
    """
    free = dict(rows)
    chosen: list[Held | None] = []
    for group in groups:
        counts = Counter(f.solution for f in group if f.solution in free)
        best = min(counts, key=lambda pk: (-counts[pk], pk or 0), default=None)
        chosen.append(free.pop(best) if best is not None else None)
    by_words = {row.content: pk for pk, row in free.items()}
    for place, group in enumerate(groups):
        if chosen[place] is None:
            found = [by_words[f.content] for f in group if by_words.get(f.content) in free]
            chosen[place] = free.pop(min(found)) if found else None
    return chosen


def write_rows(told: Sequence[Told], left: Sequence[Held]) -> dict[tuple[int, str], int]:
    """Give the rows what their groups say, and the evidence its rows.

    Returns (entry, content) → the row that has these words now.
    """
    changed = [one for one in told if one.is_new_to_its_row]
    # An entry has each wording once: rows that exchange theirs let go of them first.
    letting_go = [row.pk for row in (*(one.row for one in changed if one.row), *left)]
    update_rows("library_solution", ["content_hash"], [(None, pk) for pk in letting_go])
    update_rows(
        "library_solution",
        ["text", "html", "content_hash", "voice_count"],
        [(one.text, one.html, one.content, one.voices, one.row.pk) for one in changed if one.row],
    )
    made = make_rows([one for one in told if one.row is None])
    row_of = [one.row.pk if one.row else made[one.entry, one.content] for one in told]
    pairs = list(zip(told, row_of, strict=True))
    update_rows(
        "curation_evidence",
        ["solution_id"],
        [(pk, fix.evidence) for one, pk in pairs for fix in one.group if fix.solution != pk],
    )
    return {(one.entry, one.content): pk for one, pk in pairs}


def make_rows(new: Sequence[Told]) -> dict[tuple[int, str], int]:
    """Write new rows; returns (entry, content) → id, as an entry has each wording once."""
    insert_objects(
        [
            Solution(
                entry_id=one.entry,
                text=one.text,
                html=one.html,
                content_hash=one.content,
                voice_count=one.voices,
            )
            for one in new
        ]
    )
    entries = {one.entry for one in new}
    rows = read_rows(Solution, ("entry_id", "content_hash", "pk"), "entry_id", entries)
    return {(entry, content): pk for entry, content, pk in rows}


def leave_rows(left: Sequence[Held], holders: Mapping[tuple[int, str], int]) -> None:
    """Rows that no evidence has any more: those that people spoke of stay, the others go.

    They have let go of their words; where another row now holds these, what people said goes to
    that one.
    """
    if not left:
        return
    pks = [row.pk for row in left]
    spoken_of = set(Receipt.objects.filter(solution__in=pks).values_list("solution_id", flat=True))
    marked = Entry.objects.filter(best_solution__in=pks).values_list("best_solution_id", flat=True)
    kept = spoken_of | set(marked)
    for held in left:
        if held.pk not in kept:
            continue
        row = Solution.objects.get(pk=held.pk)
        holder = holders.get((held.entry, held.content))
        if holder is None:
            row.content_hash, row.voice_count = held.content, 0
            row.save(update_fields=["content_hash", "voice_count"])
        else:
            fold_into(Solution.objects.get(pk=holder), row)
    Solution.objects.filter(pk__in=set(pks) - kept).delete()


def fold_into(holder: Solution, row: Solution) -> None:
    """What people said of a row is said of the one that now has its words."""
    told = holder.receipts.values_list("person_id", flat=True)
    row.receipts.exclude(person_id__in=list(told)).update(solution=holder, entry=holder.entry)
    Entry.objects.filter(best_solution=row).update(best_solution=holder)
    row.delete()
    count_receipts(holder.entry, holder)
