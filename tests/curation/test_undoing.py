"""What people did meanwhile stands when a curator's action is taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from nexus.accounts.models import Person
from nexus.curation.models import Action
from nexus.curation.services import (
    add_term,
    mark_best_solution,
    merge_entries,
    rename,
    undo_action,
)
from nexus.documents.models import Document
from nexus.documents.services import erase_document
from nexus.library.models import Entry, Receipt, Solution
from nexus.library.services import give_receipt, withdraw_receipt
from tests.curation.desk_support import SEATS, bring_challenges

Pages = tuple[Entry, Entry]


@pytest.fixture
def pages(make_person: Any, bring: Any) -> Pages:
    return bring_challenges(make_person, bring)


def fix_told(number: int) -> Solution:
    return Solution.objects.get(text__startswith=SEATS[number][2])


def last_on_desk(client: Client, person: Person) -> Action | None:
    client.force_login(person)
    return client.get("/desk/").context["last_action"]


def test_the_desk_takes_back_only_what_this_curator_did(
    pages: Pages, client: Client, make_person: Any, maintainer: Person
) -> None:
    mira, noah = make_person("mentor"), make_person("mentor")
    seats, labels = pages
    hers = rename(actor=mira, entry=seats, title="Seats one by one")
    his = rename(actor=noah, entry=labels, title="Labels jam")
    add_term(actor=maintainer, kind="technology", name="Zorglub")
    assert last_on_desk(client, mira) == hers
    assert last_on_desk(client, noah) == his
    assert hers is not None
    undo_action(actor=mira, action_pk=hers.pk)
    assert last_on_desk(client, mira) is None


def test_receipts_given_after_a_merge_go_back_with_their_solution(
    pages: Pages, mentor: Person, reader: Person, learner: Person
) -> None:
    seats, labels = pages
    fix = fix_told(0)
    action = merge_entries(actor=mentor, entry=seats, into=labels)
    fix.refresh_from_db()
    for person in (reader, learner):
        give_receipt(actor=person, entry=labels, outcome="worked", solution=fix)
    undo_action(actor=mentor, action_pk=action.pk)
    fix.refresh_from_db()
    assert set(Receipt.objects.values_list("entry", "solution")) == {(seats.pk, fix.pk)}
    counts = dict(Entry.objects.values_list("pk", "worked_count"))
    assert (counts[seats.pk], counts[labels.pk], fix.worked_count) == (2, 0, 2)
    give_receipt(actor=reader, entry=fix.entry, outcome="worked", solution=fix)
    withdraw_receipt(actor=learner, entry=fix.entry, outcome="worked", solution=fix)
    fix.refresh_from_db()
    assert (fix.worked_count, Entry.objects.get(pk=seats.pk).worked_count) == (1, 1)


def test_a_mark_whose_fix_was_erased_stays_gone(pages: Pages, mentor: Person) -> None:
    seats, _ = pages
    first, second = fix_told(0), fix_told(1)
    mark_best_solution(actor=mentor, entry=seats, solution=first)
    action = mark_best_solution(actor=mentor, entry=seats, solution=second)
    assert action is not None
    document = Document.objects.get(name="0.md")
    erase_document(actor=document.author, document=document)
    seats.refresh_from_db()
    assert seats.best_solution == second
    undo_action(actor=mentor, action_pk=action.pk)
    seats.refresh_from_db()
    assert seats.best_solution is None
