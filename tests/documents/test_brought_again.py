"""A document that is brought again learns its cohort and track, and loses none."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.accounts.models import Cohort
from nexus.common.models import Change
from nexus.curation.models import Pending
from nexus.curation.services import retract_document
from nexus.documents.models import Document
from nexus.documents.services import run
from nexus.documents.services.imports import Whose
from tests.support import LEARNER_DOCUMENT

pytestmark = pytest.mark.django_db
SAME = ("weather.md", LEARNER_DOCUMENT.encode())
LONGER = ("weather.md", f"{LEARNER_DOCUMENT}\nAnd a word.\n".encode())
SPRING = Whose(author="Ada", cohort="Spring", track="backend")


@pytest.mark.parametrize("again", [SAME, LONGER], ids=["the same", "a new version"])
def test_what_was_not_known_is_learnt(mentor: Any, bring: Any, again: tuple[str, bytes]) -> None:
    bring(mentor, SAME, whose=Whose(author="Ada"))
    before = Document.objects.get()
    assert (before.cohort, before.track) == (None, "")
    batch = bring(mentor, again, whose=SPRING)
    document = Document.objects.select_related("cohort").get()
    assert document.cohort == Cohort.objects.get(name="Spring")
    assert document.track == "backend"
    assert batch.items.get().state == ("unchanged" if again is SAME else "updated")


@pytest.mark.parametrize("again", [SAME, LONGER], ids=["the same", "a new version"])
def test_what_is_known_stays(mentor: Any, bring: Any, again: tuple[str, bytes]) -> None:
    bring(mentor, SAME, whose=SPRING)
    bring(mentor, again, whose=Whose(author="Ada", cohort="Autumn", track="frontend"))
    document = Document.objects.select_related("cohort").get()
    assert (document.cohort and document.cohort.name, document.track) == ("Spring", "backend")


def test_no_cohort_is_made_for_one_that_has_its_own(mentor: Any, bring: Any) -> None:
    bring(mentor, SAME, whose=SPRING)
    told = f"---\ncohort: Autumn\n---\n{LEARNER_DOCUMENT}"
    bring(mentor, ("weather.md", told.encode()), whose=Whose(author="Ada"))
    assert Document.objects.get().versions.count() == 2
    assert [cohort.name for cohort in Cohort.objects.all()] == ["Spring"]


def test_it_is_told_once(mentor: Any, bring: Any) -> None:
    bring(mentor, SAME, whose=Whose(author="Ada"))
    for _ in range(2):
        bring(mentor, SAME, whose=SPRING)
    assert Change.objects.filter(kind="document.corrected").count() == 1


@pytest.mark.parametrize("again", [SAME, LONGER], ids=["the same", "a new version"])
def test_who_brings_a_retracted_one_hears_so(
    mentor: Any, bring: Any, again: tuple[str, bytes]
) -> None:
    first = bring(mentor, SAME, whose=SPRING)
    assert first.items.get().error == ""
    retract_document(actor=mentor, document=Document.objects.get())
    batch = bring(mentor, again, whose=SPRING)
    assert batch.items.get().error.startswith("It was retracted: it stands there, and nothing")


def test_what_its_owner_says_meanwhile_stays(mentor: Any, bring: Any, monkeypatch: Any) -> None:
    """Between reading and writing a batch others may write."""
    bring(mentor, SAME, whose=Whose(author="Ada"))
    bring_unread, said = run.write_items, Whose(author="Ada", track="backend")

    def write_later(*arguments: Any) -> None:
        Document.objects.update(cohort=Cohort.objects.create(slug="winter", name="Winter"))
        bring_unread(*arguments)

    monkeypatch.setattr(run, "write_items", write_later)
    bring(mentor, SAME, whose=said)
    document = Document.objects.select_related("cohort").get()
    assert (document.cohort and document.cohort.name, document.track) == ("Winter", "backend")


def test_its_words_are_not_brought_together_again(mentor: Any, bring: Any) -> None:
    bring(mentor, SAME, whose=Whose(author="Ada"))
    bring(mentor, SAME, whose=SPRING)
    assert not Pending.objects.exists()


def test_nobody_else_says_it(learner: Any, make_person: Any, bring: Any) -> None:
    bring(learner, SAME)
    bring(make_person("learner"), SAME, whose=Whose(track="backend"))
    assert [d.track for d in Document.objects.filter(author=learner)] == [""]
