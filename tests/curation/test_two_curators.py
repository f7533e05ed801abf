"""Two curators at the same moment, each on a connection of their own, on a real database."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.accounts.models import Person
from nexus.common.errors import Conflict, NexusError
from nexus.curation.models import Action, Evidence, Suggestion
from nexus.curation.services import (
    add_alias,
    answer_suggestion,
    merge_entries,
    refresh_evidence,
    rename,
    split_entry,
    undo_action,
)
from nexus.documents.models import LexiconSpelling
from nexus.library.models import Entry
from tests.at_once import AtOnce
from tests.curation.desk_support import SEATS, bring_challenges

pytestmark = pytest.mark.django_db(transaction=True)


def one_and_one_conflict(answers: list[Any]) -> tuple[Action, Conflict]:
    """One did it; the other heard what to do."""
    done = [a for a in answers if isinstance(a, Action)]
    refused = [a for a in answers if isinstance(a, Conflict)]
    assert (len(done), len(refused)) == (1, 1), answers
    return done[0], refused[0]


@pytest.fixture
def pages(make_person: Any, bring: Any) -> tuple[Entry, Entry]:
    return bring_challenges(make_person, bring)


@pytest.fixture
def curators(make_person: Any) -> tuple[Person, Person]:
    return make_person("mentor"), make_person("mentor")


def test_both_merge_each_into_the_other(
    pages: tuple[Entry, Entry], curators: tuple[Person, Person], at_once: AtOnce
) -> None:
    seats, labels = pages
    answers = at_once(
        lambda: merge_entries(actor=curators[0], entry=seats, into=labels),
        lambda: merge_entries(actor=curators[1], entry=labels, into=seats),
    )
    _, refused = one_and_one_conflict(answers)
    assert "in the meantime. Load the page again." in refused.message
    (told,) = at_once(
        lambda: (
            Action.objects.count(),
            Entry.objects.filter(merged_into=None, kind="challenge", evidence__isnull=False)
            .distinct()
            .count(),
            Evidence.objects.filter(entry=None).count(),
        )
    )
    assert told == (1, 1, 0)


def test_both_answer_the_same_question(
    pages: tuple[Entry, Entry], curators: tuple[Person, Person], at_once: AtOnce
) -> None:
    labels = pages[1]
    left, right = (Evidence.objects.filter(entry=e).earliest("pk").statement for e in pages)
    question = Suggestion.objects.create(
        left=min(left.content_hash, right.content_hash),
        right=max(left.content_hash, right.content_hash),
        statement=left,
        other=right,
        entry=labels,
        score=0.5,
    )
    answers = at_once(
        lambda: answer_suggestion(actor=curators[0], suggestion_pk=question.pk, same=True),
        lambda: answer_suggestion(actor=curators[1], suggestion_pk=question.pk, same=False),
    )
    _, refused = one_and_one_conflict(answers)
    assert refused.message == "This question was answered in the meantime. Take the next one."


def test_one_merges_while_the_other_splits(
    pages: tuple[Entry, Entry], curators: tuple[Person, Person], at_once: AtOnce
) -> None:
    """Either order is right; nothing is lost, and undoing both gives what was before."""
    seats, labels = pages
    one = Evidence.objects.get(statement__title=SEATS[1][0]).statement_id
    before = dict(Evidence.objects.values_list("statement", "entry"))
    answers = at_once(
        lambda: merge_entries(actor=curators[0], entry=seats, into=labels),
        lambda: split_entry(
            actor=curators[1], entry=seats, statement_pks=[one], title="Seat by seat"
        ),
    )
    done = [a[0] if isinstance(a, tuple) else a for a in answers if not isinstance(a, NexusError)]
    assert 1 <= len(done) <= 2
    assert all(isinstance(a, Conflict) for a in answers if isinstance(a, NexusError))

    def undo_all() -> dict[int, int]:
        for action in sorted(done, key=lambda a: -a.pk):
            undo_action(actor=curators[0], action_pk=action.pk)
        return dict(Evidence.objects.values_list("statement", "entry"))

    assert at_once(undo_all) == [before]


def test_one_undoes_what_the_other_builds_on(
    pages: tuple[Entry, Entry], curators: tuple[Person, Person], at_once: AtOnce
) -> None:
    """Undone first, or refused because of the rename: never a rename that is lost."""
    seats, labels = pages
    merge = merge_entries(actor=curators[0], entry=seats, into=labels)
    undone, renamed = at_once(
        lambda: undo_action(actor=curators[0], action_pk=merge.pk),
        lambda: rename(actor=curators[1], entry=labels, title="Printers jam"),
    )
    assert isinstance(renamed, Action)
    if isinstance(undone, Conflict):
        assert "Undo that first." in undone.message
    (title,) = at_once(lambda: Entry.objects.get(pk=labels.pk).title)
    assert title == "Printers jam"


def test_a_run_beside_a_curator_keeps_what_was_decided(
    pages: tuple[Entry, Entry], curators: tuple[Person, Person], at_once: AtOnce
) -> None:
    seats, labels = pages
    _, merged = at_once(
        refresh_evidence, lambda: merge_entries(actor=curators[0], entry=seats, into=labels)
    )
    assert isinstance(merged, Action)
    (places,) = at_once(lambda: set(Evidence.objects.values_list("entry", flat=True)))
    assert places == {labels.pk}


def test_both_give_a_spelling_to_another_term(make_person: Any, at_once: AtOnce) -> None:
    people = [make_person("maintainer"), make_person("maintainer")]
    answers = at_once(
        lambda: add_alias(actor=people[0], slug="redis", alias="Numbat"),
        lambda: add_alias(actor=people[1], slug="celery", alias="Numbat"),
    )
    done = [a for a in answers if isinstance(a, Action)]
    refused = [a for a in answers if isinstance(a, NexusError)]
    assert (len(done), len(refused)) == (1, 1), answers
    assert "“Numbat” is a spelling of the technology" in refused[0].message
    assert at_once(lambda: LexiconSpelling.objects.count()) == [1]
