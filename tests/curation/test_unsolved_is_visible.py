"""A challenge that one person tells, without a fix, is a question that others can see and answer."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from nexus.accounts.models import Person
from nexus.curation import desk
from nexus.documents.models import Document
from nexus.insights.selectors import read_insights
from nexus.library.models import Entry
from nexus.library.services import add_solution

TITLE = "Redis forgets the seats of the bus"
NOTES = f"""# Notes

## Technologies

- Redis
- Docker

## Challenges

### {TITLE}

**Problem:** After a restart Redis has no seat of the bus any more.

### The label printer jams

**Problem:** Paper jams in the label printer queue.

**Solution:** Empty the printer queue first.

## Best practices

- Keep a diary of every deployment
"""


@pytest.fixture
def unsolved(learner: Person, bring: Any) -> Entry:
    """The page of what one person met and did not solve."""
    bring(learner, ("notes.md", NOTES.encode()))
    return Entry.objects.get(kind="challenge", title=TITLE)


def test_it_has_a_page_and_readers_find_it(
    unsolved: Entry, learner: Person, client: Client
) -> None:
    assert (unsolved.state, unsolved.is_solved, unsolved.voice_count) == ("published", False, 1)
    address = unsolved.get_absolute_url()
    client.force_login(learner)
    technology = Entry.objects.get(kind="technology", title="Redis")
    document = Document.objects.get().get_absolute_url()
    search = "/search/?q=redis+forgets+seats"
    for place in (document, technology.get_absolute_url(), search):
        assert f'href="{address}' in client.get(place, follow=True).content.decode(), place


def test_the_desk_asks_who_knows_a_fix(unsolved: Entry, mentor: Person, client: Client) -> None:
    def asked() -> list[Any]:
        return [q.entry for q in desk.list_questions(viewer=mentor) if q.kind == "unsolved"]

    assert asked() == [unsolved]
    client.force_login(mentor)
    page = client.get("/desk/").content.decode()
    assert "After a restart Redis has no seat of the bus any more." in page
    add_solution(actor=mentor, entry=unsolved, text="Keep the seats in the database.")
    assert asked() == []


def test_insights_name_it(unsolved: Entry, learner: Person) -> None:
    (found,) = (t for t in read_insights(viewer=learner).tables if t.key == "unsolved")
    assert [(row.label, row.values) for row in found.rows] == [(TITLE, (0, None, None))]
    assert found.sentence == "Challenges wait for a solution."


def test_a_practice_of_one_person_has_no_page(unsolved: Entry) -> None:
    assert not Entry.objects.filter(kind="practice").exists()
