"""What curators do loses nothing, is replayed by content, and can be undone."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from nexus.accounts.models import Person
from nexus.common.errors import Conflict, Invalid, NotAllowed, SignInNeeded
from nexus.curation.models import Action, Decision, Evidence
from nexus.curation.selectors import list_voices
from nexus.curation.services import (
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
from nexus.library.models import Entry, EntryAlias, Link
from nexus.library.selectors import get_entry_at
from nexus.library.services import add_solution, create_entry, give_receipt
from tests.curation.desk_support import (
    LABELS,
    SEATS,
    bring_challenges,
    rows,
    text_of,
)
from tests.support import api_of

Pages = tuple[Entry, Entry]


@pytest.fixture
def pages(make_person: Any, bring: Any) -> Pages:
    return bring_challenges(make_person, bring)


def titles(entry: Entry) -> set[str]:
    return set(Statement.objects.filter(evidence__entry=entry).values_list("title", flat=True))


def test_a_merge_moves_all_that_stands_on_an_entry(
    pages: Pages, mentor: Person, learner: Person, reader: Person
) -> None:
    seats, labels = pages
    solution = add_solution(actor=learner, entry=seats, text="Use prefetch_related.")
    give_receipt(actor=reader, entry=seats, outcome="worked", solution=solution)
    give_receipt(actor=reader, entry=seats, outcome="same-here")
    give_receipt(actor=reader, entry=labels, outcome="same-here")
    give_receipt(actor=learner, entry=seats, outcome="same-here")
    EntryAlias.objects.create(entry=seats, text="Slow seats")
    old = (seats.kind, seats.slug)
    written = create_entry(
        actor=learner, kind="practice", title="Watch queries", lead=f"See [[{seats.title}]]."
    )
    action = merge_entries(actor=mentor, entry=seats, into=labels)
    labels.refresh_from_db()
    assert titles(labels) == {title for title, _, _ in SEATS + LABELS}
    assert (labels.voice_count, labels.statement_count) == (2, 4)
    assert [s.text for s in labels.solutions.filter(author=learner)] == ["Use prefetch_related."]
    assert labels.solutions.filter(voice_count__gt=0).count() == 3
    assert labels.same_here_count == 2, "a person counts once"
    assert labels.worked_count == 1
    assert {a.text for a in labels.aliases.all()} == {"Slow seats", seats.title}
    assert get_entry_at(viewer=AnonymousUser(), kind=old[0], slug=old[1]) == labels
    assert Link.objects.get(source=written).target == labels
    assert str(action) == f"Merged “{seats.title}” into “{labels.title}”"
    assert action.person == mentor


def test_undoing_a_merge_puts_every_row_back(pages: Pages, mentor: Person, learner: Person) -> None:
    seats, labels = pages
    solution = add_solution(actor=learner, entry=seats, text="Use prefetch_related.")
    give_receipt(actor=learner, entry=seats, outcome="worked", solution=solution)
    give_receipt(actor=learner, entry=labels, outcome="same-here")
    before = rows()
    action = merge_entries(actor=mentor, entry=seats, into=labels)
    assert rows() != before
    undo_action(actor=mentor, action_pk=action.pk)
    assert rows() == before
    assert refresh_evidence() == 0


def test_a_split_is_the_inverse_of_a_merge_and_can_be_undone(pages: Pages, mentor: Person) -> None:
    seats, _ = pages
    before = rows()
    one = Statement.objects.get(title=SEATS[1][0])
    action, made = split_entry(actor=mentor, entry=seats, statement_pks=[one.pk], title="Per seat")
    assert (titles(made), titles(seats)) == ({SEATS[1][0]}, {SEATS[0][0]})
    assert refresh_evidence() == 0, "a run keeps what was decided"
    merge = merge_entries(actor=mentor, entry=made, into=seats)
    assert titles(seats) == {SEATS[0][0], SEATS[1][0]}
    undo_action(actor=mentor, action_pk=merge.pk)
    undo_action(actor=mentor, action_pk=action.pk)
    after = rows()
    after["library.Entry"] = [r for r in after["library.Entry"] if r[0] != made.pk]
    assert after == before
    made.refresh_from_db()
    assert made.state == Entry.State.RETIRED


def test_words_that_come_again_go_where_they_were_put(
    pages: Pages, mentor: Person, make_person: Any, bring: Any
) -> None:
    seats, labels = pages
    moved = Statement.objects.get(title=SEATS[1][0])
    move_statements(actor=mentor, statement_pks=[moved.pk], into=labels)
    bring(make_person(), ("again.md", text_of(SEATS[1])))
    assert Statement.objects.filter(title=SEATS[1][0], evidence__entry=labels).count() == 2
    assert titles(seats) == {SEATS[0][0]}
    merge_entries(actor=mentor, entry=seats, into=labels)
    bring(make_person(), ("new.md", text_of(("Seat map, seat by seat", SEATS[0][1], "Join them"))))
    assert "Seat map, seat by seat" in titles(labels), "new words like the merged ones follow them"


def test_somebody_elses_later_action_is_not_undone_by_the_way(
    pages: Pages, mentor: Person, maintainer: Person
) -> None:
    seats, labels = pages
    merge = merge_entries(actor=mentor, entry=seats, into=labels)
    renamed = rename(actor=maintainer, entry=labels, title="Queues and seats")
    assert renamed is not None
    with pytest.raises(Conflict, match="Renamed"):
        undo_action(actor=mentor, action_pk=merge.pk)
    undo_action(actor=mentor, action_pk=renamed.pk)
    undo_action(actor=mentor, action_pk=merge.pk)
    with pytest.raises(Conflict, match="already"):
        undo_action(actor=mentor, action_pk=merge.pk)


def test_a_second_curator_hears_that_an_entry_was_merged(pages: Pages, mentor: Person) -> None:
    seats, labels = pages
    merge_entries(actor=mentor, entry=seats, into=labels)
    before = rows()
    with pytest.raises(Conflict, match="was merged into"):
        merge_entries(actor=mentor, entry=seats, into=labels)
    with pytest.raises(Conflict):
        rename(actor=mentor, entry=seats, title="Elsewhere")
    assert rows() == before


def test_a_rename_redirects_both_ways(pages: Pages, mentor: Person) -> None:
    seats, _ = pages
    old = seats.slug
    action = rename(actor=mentor, entry=seats, title="Seats ask one by one")
    assert action is not None
    seats.refresh_from_db()
    assert seats.slug == "seats-ask-one-by-one"
    assert get_entry_at(viewer=AnonymousUser(), kind="challenge", slug=old) == seats
    undo_action(actor=mentor, action_pk=action.pk)
    seats.refresh_from_db()
    assert seats.slug == old
    found = get_entry_at(viewer=AnonymousUser(), kind="challenge", slug="seats-ask-one-by-one")
    assert found == seats
    assert rename(actor=mentor, entry=seats, title=seats.title) is None


def test_a_wording_and_a_best_solution_are_chosen(
    pages: Pages, mentor: Person, learner: Person
) -> None:
    seats, labels = pages
    statement = Statement.objects.get(title=SEATS[1][0])
    Evidence.objects.filter(statement=statement).update(score=0.1)
    told = [voice.statement_id for voice in list_voices(viewer=learner, entry=seats)]
    assert told[-1] == statement.pk
    choose_wording(actor=mentor, entry=seats, statement_pk=statement.pk)
    seats.refresh_from_db()
    assert (seats.title, seats.wording) == (SEATS[1][0], statement.content_hash)
    told = [voice.statement_id for voice in list_voices(viewer=learner, entry=seats)]
    assert told[0] == statement.pk
    query = f'{{ entry(id: "entry-{seats.pk}") {{ voices {{ statement }} }} }}'
    found = api_of(learner).post("/graphql", {"query": query}).json()["data"]["entry"]["voices"]
    assert [voice["statement"] for voice in found] == [f"statement-{pk}" for pk in told]
    with pytest.raises(Invalid):
        choose_wording(actor=mentor, entry=labels, statement_pk=statement.pk)
    solution = add_solution(actor=learner, entry=seats, text="Prefetch.")
    with pytest.raises(Invalid):
        mark_best_solution(actor=mentor, entry=labels, solution=solution)
    action = mark_best_solution(actor=mentor, entry=seats, solution=solution)
    assert action is not None
    assert Entry.objects.get(pk=seats.pk).best_solution == solution
    undo_action(actor=mentor, action_pk=action.pk)
    assert Entry.objects.get(pk=seats.pk).best_solution is None


def test_a_retracted_document_counts_for_nothing_until_undone(
    pages: Pages, mentor: Person, learner: Person
) -> None:
    seats, _ = pages
    document = Document.objects.get(name="1.md")
    before = rows()
    with pytest.raises(NotAllowed):
        retract_document(actor=learner, document=document)
    action = retract_document(actor=mentor, document=document)
    assert action is not None
    seats.refresh_from_db()
    assert (titles(seats), seats.voice_count) == ({SEATS[0][0]}, 1)
    assert refresh_evidence() == 0
    assert retract_document(actor=mentor, document=document) is None
    undo_action(actor=mentor, action_pk=action.pk)
    seats.refresh_from_db()
    assert (rows(), seats.voice_count) == (before, 2)


def test_who_may_curate(pages: Pages, learner: Person) -> None:
    seats, labels = pages
    before = rows()
    with pytest.raises(SignInNeeded):
        merge_entries(actor=AnonymousUser(), entry=seats, into=labels)
    with pytest.raises(NotAllowed):
        merge_entries(actor=learner, entry=seats, into=labels)
    with pytest.raises(NotAllowed):
        rename(actor=learner, entry=seats, title="X")
    assert rows() == before
    assert not Action.objects.exists()


def test_what_cannot_be_joined_is_refused(pages: Pages, mentor: Person, learner: Person) -> None:
    seats, _ = pages
    practice = create_entry(actor=learner, kind="practice", title="Tests", lead="Write them.")
    written = create_entry(actor=learner, kind="challenge", title="Pumps", lead="They leak.")
    with pytest.raises(Invalid, match="one kind"):
        merge_entries(actor=mentor, entry=seats, into=practice)
    with pytest.raises(Invalid, match="itself"):
        merge_entries(actor=mentor, entry=seats, into=seats)
    with pytest.raises(Invalid, match="Merge “"):
        merge_entries(actor=mentor, entry=written, into=seats)
    with pytest.raises(Invalid) as refused:
        move_statements(actor=mentor, statement_pks=[999_999], into=seats)
    assert refused.value.fields == {"statements": "statement-999999 is not in use."}
    assert not Decision.objects.filter(Q(left__startswith="entry") | Q(right__startswith="entry"))
    assert Evidence.objects.filter(entry=seats).count() == 2
