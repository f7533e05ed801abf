"""What people did meanwhile stands when a curator's action is taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from nexus.accounts.models import Person
from nexus.common.errors import Conflict
from nexus.curation.models import Action, Evidence
from nexus.curation.services import (
    add_term,
    mark_best_solution,
    merge_entries,
    refresh_evidence,
    rename,
    retract_document,
    split_entry,
    undo_action,
)
from nexus.documents.models import Document, Statement
from nexus.documents.services import erase_document
from nexus.jobs.models import Job
from nexus.library.models import Entry, Receipt, Solution
from nexus.library.services import add_solution, give_receipt, save_lead, withdraw_receipt
from tests.curation.desk_support import SEATS, bring_challenges, text_of

Pages = tuple[Entry, Entry]


@pytest.fixture
def pages(make_person: Any, bring: Any) -> Pages:
    return bring_challenges(make_person, bring)


def fix_told(number: int) -> Solution:
    return Solution.objects.get(text__startswith=SEATS[number][2])


def last_on_desk(client: Client, person: Person) -> Action | None:
    client.force_login(person)
    last: Action | None = client.get("/desk/").context["last_action"]
    return last


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


def test_a_writers_later_title_is_not_undone(pages: Pages, mentor: Person, learner: Person) -> None:
    seats, _ = pages
    old = seats.title
    action = rename(actor=mentor, entry=seats, title="Seats one by one")
    assert action is not None
    written = save_lead(
        actor=learner, entry=seats, expected_version=0, lead="They ask.", title="Seats ask often"
    )
    with pytest.raises(Conflict) as refused:
        undo_action(actor=mentor, action_pk=action.pk)
    assert refused.value.message == (
        "The title was changed since, from “Seats one by one” to “Seats ask often”. Rename the "
        "entry if it should have another one; to undo this after all, edit the entry and give it "
        "the title “Seats one by one” again first."
    )
    assert Entry.objects.get(pk=seats.pk).title == "Seats ask often"
    save_lead(
        actor=learner,
        entry=written,
        expected_version=1,
        lead="They ask.",
        title="Seats one by one",
    )
    undo_action(actor=mentor, action_pk=action.pk)
    assert Entry.objects.get(pk=seats.pk).title == old


def shelf() -> dict[str, tuple[int, int]]:
    """Challenges of the reference: voices as lists show them, and statements that stand there."""
    return {
        entry.title: (entry.voice_count, entry.evidence.count())
        for entry in Entry.objects.filter(kind="challenge", state="published")
    }


def test_a_retracted_document_that_changed_comes_back_as_it_is_now(
    bring: Any, learner: Person, mentor: Person
) -> None:
    kept, dropped = SEATS[0], ("Lemurs fill the disk", "No space is left on it", "Rotate the logs")
    added = ("The tapir queue stalls at noon", "Nothing moves", "Raise the tapir limit to four")
    corrected = (kept[0], f"{kept[1]} on it", kept[2])
    bring(learner, ("notes.md", text_of(kept, dropped)))
    action = retract_document(actor=mentor, document=Document.objects.get())
    assert action is not None
    bring(learner, ("notes.md", text_of(corrected, added)))
    assert shelf() == {}
    jobs = Job.objects.filter(kind="consolidation").count()
    undo_action(actor=mentor, action_pk=action.pk)
    assert shelf() == {kept[0]: (1, 1)}
    assert not Evidence.objects.filter(statement__is_current=False).exists()
    assert Job.objects.filter(kind="consolidation").count() == jobs + 1
    refresh_evidence()
    assert shelf() == {kept[0]: (1, 1), added[0]: (1, 1)}


def retracted() -> list[str]:
    rows = Document.objects.filter(erased_at=None, retracted_at__isnull=False)
    return sorted(rows.values_list("name", flat=True))


def test_bytes_that_two_actions_retracted_count_when_both_are_undone(
    bring: Any, learner: Person, mentor: Person
) -> None:
    """Each document waits for its own action; the bytes are remembered until the last one."""
    words = text_of(SEATS[0])
    bring(learner, ("one.md", words), ("two.md", words))
    one, two = (Document.objects.get(name=name) for name in ("one.md", "two.md"))
    first = retract_document(actor=mentor, document=one)
    second = retract_document(actor=mentor, document=two)
    assert first is not None
    assert second is not None
    undo_action(actor=mentor, action_pk=first.pk)
    assert retracted() == ["two.md"]
    bring(learner, ("three.md", words))
    assert retracted() == ["three.md", "two.md"]
    undo_action(actor=mentor, action_pk=second.pk)
    assert retracted() == []
    bring(learner, ("four.md", words))
    assert retracted() == []


def said(solution: Solution) -> tuple[int, int, int, int]:
    """Where a fix stands and for how many it worked, there and on its page; its voices."""
    solution = Solution.objects.select_related("entry").get(pk=solution.pk)
    page = solution.entry
    assert set(solution.receipts.values_list("entry_id", flat=True)) <= {page.pk}
    return page.pk, solution.worked_count, page.worked_count, solution.voice_count


def test_a_fix_goes_with_its_words_and_comes_back_with_them(
    pages: Pages, mentor: Person, reader: Person, learner: Person, maintainer: Person
) -> None:
    seats, _ = pages
    fix = fix_told(1)
    for person in (reader, learner):
        give_receipt(actor=person, entry=seats, outcome="worked", solution=fix)
    mark_best_solution(actor=mentor, entry=seats, solution=fix)
    one = Statement.objects.get(title=SEATS[1][0])
    action, made = split_entry(actor=mentor, entry=seats, statement_pks=[one.pk], title="Per seat")
    assert said(fix) == (made.pk, 2, 2, 1)
    assert Solution.objects.filter(entry__in=[seats, made]).count() == 2
    here = Entry.objects.get(pk=seats.pk)
    assert (here.best_solution, here.worked_count) == (None, 0)
    assert made.best_solution == fix
    fix.refresh_from_db()
    give_receipt(actor=maintainer, entry=made, outcome="worked", solution=fix)
    undo_action(actor=mentor, action_pk=action.pk)
    assert said(fix) == (seats.pk, 3, 3, 1)
    made.refresh_from_db()
    assert (made.state, made.worked_count, made.best_solution) == ("retired", 0, None)
    assert Entry.objects.get(pk=seats.pk).best_solution == fix


def test_what_a_split_page_was_given_returns_with_the_words(
    make_person: Any, bring: Any, mentor: Person, reader: Person, learner: Person
) -> None:
    """One fix told by two; one of them is split off, spoken of, and comes back."""
    alike = [SEATS[0], (SEATS[1][0], SEATS[1][1], SEATS[0][2])]
    for number, challenge in enumerate(alike):
        bring(make_person(), (f"{number}.md", text_of(challenge)))
    fix = Solution.objects.get()
    seats = fix.entry
    give_receipt(actor=reader, entry=seats, outcome="worked", solution=fix)
    one = Statement.objects.get(title=SEATS[1][0])
    action, made = split_entry(actor=mentor, entry=seats, statement_pks=[one.pk], title="Per seat")
    assert said(fix) == (seats.pk, 1, 1, 1), "it stays with the words that stay"
    other = Solution.objects.get(entry=made)
    for person in (reader, learner):
        give_receipt(actor=person, entry=made, outcome="worked", solution=other)
        give_receipt(actor=person, entry=made, outcome="same-here")
    give_receipt(actor=reader, entry=seats, outcome="same-here")
    added = add_solution(actor=learner, entry=made, text="Ask for all at once.")
    undo_action(actor=mentor, action_pk=action.pk)
    assert said(fix) == (seats.pk, 2, 2, 2)
    assert set(Solution.objects.values_list("pk", "entry")) == {
        (fix.pk, seats.pk),
        (added.pk, seats.pk),
    }
    assert Entry.objects.get(pk=seats.pk).same_here_count == 2
    assert Entry.objects.get(pk=made.pk).state == "retired"
