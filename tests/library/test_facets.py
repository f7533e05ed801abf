"""What a facet counts is how long the list is with it."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.library.models import Entry, Link, Topic
from nexus.library.selectors import facets_of_kind, length_of_list, list_entries
from nexus.library.services import create_entry
from nexus.search import selectors as search
from nexus.search.facets import Filters

pytestmark = pytest.mark.django_db
CHOSEN: list[dict[str, Any]] = [
    {},
    {"topic": "backend"},
    {"track": "frontend"},
    {"technology": "redis", "solved": False},
    {"topic": "async", "track": "backend"},
]


@pytest.fixture
def library(learner: Any, mentor: Any) -> None:
    backend = Topic.objects.create(slug="backend", title="Backend")
    Topic.objects.create(slug="async", title="Async", parent=backend)
    redis = create_entry(actor=mentor, kind="technology", title="Redis", lead="A store.")
    draft = create_entry(actor=mentor, kind="technology", title="Quokka", lead="Secret", draft=True)
    for number in range(9):
        entry = create_entry(
            actor=learner,
            kind="challenge",
            title=f"Cache {number}",
            lead="## Fix\n\nDrop the cache.\n" if number % 2 else "The cache is stale.",
            topics=[["backend"], ["async"], ["async", "backend"], []][number % 4],
            track=["", "backend", "frontend"][number % 3],
            draft=number == 8,
        )
        target, relation = (redis, "involves") if number % 2 else (redis, "mentions")
        Link.objects.create(source=entry, target=target, relation=relation, reference=f"r{number}")
        Link.objects.create(source=entry, target=draft, relation="involves", reference="q")


@pytest.mark.parametrize("who", ["anonymous", "learner"])
@pytest.mark.parametrize("chosen", CHOSEN)
def test_of_lists(library: None, request: Any, who: str, chosen: dict[str, Any]) -> None:
    viewer = request.getfixturevalue(who)
    facets = facets_of_kind(viewer=viewer, kind="challenge", chosen=chosen)
    shown = 0
    for name, values in facets.items():
        for value, _, count in values:
            asked = {"true": True, "false": False}.get(value, value)
            filters = {**chosen, name: asked}
            there = list_entries(viewer=viewer, kind="challenge", **filters).count()
            assert (name, value, count) == (name, value, there)
            shown += count > 0
    assert shown
    assert "Quokka" not in str(facets)
    asked = list_entries(viewer=viewer, kind="challenge", **chosen)
    assert length_of_list(facets, chosen) == asked.count()


def test_of_a_search(library: None, learner: Any) -> None:
    found = search.search(viewer=learner, query="cache", with_facets=True, first=50)
    assert {f.value for f in found.facets["topic"]} == {"backend", "async"}
    assert {f.value for f in found.facets["track"]} == {"backend", "frontend"}
    for name, values in found.facets.items():
        for facet in values:
            narrowed = search.search(
                viewer=learner, query="cache", filters=Filters(**{name: facet.value}), first=50
            )
            assert (name, facet.value, facet.count) == (name, facet.value, narrowed.total)
    assert "Quokka" not in str(found.facets)


def test_solved_goes_and_comes(library: None, learner: Any) -> None:
    from nexus.library.services import add_solution, save_lead

    entry = Entry.objects.get(title="Cache 1")
    assert entry.is_solved
    save_lead(actor=learner, entry=entry, lead="No fix after all.", expected_version=1)
    entry.refresh_from_db()
    assert not entry.is_solved
    add_solution(actor=learner, entry=entry, text="Restart it.")
    entry.refresh_from_db()
    assert entry.is_solved
    save_lead(actor=learner, entry=entry, lead="Still none.", expected_version=2)
    entry.refresh_from_db()
    assert entry.is_solved


def test_fields_are_rendered_when_they_are_written(learner: Any, client: Any) -> None:
    lead = "## Symptom\n\n[[Redis]] is *away*.\n\n## Fix\n\nStart it.\n\n## Notes\n\nMore.\n"
    entry = create_entry(actor=learner, kind="challenge", title="No Redis", lead=lead)
    assert set(entry.field_html) == {"symptom", "fix", "more"}
    assert "<em>away</em>" in entry.field_html["symptom"]
    page = client.get(entry.get_absolute_url()).content.decode()
    for html in entry.field_html.values():
        assert html in page
    create_entry(actor=learner, kind="technology", title="Redis", lead="A store.")
    entry.refresh_from_db()
    assert 'href="/technologies/redis"' in entry.field_html["symptom"]
