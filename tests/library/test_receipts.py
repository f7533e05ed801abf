"""Receipts and solutions: said once, counted from the rows."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.common.errors import Invalid, NotAllowed, SignInNeeded
from nexus.library.contributions import author_of
from nexus.library.models import Entry, Receipt, Solution
from nexus.library.selectors import helped_by, list_solutions, open_challenges_of, rank_of
from nexus.library.services import add_solution, create_entry, give_receipt, withdraw_receipt

pytestmark = pytest.mark.django_db


def counts(entry: Entry) -> tuple[int, int]:
    entry.refresh_from_db()
    return entry.same_here_count, entry.worked_count


def test_said_twice_is_counted_once(challenge: Entry, reader: Any) -> None:
    first = give_receipt(actor=reader, entry=challenge, outcome="same-here")
    second = give_receipt(
        actor=reader, entry=challenge, outcome="same-here", versions=" Django  5.1 "
    )
    assert first.pk == second.pk
    assert Receipt.objects.get().versions == "Django 5.1"
    assert counts(challenge) == (1, 0)


def test_each_person_counts(challenge: Entry, reader: Any, learner: Any) -> None:
    for person in (reader, learner):
        give_receipt(actor=person, entry=challenge, outcome="same-here")
    assert counts(challenge) == (2, 0)


def test_broken_takes_worked_back(challenge: Entry, reader: Any) -> None:
    give_receipt(actor=reader, entry=challenge, outcome="same-here")
    give_receipt(actor=reader, entry=challenge, outcome="worked")
    assert counts(challenge) == (1, 1)
    give_receipt(actor=reader, entry=challenge, outcome="broken")
    assert counts(challenge) == (1, 0)
    assert set(challenge.receipts.values_list("outcome", flat=True)) == {"same-here", "broken"}


def test_worked_on_two_solutions_is_one_person(challenge: Entry, learner: Any, reader: Any) -> None:
    one = add_solution(actor=learner, entry=challenge, text="Use a thread.")
    two = add_solution(actor=learner, entry=challenge, text="Use a process.")
    give_receipt(actor=reader, entry=challenge, outcome="worked", solution=one)
    give_receipt(actor=reader, entry=challenge, outcome="worked", solution=two)
    one.refresh_from_db()
    assert one.worked_count == 1
    assert counts(challenge) == (0, 1)


def test_withdrawn_is_gone(challenge: Entry, reader: Any) -> None:
    give_receipt(actor=reader, entry=challenge, outcome="worked")
    withdraw_receipt(actor=reader, entry=challenge, outcome="worked")
    withdraw_receipt(actor=reader, entry=challenge, outcome="worked")
    assert counts(challenge) == (0, 0)
    assert Receipt.objects.count() == 0


def test_nobody_withdraws_for_another(challenge: Entry, reader: Any, learner: Any) -> None:
    give_receipt(actor=reader, entry=challenge, outcome="worked")
    withdraw_receipt(actor=learner, entry=challenge, outcome="worked")
    assert counts(challenge) == (0, 1)


def test_only_challenges_take_receipts(learner: Any) -> None:
    practice = create_entry(actor=learner, kind="practice", title="Tests", lead="Write them.")
    with pytest.raises(Invalid) as caught:
        give_receipt(actor=learner, entry=practice, outcome="worked")
    assert set(caught.value.fields) == {"entry"}


def test_an_unknown_outcome(challenge: Entry, reader: Any) -> None:
    with pytest.raises(Invalid) as caught:
        give_receipt(actor=reader, entry=challenge, outcome="perhaps")
    assert set(caught.value.fields) == {"outcome"}


def test_a_solution_of_another_challenge(challenge: Entry, learner: Any) -> None:
    other = create_entry(actor=learner, kind="challenge", title="Other")
    solution = add_solution(actor=learner, entry=other, text="Restart.")
    with pytest.raises(Invalid) as caught:
        give_receipt(actor=learner, entry=challenge, outcome="worked", solution=solution)
    assert set(caught.value.fields) == {"solution"}


def test_anonymous_may_not(challenge: Entry, anonymous: Any) -> None:
    with pytest.raises(SignInNeeded):
        give_receipt(actor=anonymous, entry=challenge, outcome="worked")
    assert Receipt.objects.count() == 0


def test_a_solution_solves(learner: Any, reader: Any) -> None:
    entry = create_entry(actor=learner, kind="challenge", title="Open one")
    solution = add_solution(actor=learner, entry=entry, text=" **Restart** it ", versions=" 1  2 ")
    entry.refresh_from_db()
    assert entry.is_solved is True
    assert solution.html == "<p><strong>Restart</strong> it</p>\n"
    assert solution.versions == "1 2"
    with pytest.raises(NotAllowed):
        add_solution(actor=reader, entry=entry, text="x")


def test_an_empty_solution(challenge: Entry, learner: Any) -> None:
    with pytest.raises(Invalid) as caught:
        add_solution(actor=learner, entry=challenge, text=" \n")
    assert set(caught.value.fields) == {"text"}


def test_a_practice_has_no_solutions(learner: Any) -> None:
    practice = create_entry(actor=learner, kind="practice", title="Tests", lead="Write them.")
    with pytest.raises(Invalid) as caught:
        add_solution(actor=learner, entry=practice, text="x")
    assert set(caught.value.fields) == {"entry"}


def test_what_worked_comes_first(challenge: Entry, learner: Any, reader: Any) -> None:
    one = add_solution(actor=learner, entry=challenge, text="One")
    two = add_solution(actor=learner, entry=challenge, text="Two")
    give_receipt(actor=reader, entry=challenge, outcome="worked", solution=two)
    found = list_solutions(viewer=reader, entry=challenge)
    assert [s.pk for s in found] == [two.pk, one.pk]


def ranked(challenge: Entry, viewer: Any) -> list[str]:
    challenge.refresh_from_db()
    return [s.text for s in list_solutions(viewer=viewer, entry=challenge)]


def test_broken_receipts_count_against_and_voices_only_between_equals(
    challenge: Entry, learner: Any, reader: Any, mentor: Any
) -> None:
    """The order of ADR 20; `rank_of` is the same for who has the rows."""
    rows = {n: add_solution(actor=learner, entry=challenge, text=n) for n in ("a", "b", "c", "d")}
    Solution.objects.filter(pk=rows["d"].pk).update(voice_count=40)
    Solution.objects.filter(pk=rows["c"].pk).update(voice_count=2)
    assert ranked(challenge, reader) == ["d", "c", "a", "b"]
    give_receipt(actor=reader, entry=challenge, outcome="worked", solution=rows["b"])
    give_receipt(actor=reader, entry=challenge, outcome="broken", solution=rows["d"])
    assert ranked(challenge, reader) == ["b", "c", "a", "d"]
    give_receipt(actor=mentor, entry=challenge, outcome="broken", solution=rows["b"])
    give_receipt(actor=learner, entry=challenge, outcome="broken", solution=rows["b"])
    assert ranked(challenge, reader) == ["c", "a", "b", "d"]
    Entry.objects.filter(pk=challenge.pk).update(best_solution=rows["d"])
    assert ranked(challenge, reader) == ["d", "c", "a", "b"]
    sorted_here = sorted(challenge.solutions.all(), key=lambda s: rank_of(s, challenge))
    assert [s.text for s in sorted_here] == ["d", "c", "a", "b"]


def test_since_which_version_a_fix_no_longer_works(
    challenge: Entry, learner: Any, reader: Any, mentor: Any
) -> None:
    fix = add_solution(actor=learner, entry=challenge, text="Pin it.")
    give_receipt(actor=learner, entry=challenge, outcome="broken", solution=fix)
    fix.refresh_from_db()
    assert (fix.broken_count, fix.broken_since) == (1, "")
    assert fix.broken_at == fix.receipts.get(person=learner).created_at
    for person, versions in ((reader, "Django 6.0"), (mentor, "Django 6.1")):
        give_receipt(
            actor=person, entry=challenge, outcome="broken", solution=fix, versions=versions
        )
    fix.refresh_from_db()
    assert (fix.broken_count, fix.broken_since) == (3, "Django 6.0")
    assert fix.broken_at == fix.receipts.get(person=reader).created_at
    for person in (learner, reader, mentor):
        withdraw_receipt(actor=person, entry=challenge, outcome="broken", solution=fix)
    fix.refresh_from_db()
    assert (fix.broken_count, fix.broken_since, fix.broken_at) == (0, "", None)


def test_of_the_lead_it_is_told_on_the_entry(challenge: Entry, learner: Any, reader: Any) -> None:
    fix = add_solution(actor=learner, entry=challenge, text="Pin it.")
    give_receipt(actor=reader, entry=challenge, outcome="broken", solution=fix, versions="1")
    challenge.refresh_from_db()
    assert challenge.broken_count == 0
    give_receipt(actor=reader, entry=challenge, outcome="broken", versions="2")
    challenge.refresh_from_db()
    assert (challenge.broken_count, challenge.broken_since) == (1, "2")


def test_who_says_the_opposite_says_it_now(challenge: Entry, learner: Any, reader: Any) -> None:
    fix = add_solution(actor=learner, entry=challenge, text="Pin it.")
    was = give_receipt(actor=reader, entry=challenge, outcome="worked", solution=fix)
    now = give_receipt(actor=reader, entry=challenge, outcome="broken", solution=fix)
    fix.refresh_from_db()
    assert now.created_at > was.created_at
    assert (fix.worked_count, fix.broken_count, fix.broken_at) == (0, 1, now.created_at)
    assert fix.receipts.count() == 1


def test_whom_a_fix_helped(challenge: Entry, learner: Any, reader: Any) -> None:
    give_receipt(actor=learner, entry=challenge, outcome="worked")
    assert helped_by(viewer=learner, person_pk=learner.pk) == []
    give_receipt(actor=reader, entry=challenge, outcome="worked")
    assert helped_by(viewer=learner, person_pk=learner.pk) == [{"entry": challenge, "count": 1}]


def test_open_challenges_of_a_person(learner: Any, reader: Any) -> None:
    entry = create_entry(actor=learner, kind="challenge", title="Open one")
    give_receipt(actor=reader, entry=entry, outcome="same-here")
    assert list(open_challenges_of(viewer=reader, person_pk=reader.pk)) == [entry]
    add_solution(actor=learner, entry=entry, text="Restart.")
    assert list(open_challenges_of(viewer=reader, person_pk=reader.pk)) == []


def test_a_fix_that_no_document_tells_any_more_is_still_a_learners(
    challenge: Entry, reader: Any
) -> None:
    """Kept for its receipts; the hub never said it."""
    fix = Solution.objects.create(entry=challenge, text="Pin it.", html="<p>Pin it.</p>")
    assert author_of(reader, fix) == "a learner"
    fix.voice_count = 3
    assert author_of(reader, fix) == "3 learners"
