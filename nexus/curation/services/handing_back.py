"""What people said while an action stood goes where the words are that they said it of."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db.models import F

from nexus.curation.models import Action, Evidence
from nexus.curation.services.solutions import fold_into
from nexus.library.models import Entry, Receipt, Solution
from nexus.library.services.receipts import count_receipts

Held = Mapping[int, int | None]


def solutions_of(evidence: Collection[int]) -> dict[int, int | None]:
    """Evidence → its solution."""
    rows = Evidence.objects.filter(pk__in=evidence)
    return dict(rows.values_list("pk", "solution_id"))


def hand_back(action: Action, pages: Sequence[int], before: Held) -> None:
    """Receipts and solutions given meanwhile; `before` is the evidence's solutions until now.

    When the rows of an action are back as they were, in the caller's transaction.
    """
    return_receipts(pages)
    fold_fixes(before)
    if action.kind == Action.Kind.SPLIT:
        empty_split_page(action, pages)


def return_receipts(pages: Sequence[int]) -> None:
    """Receipts go with their solution to the page that has it again."""
    astray = Receipt.objects.filter(solution__entry__in=pages).exclude(entry=F("solution__entry"))
    solutions = Solution.objects.filter(pk__in=set(astray.values_list("solution", flat=True)))
    for solution in solutions.select_related("entry"):
        solution.receipts.update(entry=solution.entry)
        count_receipts(solution.entry, solution)


def fold_fixes(before: Held) -> None:
    """A fix that was composed of words which have their former one again becomes part of that."""
    now = solutions_of(before)
    former = {before[pk]: home for pk, home in sorted(now.items()) if home and before[pk] != home}
    solutions = Solution.objects.select_related("entry").in_bulk(
        {pk for pair in former.items() for pk in pair if pk}
    )
    for pk, home in former.items():
        if pk in solutions and not Evidence.objects.filter(solution=pk).exists():
            fold_into(solutions[home], solutions[pk])


def empty_split_page(action: Action, pages: Sequence[int]) -> None:
    """What people gave a page that was split off goes to the one its words are back on.

    Not where it has words of others by now, or a text that somebody wrote.
    """
    model = Evidence._meta.label
    words = [line for line in action.journal if line["model"] == model and line["did"] == "changed"]
    sources = {line["was"]["entry_id"] for line in words}
    source = Entry.objects.filter(pk__in=sources).first()
    if source is None:
        return
    made = Entry.objects.filter(pk__in=pages, version=0, evidence=None).exclude(pk__in=sources)
    for page in made:
        for solution in page.solutions.all():
            give_solution(solution, source)
        given = set(source.receipts.filter(solution=None).values_list("person_id", "outcome"))
        for receipt in Receipt.objects.filter(entry=page, solution=None):
            if (receipt.person_id, receipt.outcome) in given:
                receipt.delete()  # said there already
            else:
                receipt.entry = source
                receipt.save(update_fields=["entry"])


def give_solution(solution: Solution, entry: Entry) -> None:
    """To another entry, with its receipts; into the one that has its words there already."""
    told = entry.solutions.exclude(content_hash=None)
    twin = told.filter(content_hash=solution.content_hash).first()
    if twin is not None:
        fold_into(twin, solution)
        return
    solution.entry = entry
    solution.save(update_fields=["entry"])
    solution.receipts.update(entry=entry)
