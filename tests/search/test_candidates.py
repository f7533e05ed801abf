"""Which pages are ranked, where many hold what is asked for."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from nexus.accounts.models import Person
from nexus.library.models import Entry
from nexus.library.services import create_entry
from nexus.search import candidates, sql
from nexus.search.candidates import enough_until
from nexus.search.candidatesql import Ask, find_all
from nexus.search.indexing import index_entries
from nexus.search.models import SearchPage
from nexus.search.selectors import search

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(mentor: Person) -> list[int]:
    """Ids of ten pages that hold a word, and of what is drafted one more."""
    made = [
        create_entry(
            actor=mentor,
            kind="practice",
            title=f"Brewing {number}",
            lead="Barley and hops.",
            draft=number == 4,
        )
        for number in range(10)
    ]
    return list(
        SearchPage.objects.filter(entry__in=made).order_by("id").values_list("id", flat=True)
    )


@pytest.mark.parametrize("place", range(10))
@pytest.mark.parametrize("limit", [1, 3, 9, 20])
def test_an_id_at_which_to_look_first_changes_nothing(
    pages: list[int], place: int, limit: int
) -> None:
    visible = candidates.visible_to(AnonymousUser())
    first, second = (
        Ask(("all", number), [["hop"]], "text", limit, until)
        for number, until in enumerate((None, pages[place]))
    )
    found, _ = find_all([first, second], visible)
    assert sorted(found["all", 1]) == found["all", 0] == [*pages[:4], *pages[5:]][:limit]


def test_what_is_likely_enough() -> None:
    assert enough_until(300, 20_000, 100_000) == 2250
    assert enough_until(300, 300, 100_000) is None
    assert enough_until(300, 0, 0) is None


def test_a_page_that_is_called_so_is_found_behind_all_that_name_it(
    mentor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        create_entry(actor=mentor, kind="practice", title=f"Zymurgy {number}", lead="Barley.")
    called = create_entry(actor=mentor, kind="practice", title="Zymurgy", lead="Hops.")
    drafted = create_entry(actor=mentor, kind="concept", title="Zymurgy", lead="Malt.", draft=True)
    for name in ("MOST_TITLES", "MOST", "COMMON", "ENOUGH"):
        monkeypatch.setattr(candidates, name, 1)

    def found(viewer: Any) -> list[int]:
        return [hit.page.pk for hit in search(viewer=viewer, query="zymurgy").hits]

    assert called.pk in found(AnonymousUser())
    assert drafted.pk not in found(AnonymousUser())
    monkeypatch.setattr(candidates, "MOST", 2)
    assert set(found(mentor)) == {called.pk, drafted.pk}


def test_letters_that_no_address_has_are_no_name(mentor: Person) -> None:
    """A page that has none of them in its address is not found by others of them."""
    create_entry(actor=mentor, kind="practice", title="日本語", lead="Barley.")
    found = create_entry(actor=mentor, kind="practice", title="Кухня", lead="Соль.")
    hits = search(viewer=AnonymousUser(), query="соль").hits
    assert [hit.page.pk for hit in hits] == [found.pk]


def test_a_page_that_is_only_called_so_holds_nothing_of_it(mentor: Person) -> None:
    renamed = create_entry(actor=mentor, kind="practice", title="Zymurgy", lead="Hops.")
    create_entry(actor=mentor, kind="practice", title="Brewing", lead="Zymurgy it is.")
    Entry.objects.filter(pk=renamed.pk).update(title="Malting")
    index_entries([Entry.objects.get(pk=renamed.pk)])
    hits = search(viewer=AnonymousUser(), query="zymurgy").hits
    assert [hit.page.slug for hit in hits] == ["brewing"]


def test_documents_are_those_of_the_first_statements(make_person: Any, bring: Any) -> None:
    for number in range(4):
        text = f"# Note {number}\n\n## Technologies\n\n- Celery\n- Redis\n".encode()
        bring(make_person(), (f"{number}.md", text))
    both = list(Entry.objects.filter(title__in=("Celery", "Redis")).values_list("pk", flat=True))
    for most in (2, 4, 9):
        names = sql.read_document_names(both, most=most)
        told = [f"{number}.md" for number in range(min(most, 4))]
        assert {pk: [name for entry, name in names if entry == pk] for pk in both} == dict.fromkeys(
            both, told
        )
