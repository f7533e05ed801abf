"""What the desk asks today: behind how many people, and of what."""

from __future__ import annotations

from typing import Any

from nexus.curation import desk
from nexus.curation.models import Evidence
from nexus.library.models import Entry, Receipt, Solution
from nexus.library.services import give_receipt
from tests.curation.desk_support import bring_challenges

OUTCOME = Receipt.Outcome


def readers(viewer: Any, kind: str) -> dict[Any, int]:
    questions = desk.list_questions(viewer=viewer)
    return {q.solution or q.entry: q.readers for q in questions if q.kind == kind}


def test_who_told_of_it_and_pressed_is_one_person(
    mentor: Any, make_person: Any, bring: Any, django_assert_max_num_queries: Any
) -> None:
    seats, labels = bring_challenges(make_person, bring)
    Entry.objects.update(is_solved=False)
    authors = Evidence.objects.filter(entry=seats).values_list(
        "statement__document__author", flat=True
    )
    people = [*type(mentor).objects.filter(pk__in=authors), *(make_person() for _ in range(4))]
    assert len(people) == 6
    for person in people:
        give_receipt(actor=person, entry=seats, outcome="same-here")
    with django_assert_max_num_queries(8):
        assert readers(mentor, "unsolved") == {seats: 6, labels: 2}


def test_a_disputed_fix_has_each_person_once(mentor: Any, make_person: Any, bring: Any) -> None:
    seats, _ = bring_challenges(make_person, bring)
    told = Evidence.objects.filter(entry=seats, solution__isnull=False).earliest("pk")
    solution, author = told.solution, told.statement.document.author
    assert solution is not None
    others = [make_person(), make_person()]
    for person, outcome in [(author, "worked"), (others[0], "broken"), (others[1], "broken")]:
        give_receipt(actor=person, entry=seats, outcome=outcome, solution=solution)
    voices = Solution.objects.get(pk=solution.pk).voice_count
    assert readers(mentor, "disputed") == {solution: 2 + voices}
