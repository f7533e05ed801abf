"""A learner corrects a document: its pages keep address, receipts and what people decided."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.accounts.models import Person
from nexus.curation.models import Evidence
from nexus.curation.services import merge_entries, refresh, refresh_evidence, undo_action
from nexus.library.models import Entry, Solution
from nexus.library.services import give_receipt
from tests.curation.desk_support import text_of

TAPIR = ("The tapir queue stalls at noon", "Nothing moves", "Raise the tapir limit to four")
LEMUR = ("Lemurs fill the disk", "No space is left on it", "Rotate the lemur logs daily")
CORRECTED = (TAPIR[0], TAPIR[1], "Raise the tapir limit to eight")


def shelf() -> list[tuple[Any, ...]]:
    """Challenges that are in the reference."""
    entries = Entry.objects.filter(kind="challenge", state="published").order_by("title")
    return list(entries.values_list("pk", "slug", "title", "voice_count", "is_solved"))


@pytest.fixture(params=[0, 2000])
def few(request: Any, monkeypatch: Any) -> None:
    """The hub is mended, or done anew each time."""
    monkeypatch.setattr(refresh, "FEW", request.param)


def test_a_corrected_word_keeps_every_page(few: None, bring: Any, learner: Person) -> None:
    bring(learner, ("notes.md", text_of(TAPIR, LEMUR)))
    before = shelf()
    assert len(before) == 2
    bring(learner, ("notes.md", text_of(CORRECTED, LEMUR)))
    assert shelf() == before
    fixes = Solution.objects.filter(entry__state="published").order_by("text")
    assert list(fixes.values_list("text", flat=True)) == [f"{CORRECTED[2]}.", f"{LEMUR[2]}."]
    bring(learner, ("notes.md", text_of(LEMUR, CORRECTED) + b"Another line.\n"))
    assert shelf() == before
    assert Entry.objects.filter(kind="challenge").count() == 2, "no orphans"


def test_receipts_stay_with_the_words(
    few: None, bring: Any, learner: Person, mentor: Person
) -> None:
    bring(learner, ("notes.md", text_of(TAPIR)))
    solution = Solution.objects.get(entry__state="published")
    give_receipt(actor=mentor, entry=solution.entry, solution=solution, outcome="worked")
    bring(learner, ("notes.md", b"Day two.\n\n" + text_of(TAPIR)))
    solution = Solution.objects.get(entry__state="published")
    assert (solution.worked_count, solution.voice_count, solution.text) == (
        1,
        1,
        f"{TAPIR[2]}.",
    )


def test_a_merge_outlives_a_correction_and_can_be_undone(
    few: None, bring: Any, learner: Person, make_person: Any, mentor: Person
) -> None:
    bring(make_person(), ("other.md", text_of(LEMUR)))
    bring(learner, ("notes.md", text_of(TAPIR)))
    tapir, lemur = (Entry.objects.get(title=title) for title in (TAPIR[0], LEMUR[0]))
    action = merge_entries(actor=mentor, entry=tapir, into=lemur)
    bring(learner, ("notes.md", text_of(CORRECTED)))
    told = Evidence.objects.filter(statement__is_current=True)
    assert set(told.values_list("entry_id", flat=True)) == {lemur.pk}
    undo_action(actor=mentor, action_pk=action.pk)
    refresh_evidence()
    assert [(row[2], row[3]) for row in shelf()] == [(LEMUR[0], 1), (TAPIR[0], 1)]
    assert tapir.pk in {row[0] for row in shelf()}


def test_words_that_are_gone_leave_their_page(few: None, bring: Any, learner: Person) -> None:
    bring(learner, ("notes.md", text_of(TAPIR, LEMUR)))
    bring(learner, ("notes.md", text_of(LEMUR)))
    assert [row[2] for row in shelf()] == [LEMUR[0]]
    assert Evidence.objects.filter(statement__is_current=False).count() == 0
