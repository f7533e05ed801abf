"""What the desk asks today: behind how many people, and of what."""

from __future__ import annotations

from typing import Any

from nexus.curation import desk
from nexus.curation.models import Evidence, Skip, Suggestion
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


def suggest(statement: Any, entry: Entry, number: int, score: float, worth: float) -> Suggestion:
    return Suggestion.objects.create(
        left=f"{number:064}",
        right=f"entry-{entry.pk}",
        statement=statement,
        entry=entry,
        score=score,
        readers=7,
        worth=worth,
    )


def test_at_most_two_merges_of_a_page_and_none_that_is_unlikely(
    mentor: Any, make_person: Any, bring: Any, client: Any
) -> None:
    """What is not asked today is still in the list, and can be asked by its key."""
    seats, labels = bring_challenges(make_person, bring)
    Suggestion.objects.all().delete()
    statement = seats.evidence.earliest("pk").statement
    large = [suggest(statement, labels, n, score=0.3, worth=90 - n) for n in range(4)]
    other = suggest(statement, seats, 4, score=desk.LIKELY, worth=2)
    unlikely = suggest(statement, seats, 5, score=desk.LIKELY - 0.01, worth=99)
    merges = [q for q in desk.list_questions(viewer=mentor) if q.kind == "merge"]
    assert [q.suggestion for q in merges] == [*large[:2], other]
    Skip.objects.create(person=mentor, question=merges[0].key)
    again = [q for q in desk.list_questions(viewer=mentor) if q.kind == "merge"]
    assert [q.suggestion for q in again] == [*large[1:3], other]
    assert set(desk.list_suggestions(viewer=mentor)) == {*large, other, unlikely}
    key = desk.merge_key(unlikely.pk)
    found = desk.find_question(viewer=mentor, key=key, among=again)
    assert found is not None
    assert found.suggestion == unlikely
    client.force_login(mentor)
    page = client.get("/desk/").content.decode()
    assert '<span class="count"><span class="unit">helps</span> 7</span>' in page
