"""What stands around an entry, in few queries and as the viewer may see it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from nexus.curation.models import Suggestion
from nexus.curation.selectors import list_related
from nexus.library.models import Entry, Link
from nexus.library.services import create_entry
from tests.curation.desk_support import bring_challenges


def make(actor: Any, kind: str, title: str, *involves: Entry, **fields: Any) -> Entry:
    entry = create_entry(actor=actor, kind=kind, title=title, lead=fields.pop("lead", "Words."))
    for other in involves:
        Link.objects.create(
            source=entry, target=other, relation=Link.Relation.INVOLVES, reference=other.slug
        )
    Entry.objects.filter(pk=entry.pk).update(**fields)
    return entry


def test_similar_by_words_then_by_what_they_share(
    learner: Any, make_person: Any, bring: Any
) -> None:
    seats, labels = bring_challenges(make_person, bring)
    crow, heron, common = (make(learner, "technology", t) for t in ("Crow", "Heron", "Common"))
    Entry.objects.filter(pk=common.pk).update(voice_count=301)
    for entry in (seats, labels):
        Link.objects.filter(source=entry).delete()
    for other in (crow, heron, common):
        Link.objects.create(source=seats, target=other, relation="told", reference=other.slug)
    both = make(learner, "challenge", "Both", crow, heron)
    make(learner, "challenge", "One and what all use", crow, common)
    make(learner, "practice", "Another kind", crow, heron)
    draft = make(learner, "challenge", "Draft", crow, heron, state="draft")
    Suggestion.objects.all().delete()
    Suggestion.objects.create(
        left="0" * 64,
        right=f"entry-{labels.pk}",
        statement=seats.evidence.earliest("pk").statement,
        entry=labels,
        score=0.4,
    )
    assert list_related(viewer=learner, entry=seats).similar == [labels, both]
    assert list_related(viewer=learner, entry=labels).similar == [seats]
    assert draft not in list_related(viewer=learner, entry=both).similar


def test_what_very_many_pages_go_with_makes_none_similar(
    learner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    crow, heron = (make(learner, "technology", t) for t in ("Crow", "Heron"))
    one, other = (make(learner, "challenge", t, crow, heron) for t in ("One", "Other"))
    monkeypatch.setattr("nexus.curation.sql.TOO_COMMON", 2)
    assert list_related(viewer=learner, entry=one).similar == [other]
    make(learner, "practice", "A third that goes with it", crow)
    assert list_related(viewer=learner, entry=one).similar == []


@pytest.mark.parametrize("many", [1, 2000])
def test_around_a_technology(
    learner: Any, reader: Any, mentor: Any, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many go with it."""
    monkeypatch.setattr("nexus.library.sql.MANY", many)
    crow = make(learner, "technology", "Crow")
    make(learner, "challenge", "Open, of many", crow, voice_count=9)
    make(learner, "challenge", "Solved, of few", crow, voice_count=1, is_solved=True)
    make(learner, "challenge", "Solved, of some", crow, voice_count=3, is_solved=True)
    make(learner, "challenge", "A draft", crow, state="draft")
    make(learner, "practice", "Feed it", crow)
    make(learner, "guide", "Keeping crows", lead="See [[Crow]].")
    make(learner, "concept", "Flight", lead="See [[Crow]].")
    related = list_related(viewer=reader, entry=crow)
    problems = [entry.title for entry in related.problems]
    assert problems == ["Solved, of some", "Solved, of few", "Open, of many"]
    assert [e.title for e in related.practices] == ["Feed it"]
    assert [e.title for e in related.guides] == ["Keeping crows"]
    assert [e.title for e in related.mentioned_in] == ["Flight"]
    assert "A draft" in [e.title for e in list_related(viewer=mentor, entry=crow).problems]


def test_no_count_of_another_page_stands_beside_an_entry(learner: Any, client: Client) -> None:
    """It would read as how many of the entry's people met it."""
    crow = make(learner, "technology", "Crow", voice_count=32)
    entry = make(learner, "challenge", "It caws", crow)
    page = client.get(entry.get_absolute_url()).content.decode()
    assert '">Crow</a>' in page
    assert "32" not in page[page.index('aria-label="Related"') :].partition("</aside>")[0]


@pytest.mark.parametrize("kind", ["challenge", "technology"])
def test_two_queries(learner: Any, kind: str, django_assert_num_queries: Any) -> None:
    entry = make(learner, kind, "Crow")
    make(learner, "practice", "Feed it", entry)
    with django_assert_num_queries(2):
        list_related(viewer=learner, entry=entry)


def test_many_problems_are_folded(learner: Any) -> None:
    crow = make(learner, "technology", "Crow")
    for number in range(30):
        make(learner, "challenge", f"Problem {number}", crow)
    page = Client().get(crow.get_absolute_url()).content.decode()
    assert "<summary>22 more</summary>" in page
    assert page.count('class="row kind-challenge"') == 30
