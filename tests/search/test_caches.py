"""What is kept of pages is never what they were before."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.library.models import Entry
from nexus.library.services import create_entry, save_lead
from nexus.search import caches
from nexus.search.caches import read_page_terms
from nexus.search.models import SearchPage


@pytest.fixture
def entry(mentor: Any) -> Entry:
    return create_entry(actor=mentor, kind="practice", title="Zymurgy", lead="Barley and hops.")


def page_of(entry: Entry) -> int:
    return SearchPage.objects.get(entry=entry).pk


def test_a_page_is_loaded_once(entry: Entry, django_assert_num_queries: Any) -> None:
    pk = page_of(entry)
    with django_assert_num_queries(2):
        first = read_page_terms([pk])
    with django_assert_num_queries(1):
        assert read_page_terms([pk]) == first
    assert first[pk].values["hop"] > 0


def test_a_page_that_changes_is_read_anew(entry: Entry, mentor: Any) -> None:
    pk = page_of(entry)
    assert "yeast" not in read_page_terms([pk])[pk].values
    save_lead(actor=mentor, entry=entry, lead="Barley and yeast.", expected_version=1)
    terms = read_page_terms([pk])[pk]
    assert "yeast" in terms.values
    assert "hop" not in terms.values


def test_a_row_without_a_stamp_is_not_kept(entry: Entry, django_assert_num_queries: Any) -> None:
    SearchPage.objects.update(stamp=None)
    pk = page_of(entry)
    for _ in range(2):
        with django_assert_num_queries(2):
            assert "hop" in read_page_terms([pk])[pk].values


def test_a_page_that_is_gone_is_left_out(entry: Entry) -> None:
    pk = page_of(entry)
    read_page_terms([pk])
    SearchPage.objects.all().delete()
    assert read_page_terms([pk]) == {}


def test_the_least_used_leave(entry: Entry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caches, "MOST", 2)
    caches._kept.clear()
    terms = read_page_terms([page_of(entry)])[page_of(entry)]
    for number in range(-3, 0):
        caches.keep((number, "stamp"), terms)
    assert list(caches._kept) == [(-2, "stamp"), (-1, "stamp")]
