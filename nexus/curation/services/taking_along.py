"""Fixes that go to another page take along what people said of them, and their mark."""

from __future__ import annotations

from collections.abc import Sequence

from nexus.curation.models import Evidence
from nexus.curation.services.acting import Act
from nexus.library.models import Entry, Solution
from nexus.library.services.receipts import count_receipts


def twins_on(target: Entry) -> dict[str | None, Solution]:
    """Solutions that documents tell there, by their words: an entry has each wording once."""
    return {s.content_hash: s for s in target.solutions.exclude(content_hash=None)}


def take_solution(act: Act, solution: Solution, target: Entry, twin: Solution | None) -> Solution:
    """Bring a solution and its receipts to an entry; returns the one that stands there.

    Where it has a twin, that one gets the receipts of people who have not given it theirs.
    """
    told = set(twin.receipts.values_list("person_id", flat=True)) if twin else set()
    for receipt in solution.receipts.exclude(person_id__in=told):
        act.journal.change(receipt, entry=target, solution=twin or solution)
    if twin is None:
        act.journal.change(solution, entry=target)
        return solution
    count_receipts(target, twin)
    return twin


def take_fixes(act: Act, evidence: Sequence[Evidence], target: Entry) -> dict[int, Solution]:
    """Bring along the fixes all of whose evidence goes; others stay with the words that stay.

    Returns, of those that go, solution → the one that stands on the target now.
    """
    going = {row.pk for row in evidence}
    fixes = Solution.objects.filter(evidence__in=going).exclude(entry=target)
    staying = Evidence.objects.filter(solution__in=fixes).exclude(pk__in=going)
    whole = fixes.exclude(pk__in=staying.values("solution")).select_related("entry").distinct()
    twins = twins_on(target)
    taken: dict[int, Solution] = {}
    for solution in whole.order_by("pk"):
        source = solution.entry
        there = take_solution(act, solution, target, twins.get(solution.content_hash))
        taken[solution.pk] = twins[solution.content_hash] = there
        if source.best_solution_id == solution.pk:
            act.journal.change(source, best_solution=None)
            if target.best_solution_id is None:
                act.journal.change(target, best_solution=there)
        count_receipts(source, None)
    if taken:
        count_receipts(target, None)
    return taken
