"""Fixes that documents tell, the same ones as one solution with its voices.

A row is known by the evidence that leads to it, so it keeps its receipts while its group grows,
splits or is worded anew.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.html import linebreaks

from nexus.consolidation import group_alike
from nexus.curation.models import Evidence
from nexus.library.models import Entry, Kind, Receipt, Solution

FIX_FIELDS = ("content_hash", "solution", "document__author_id", "document__copy_of_id")
MOST_COMPARED = 400  # fixes of one entry; further ones stand alone


@dataclass(frozen=True, slots=True)
class Fix:
    """A statement's way out, as its evidence has it."""

    evidence: int
    entry: int
    solution: int | None
    content: str
    text: str
    author: int
    copy_of: int | None


def compose_solutions(entry_pks: Sequence[int], has_fix: Q) -> None:
    """Make the solutions of these challenges what their evidence says. In the caller's transaction.

    Solutions that people wrote are left alone; composed ones without evidence go, unless somebody
    gave a receipt on them or a curator marked them.
    """
    fixes: dict[int, list[Fix]] = defaultdict(list)
    for fix in read_fixes(entry_pks, has_fix):
        fixes[fix.entry].append(fix)
    there: dict[int, dict[int, Solution]] = defaultdict(dict)
    for solution in Solution.objects.filter(entry_id__in=entry_pks, content_hash__isnull=False):
        there[solution.entry_id][solution.pk] = solution
    moved: dict[int, int | None] = {}
    changed: list[Solution] = []
    gone: list[int] = []
    for entry in sorted(fixes.keys() | there.keys()):
        rest = dict(there[entry])
        for group in group_fixes(fixes[entry]):
            solution = settle_group(entry, group, rest, changed)
            moved |= {f.evidence: solution.pk for f in group if f.solution != solution.pk}
        for solution in rest.values():
            gone.append(solution.pk)
    point_evidence(moved)
    Solution.objects.bulk_update(changed, ["text", "html", "content_hash", "voice_count"])
    drop_unused(gone)


def read_fixes(entry_pks: Sequence[int], has_fix: Q) -> list[Fix]:
    rows = Evidence.objects.filter(
        has_fix, entry_id__in=entry_pks, entry__kind=Kind.CHALLENGE
    ).order_by("statement__content_hash", "pk")
    fields = ("pk", "entry_id", "solution_id", *(f"statement__{name}" for name in FIX_FIELDS))
    return [Fix(*row) for row in rows.values_list(*fields)]


def group_fixes(fixes: Sequence[Fix]) -> list[list[Fix]]:
    """The same ways together, the most central wording first; larger groups first."""
    by_content: dict[str, list[Fix]] = defaultdict(list)
    for fix in fixes:
        by_content[fix.content].append(fix)
    texts = {content: rows[0].text for content, rows in by_content.items()}
    compared = dict(sorted(texts.items())[:MOST_COMPARED])
    groups = group_alike(compared) + [(c, [c]) for c in sorted(texts.keys() - compared.keys())]
    found = []
    for head, contents in groups:
        rest = [fix for content in contents if content != head for fix in by_content[content]]
        found.append([*by_content[head], *rest])
    return sorted(found, key=lambda g: (-len(g), g[0].content))


def settle_group(
    entry: int, group: Sequence[Fix], rest: dict[int, Solution], changed: list[Solution]
) -> Solution:
    """The row of a group: the one most of its evidence has, else one in its words, else new."""
    counts = Counter(f.solution for f in group if f.solution in rest)
    contents = {f.content for f in group}
    pk = min(
        (p for p in counts if p is not None), key=lambda p: (-counts[p], p), default=None
    ) or next((p for p, s in sorted(rest.items()) if s.content_hash in contents), None)
    head = group[0]
    values = {
        "text": head.text,
        "html": linebreaks(head.text, autoescape=True),
        "content_hash": head.content,
        "voice_count": len({f.author for f in group if f.copy_of is None}),
    }
    if pk is None:
        return Solution.objects.create(entry_id=entry, **values)
    solution = rest.pop(pk)
    if any(getattr(solution, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(solution, name, value)
        changed.append(solution)
    return solution


def point_evidence(moved: dict[int, int | None]) -> None:
    by_solution: dict[int | None, list[int]] = defaultdict(list)
    for evidence, solution in moved.items():
        by_solution[solution].append(evidence)
    for solution, pks in by_solution.items():
        Evidence.objects.filter(pk__in=pks).update(solution=solution)


def drop_unused(pks: Sequence[int]) -> None:
    """Composed solutions that no evidence has any more; those that people spoke of stay, bare."""
    spoken_of = set(Receipt.objects.filter(solution__in=pks).values_list("solution_id", flat=True))
    marked = Entry.objects.filter(best_solution__in=pks).values_list("best_solution_id", flat=True)
    kept = spoken_of | set(marked)
    Solution.objects.filter(pk__in=kept).update(voice_count=0)
    Solution.objects.filter(pk__in=set(pks) - kept).delete()
