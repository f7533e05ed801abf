"""One pair is one question: its people count once, and one answer is for all ways to ask it."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.accounts.models import Person
from nexus.curation.models import Decision, Evidence, Suggestion
from nexus.curation.services import answer_suggestion, undo_action
from nexus.curation.services.questions import Hint, Question, questions_of, weigh
from nexus.documents.models import Statement
from nexus.library.models import Entry
from tests.curation.desk_support import LABELS, SEATS, bring_challenges

Pages = tuple[Entry, Entry]


@pytest.fixture
def pages(make_person: Any, bring: Any) -> Pages:
    """Seats and labels: the same two people met both."""
    found = bring_challenges(make_person, bring)
    Suggestion.objects.all().delete()
    return found


def content(title: str) -> str:
    return Statement.objects.get(title=title).content_hash


def hint(right: str, score: float = 0.4) -> Hint:
    return Hint("cluster", content(SEATS[0][0]), right, score)


def weighed(hint: Hint) -> Question:
    (found,) = questions_of([hint])
    weigh([found])
    return found


def test_who_met_both_sides_is_one_reader(pages: Pages, make_person: Any, bring: Any) -> None:
    _, labels = pages
    row = weighed(hint(f"entry-{labels.pk}"))
    assert (row.readers, row.worth) == (2, pytest.approx(0.8))
    authors = Evidence.objects.filter(entry=labels).order_by("pk")
    for person, habit in (
        (authors[0].statement.document.author, "Water the plants on Friday"),
        (make_person(), "Measure twice and cut once"),
    ):
        text = f"# Notes\n\n## Best practices\n\n- {habit}\n"
        bring(person, (f"{person.pk}.md", text.encode()))
    plants, cut = (s.content_hash for s in Statement.objects.filter(kind="practice").order_by("pk"))
    row = weighed(Hint("cluster", plants, cut, 0.5))
    assert (row.readers, row.worth) == (2, pytest.approx(1.0)), "two who each told of one"


def test_against_words_and_against_their_page_is_one_question(pages: Pages) -> None:
    _, labels = pages
    (row,) = questions_of([hint(f"entry-{labels.pk}", 0.3), hint(content(LABELS[0][0]), 0.4)])
    assert (row.right, row.entry_id) == (content(LABELS[0][0]), labels.pk)


@pytest.fixture
def twins(pages: Pages) -> list[Suggestion]:
    """The same asked in three ways, as runs before and after a page was written ask, and another."""
    seats, labels = pages
    seat, label = content(SEATS[0][0]), content(LABELS[0][0])
    asked = [(seat, label, labels), (seat, f"entry-{labels.pk}", labels)]
    asked += [(label, f"entry-{seats.pk}", seats), (content(SEATS[1][0]), "f" * 64, labels)]
    statements = {s.content_hash: s for s in Statement.objects.all()}
    return [
        Suggestion.objects.create(
            left=left, right=right, statement=statements[left], entry=entry,
            other=statements.get(right), score=0.4,
        )
        for left, right, entry in asked
    ]  # fmt: skip


@pytest.mark.parametrize("first", [0, 1, 2])
def test_different_answers_all_ways_to_ask(
    twins: list[Suggestion], mentor: Person, pages: Pages, first: int
) -> None:
    action = answer_suggestion(actor=mentor, suggestion_pk=twins[first].pk, same=False)
    left = set(Suggestion.objects.values_list("pk", flat=True))
    assert twins[3].pk in left, "that one is about other words"
    if first == 0:
        assert left == {twins[3].pk}
        seats, labels = pages
        apart = set(Decision.objects.values_list("left", "right", "verdict"))
        seat, label = content(SEATS[0][0]), content(LABELS[0][0])
        assert apart == {
            (*sorted(both), "different")
            for both in ((seat, label), (seat, f"entry-{labels.pk}"), (label, f"entry-{seats.pk}"))
        }
    undo_action(actor=mentor, action_pk=action.pk)
    assert Suggestion.objects.count() == len(twins)
    assert not Decision.objects.exists()


def test_the_same_answers_all_ways_to_ask(twins: list[Suggestion], mentor: Person) -> None:
    answer_suggestion(actor=mentor, suggestion_pk=twins[0].pk, same=True)
    assert not Suggestion.objects.filter(pk__in=[one.pk for one in twins[:3]]).exists()
