"""What goes with a challenge or a practice, as documents tell it."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.curation.selectors import list_related
from nexus.documents.models import Document
from nexus.documents.services import erase_document
from nexus.documents.services.imports import Whose
from nexus.library.models import Entry, Link
from nexus.library.selectors import facets_of_kind, list_entries
from nexus.library.services import create_entry, retire_entry
from nexus.search.facets import Filters
from nexus.search.selectors import search
from tests.graphql_support import data
from tests.support import api_of

pytestmark = pytest.mark.django_db
TEXT = """# Notes {number}

## Technologies

- Redis
- RabbitMQ

## Challenges

**Problem:** The pelican queue in Redis lost every third job of the quarry.{more}

**Solution:** We pinned the pelican queue of the quarry and retried each job.
"""


def tell(bring: Any, mentor: Any, number: int, more: str = "") -> None:
    text = TEXT.format(number=number, more=more)
    bring(mentor, (f"{number}.md", text.encode()), whose=Whose(author=f"Person {number}"))


def pelican() -> Entry:
    return Entry.objects.get(kind="challenge", title__icontains="pelican")


def names(viewer: Any) -> list[str]:
    return [entry.title for entry in list_related(viewer=viewer, entry=pelican()).involved]


def test_what_a_third_of_the_people_name(mentor: Any, bring: Any) -> None:
    tell(bring, mentor, 1, more=" RabbitMQ was to blame.")
    assert names(mentor) == ["RabbitMQ", "Redis"]
    for number in range(2, 5):
        tell(bring, mentor, number)
    assert pelican().voice_count == 4
    assert names(mentor) == ["Redis"]
    redis = Entry.objects.get(kind="technology", slug="redis")
    related = list_related(viewer=mentor, entry=redis)
    assert (related.problems, related.practices) == ([pelican()], [])


def test_it_counts_wherever_people_look(mentor: Any, bring: Any, anonymous: Any) -> None:
    tell(bring, mentor, 1)
    tell(bring, mentor, 2)
    chosen = list_entries(viewer=anonymous, kind="challenge", technology="redis")
    assert list(chosen) == [pelican()]
    facets = facets_of_kind(viewer=anonymous, kind="challenge", chosen={})
    assert facets["technology"] == [("redis", "Redis", 1)]
    found = search(viewer=anonymous, query="pelican", filters=Filters(technology="redis"))
    assert [hit.page.pk for hit in found.hits] == [pelican().pk]
    page = api_of(anonymous).get("/technologies/redis").content.decode()
    assert "Problems met with it" in page
    assert pelican().title in page
    text = f'{{ entry(id: "entry-{pelican().pk}") {{ involved {{ title }} }} }}'
    assert data(api_of(anonymous), text)["entry"]["involved"] == [{"title": "Redis"}]


def test_it_goes_with_who_told_it(mentor: Any, maintainer: Any, bring: Any) -> None:
    tell(bring, mentor, 1, more=" RabbitMQ was to blame.")
    tell(bring, mentor, 2)
    assert names(mentor) == ["RabbitMQ", "Redis"]
    before = set(Link.objects.filter(relation="told").values_list("pk", flat=True))
    tell(bring, mentor, 2)
    assert set(Link.objects.filter(relation="told").values_list("pk", flat=True)) == before
    erase_document(actor=maintainer, document=Document.objects.get(name="1.md"))
    tell(bring, mentor, 3)
    assert names(mentor) == ["Redis"]


def test_drafts_and_retired_ones_are_not_named(mentor: Any, bring: Any) -> None:
    rabbit = create_entry(
        actor=mentor, kind="technology", title="RabbitMQ", lead="Queues.", draft=True
    )
    tell(bring, mentor, 1, more=" RabbitMQ was to blame.")
    assert rabbit not in list_related(viewer=mentor, entry=pelican()).involved
    retire_entry(actor=mentor, entry=Entry.objects.get(kind="technology", slug="redis"))
    tell(bring, mentor, 2)
    assert "Redis" not in names(mentor)
