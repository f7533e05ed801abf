"""Reads across entries: every solution, receipt and revision that the viewer may see."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from nexus.accounts.models import UNNAMED, Role
from nexus.accounts.policies import Viewer, known_people, name_for, require
from nexus.common.errors import NotFound
from nexus.library.models import Entry, Receipt, Revision, Solution
from nexus.library.selectors import visible_entries

SOLUTION_ORDERS: dict[str, tuple[str, ...]] = {
    "worked": ("-worked_count", "-id"),
    "created": ("-id",),
}


def named(viewer: Viewer, field: str, pk: int) -> Q:
    """What a person wrote, for those who are signed in and may know them."""
    require(viewer, Role.READER, "list what one person wrote")
    return Q(**{f"{field}_id": pk}) & known_people(viewer, field)


def entries_like(viewer: Viewer, *, entry: int | None, kind: str, state: str) -> QuerySet[Entry]:
    """The visible entries whose contributions are asked for."""
    entries = visible_entries(viewer)
    if entry is not None:
        entries = entries.filter(pk=entry)
    if kind:
        entries = entries.filter(kind=kind)
    if state:
        entries = entries.filter(state=state)
    return entries


def list_all_solutions(
    *,
    viewer: Viewer,
    entry: int | None = None,
    author: int | None = None,
    state: str = "",
    order: str = "worked",
) -> QuerySet[Solution]:
    """Solutions of every visible challenge. Raises SignInNeeded where a person is named."""
    entries = entries_like(viewer, entry=entry, kind="", state=state)
    solutions = Solution.objects.filter(entry__in=entries).select_related("author", "entry")
    if author is not None:
        solutions = solutions.filter(named(viewer, "author", author))
    return solutions.order_by(*SOLUTION_ORDERS[order])


def list_all_receipts(
    *,
    viewer: Viewer,
    entry: int | None = None,
    solution: int | None = None,
    person: int | None = None,
    outcome: str = "",
    state: str = "",
) -> QuerySet[Receipt]:
    """Receipts of every visible challenge, newest first. Raises SignInNeeded."""
    entries = entries_like(viewer, entry=entry, kind="", state=state)
    receipts = Receipt.objects.filter(entry__in=entries).select_related("person")
    if solution is not None:
        receipts = receipts.filter(solution_id=solution)
    if person is not None:
        receipts = receipts.filter(named(viewer, "person", person))
    if outcome:
        receipts = receipts.filter(outcome=outcome)
    return receipts.order_by("-id")


def list_all_revisions(
    *,
    viewer: Viewer,
    entry: int | None = None,
    author: int | None = None,
    kind: str = "",
    state: str = "",
) -> QuerySet[Revision]:
    """Revisions of every visible entry, newest first. Raises SignInNeeded."""
    entries = entries_like(viewer, entry=entry, kind=kind, state=state)
    revisions = Revision.objects.filter(entry__in=entries).select_related("author")
    if author is not None:
        revisions = revisions.filter(named(viewer, "author", author))
    return revisions.order_by("-id")


def author_of(viewer: Viewer, solution: Solution) -> str:
    """Who a solution is by: a person, or the learners whose documents tell of it, or told once."""
    if solution.author is None:
        return f"{solution.voice_count} learners" if solution.voice_count > 1 else UNNAMED
    return name_for(viewer, solution.author)


def get_solution(*, viewer: Viewer, pk: int) -> Solution:
    """One solution. Raises NotFound, also for what the viewer may not see."""
    solution = list_all_solutions(viewer=viewer).filter(pk=pk).first()
    if solution is None:
        raise NotFound("There is no such solution.")
    return solution


def get_receipt(*, viewer: Viewer, pk: int) -> Receipt:
    """One receipt. Raises NotFound, also for what the viewer may not see."""
    receipt = list_all_receipts(viewer=viewer).filter(pk=pk).first()
    if receipt is None:
        raise NotFound("There is no such receipt.")
    return receipt


def get_revision_by_id(*, viewer: Viewer, pk: int) -> Revision:
    """One revision. Raises NotFound, also for what the viewer may not see."""
    revision = list_all_revisions(viewer=viewer).filter(pk=pk).first()
    if revision is None:
        raise NotFound("There is no such revision.")
    return revision
