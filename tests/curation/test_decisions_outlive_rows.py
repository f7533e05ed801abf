"""What curators decided is kept by content: erased and brought again, rebuilt, it is as it was."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.accounts.models import Person
from nexus.curation.models import Evidence, Suggestion
from nexus.curation.services import (
    answer_suggestion,
    choose_wording,
    mark_best_solution,
    merge_entries,
    move_statements,
    refresh_evidence,
    rename,
    retract_document,
    split_entry,
    undo_action,
)
from nexus.documents.models import Document, Statement
from nexus.documents.services import erase_document
from nexus.jobs.models import Job
from nexus.jobs.services import claim_job, run_job
from nexus.library.models import Entry, Solution
from tests.curation.desk_support import LABELS, SEATS, text_of

BACKUPS = [
    ("The backup stops at midnight", "The backup job stops at midnight", "Raise its time limit"),
    ("Midnight ends the backup", "The backup job is ended at midnight", "Raise the time limit"),
]
PUMPS = [
    ("The pump drips at night", "Water drips from the pump at night", "Tighten the pump ring"),
    ("Pump drips when it is dark", "The pump drips water at night", "Tighten its ring well"),
]
MET = zip(SEATS, LABELS, BACKUPS, PUMPS, strict=True)
TEXTS = [(f"{n}.md", text_of(*four)) for n, four in enumerate(MET)]


@pytest.fixture
def people(make_person: Any, bring: Any) -> list[Person]:
    """Two people who met four things each."""
    found = [make_person(), make_person()]
    bring_all(found, bring)
    return found


def bring_all(people: list[Person], bring: Any) -> None:
    for person, text in zip(people, TEXTS, strict=True):
        bring(person, text)


def page_of(title: str) -> Entry:
    """The page on which the words of this title stand."""
    row = Evidence.objects.select_related("entry").get(
        statement__title=title, statement__is_current=True
    )
    assert row.entry is not None
    return row.entry


def statement_of(title: str) -> Statement:
    return Statement.objects.get(title=title, is_current=True)


def places() -> list[tuple[Any, ...]]:
    """Where all words stand: by what they say and what their page is called."""
    rows = Evidence.objects.filter(statement__is_current=True).values_list(
        "statement__document__name",
        "statement__title",
        "entry",
        "entry__title",
        "entry__state",
        "entry__wording",
        "entry__best_solution__text",
        "solution__text",
    )
    return sorted(rows, key=repr)


def decide(mentor: Person) -> None:
    """One of everything that a curator can decide of words."""
    mine = [SEATS[0][0], LABELS[0][0], BACKUPS[0][0], PUMPS[0][0]]
    seats, labels, backups, pumps = (page_of(title) for title in mine)
    assert {page_of(pair[1][0]).pk for pair in (SEATS, LABELS, BACKUPS, PUMPS)} == {
        e.pk for e in (seats, labels, backups, pumps)
    }
    split_entry(
        actor=mentor, entry=seats, statement_pks=[statement_of(SEATS[1][0]).pk], title="Per seat"
    )
    merge_entries(actor=mentor, entry=labels, into=backups)
    move_statements(actor=mentor, statement_pks=[statement_of(PUMPS[1][0]).pk], into=backups)
    rename(actor=mentor, entry=pumps, title="Rings wear out")
    choose_wording(actor=mentor, entry=seats, statement_pk=statement_of(SEATS[0][0]).pk)
    best = Solution.objects.filter(entry=backups, evidence__isnull=False).latest("pk")
    mark_best_solution(actor=mentor, entry=backups, solution=best)
    left, right = sorted([statement_of(SEATS[0][0]), statement_of(PUMPS[0][0])], key=content)
    question = Suggestion.objects.create(
        left=content(left), right=content(right), statement=left, other=right,
        entry=page_of(right.title), score=0.5,
    )  # fmt: skip
    answer_suggestion(actor=mentor, suggestion_pk=question.pk, same=False)


def content(statement: Statement) -> str:
    return statement.content_hash


def test_erased_and_brought_again(people: list[Person], bring: Any, mentor: Person) -> None:
    decide(mentor)
    refresh_evidence()
    before = places()
    for document in Document.objects.filter(erased_at=None):
        erase_document(actor=document.author, document=document)
    assert places() == []
    bring_all(people, bring)
    assert places() == before


def test_rebuilt_from_nothing(people: list[Person], mentor: Person) -> None:
    decide(mentor)
    refresh_evidence()
    before = places()
    Evidence.objects.all().delete()
    refresh_evidence()
    assert places() == before


def test_brought_in_another_order(people: list[Person], bring: Any, mentor: Person) -> None:
    decide(mentor)
    before = places()
    for document in Document.objects.filter(erased_at=None):
        erase_document(actor=document.author, document=document)
    for person, text in reversed(list(zip(people, TEXTS, strict=True))):
        bring(person, text)
    assert places() == before


def test_a_retracted_document_comes_back_retracted(
    people: list[Person], bring: Any, mentor: Person
) -> None:
    document = Document.objects.get(name="1.md")
    before = places()
    action = retract_document(actor=mentor, document=document)
    assert action is not None
    without = places()
    assert len(without) == len(before) // 2
    erase_document(actor=people[1], document=document)
    bring(people[1], TEXTS[1])
    assert places() == without
    again = Document.objects.get(name="1.md")
    assert again.retracted_at is not None
    undo_action(actor=mentor, action_pk=action.pk)
    job = claim_job(Job.objects.filter(kind="consolidation").latest("pk").pk, "test")
    assert job is not None
    run_job(job)
    assert [row[:3] for row in places()] == [row[:3] for row in before]
