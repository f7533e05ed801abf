"""What is kept of pages is never what they were before."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.accounts.models import Person
from nexus.documents.models import Document
from nexus.documents.services import erase_document
from nexus.library.models import Entry
from nexus.library.services import create_entry, retire_entry, save_lead
from nexus.search.caches import TERMS
from nexus.search.indexing import index_entries
from nexus.search.models import SearchPage
from nexus.search.pages import voice_section
from nexus.search.pageterms import PageTerms, entry_of, head_of
from nexus.search.stampedpages import StampedPages
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
        first = TERMS.read(now)
    with django_assert_num_queries(0):
        assert TERMS.read(now) == first
    assert first[pk].weight(entry_of("hop")) > 0


def test_a_page_that_changes_is_read_anew(entry: Entry, mentor: Any) -> None:
    pk = page_of(entry)
    assert entry_of("yeast") not in TERMS.read(stamps())[pk].weights
    save_lead(actor=mentor, entry=entry, lead="Barley and yeast.", expected_version=1)
    terms = TERMS.read(stamps())[pk]
    assert entry_of("yeast") in terms.weights
    assert entry_of("hop") not in terms.weights


def test_a_row_without_a_stamp_is_not_kept(entry: Entry, django_assert_num_queries: Any) -> None:
    SearchPage.objects.update(stamp=None)
    pk = page_of(entry)
    for _ in range(2):
        with django_assert_num_queries(2):
            assert entry_of("hop") in TERMS.read({pk: None})[pk].weights


def test_a_page_that_is_gone_is_left_out(entry: Entry) -> None:
    now = dict.fromkeys(stamps(), "another")
    SearchPage.objects.all().delete()
    assert TERMS.read(now) == {}


def test_the_least_used_leave() -> None:
    pages: StampedPages[PageTerms] = StampedPages("tried", lambda pks: (), most=11)
    for number, weights, left in (
        (0, "four", [0]),
        (1, "four", [0, 1]),
        (1, "four", [0, 1]),
        (2, "four", [1, 2]),
        (3, "nothing", [2, 3]),
        (4, "nothing and more", []),
    ):
        pages.keep((number, "stamp"), PageTerms("", weights))
        assert [pk for pk, _ in pages.kept] == left


def test_weights_that_are_not_of_the_tokens_are_worked_out(
    entry: Entry, django_assert_num_queries: Any
) -> None:
    """Those of a release that did not know of weights; until the page is written again."""
    pk, now = page_of(entry), stamps()
    right = TERMS.read(now)[pk]
    others = right.weights.replace(head_of(now[pk] or ""), head_of("another"))
    for wrong in (None, "", others):
        SearchPage.objects.filter(pk=pk).update(weights=wrong)
        TERMS.kept.clear()
        with django_assert_num_queries(2):
            assert TERMS.read({pk: now[pk]}) == {pk: right}
        index_entries([entry])
        assert SearchPage.objects.get(pk=pk).weights == right.weights


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
