"""What is kept of pages is never what they were before."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.accounts.models import Person
from nexus.documents.models import Document
from nexus.documents.services import erase_document
from nexus.library.models import Entry
from nexus.library.services import create_entry, retire_entry, save_lead
from nexus.search import caches
from nexus.search.caches import read_page_terms
from nexus.search.models import SearchPage
from nexus.search.pages import voice_section
from nexus.search.vocabulary import ANY_PAGE, pages_of


@pytest.fixture
def entry(mentor: Any) -> Entry:
    return create_entry(actor=mentor, kind="practice", title="Zymurgy", lead="Barley and hops.")


def page_of(entry: Entry) -> int:
    return SearchPage.objects.get(entry=entry).pk


def stamps() -> dict[int, str | None]:
    return dict(SearchPage.objects.values_list("pk", "stamp"))


def test_a_page_is_loaded_once(entry: Entry, django_assert_num_queries: Any) -> None:
    pk, now = page_of(entry), stamps()
    with django_assert_num_queries(1):
        first = read_page_terms(now)
    with django_assert_num_queries(0):
        assert read_page_terms(now) == first
    assert first[pk].values["hop"] > 0


def test_a_page_that_changes_is_read_anew(entry: Entry, mentor: Any) -> None:
    pk = page_of(entry)
    assert "yeast" not in read_page_terms(stamps())[pk].values
    save_lead(actor=mentor, entry=entry, lead="Barley and yeast.", expected_version=1)
    terms = read_page_terms(stamps())[pk]
    assert "yeast" in terms.values
    assert "hop" not in terms.values


def test_a_row_without_a_stamp_is_not_kept(entry: Entry, django_assert_num_queries: Any) -> None:
    SearchPage.objects.update(stamp=None)
    pk = page_of(entry)
    for _ in range(2):
        with django_assert_num_queries(1):
            assert "hop" in read_page_terms({pk: None})[pk].values


def test_a_page_that_is_gone_is_left_out(entry: Entry) -> None:
    now = dict.fromkeys(stamps(), "another")
    SearchPage.objects.all().delete()
    assert read_page_terms(now) == {}


def test_the_least_used_leave(entry: Entry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caches, "MOST", 2)
    caches._kept.clear()
    terms = read_page_terms(stamps())[page_of(entry)]
    for number in range(-3, 0):
        caches.keep((number, "stamp"), terms)
    assert list(caches._kept) == [(-2, "stamp"), (-1, "stamp")]


def test_pages_are_counted_as_they_come_and_go(entry: Entry, mentor: Any) -> None:
    """What a word weighs needs their number; nobody counts rows for it."""
    assert pages_of([ANY_PAGE]) == {ANY_PAGE: SearchPage.objects.count()}
    save_lead(actor=mentor, entry=entry, lead="Barley and yeast.", expected_version=1)
    create_entry(actor=mentor, kind="practice", title="Malting", lead="Barley.")
    assert pages_of([ANY_PAGE]) == {ANY_PAGE: SearchPage.objects.count()}
    retire_entry(actor=mentor, entry=entry)
    assert pages_of([ANY_PAGE]) == {ANY_PAGE: SearchPage.objects.count()}


def test_what_a_learner_said_is_not_kept_when_it_is_erased(
    document: Document, learner: Person, django_capture_on_commit_callbacks: Any
) -> None:
    assert voice_section.cache_info().currsize > 0
    with django_capture_on_commit_callbacks(execute=True):
        erase_document(actor=learner, document=document)
    assert voice_section.cache_info().currsize == 0
