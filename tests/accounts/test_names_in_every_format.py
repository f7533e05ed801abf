"""Everybody is "a learner" until they choose a name, wherever their words are read."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from nexus.accounts.models import Person
from nexus.accounts.services import publish_hub
from nexus.documents.models import Document
from nexus.graphql import charging
from nexus.library.models import Entry
from nexus.library.services import add_solution, create_entry, give_receipt, save_lead
from tests.graphql_support import client_of
from tests.policies.selections import document as graphql_text
from tests.support import CHALLENGE_LEAD


@pytest.fixture(autouse=True)
def everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows ask for all that there is, which is more than anybody may."""
    monkeypatch.setattr(charging, "MOST_COST", sys.maxsize)


HIDDEN, SHOWN = "Hidden Hadassah", "Chosen Grace"
TEXT = (
    "# Kiln {n}\n\nBy {name}.\n\n## Technologies\n\n- **Redis**: keeps {n} glazes warm.\n\n"
    "## Challenges\n\n### The kiln queue stops\n\n**Problem:** The kiln queue stops at night.\n\n"
    "**Solution:** Start the kiln queue anew with number {n}.\n"
)
# Formats that name nobody at all, and those in which who is signed in reads a chosen name.
NAMELESS = (
    "/feed.atom",
    "/llms.txt",
    "/sitemap.xml",
    "/search/?q=kiln+queue",
    "/search/suggest/?q=kiln",
    "/api/v1/search/?q=kiln+queue",
    "/api/v1/insights/csv/",
    "/api/v1/insights/",
    "/insights/",
    "/challenges/",
    "/api/v1/entries/",
)
NAMING = (
    "/challenges/kiln-stops",
    "/challenges/kiln-stops.md",
    "/challenges/kiln-stops/history/",
    "/technologies/redis",
    "/technologies/redis.md",
    "/api/v1/entries/{entry}/",
    "/api/v1/entries/{redis}/",
    "/api/v1/entries/{entry}/solutions/",
    "/api/v1/entries/{entry}/receipts/",
    "/api/v1/entries/{entry}/revisions/",
    "/api/v1/solutions/",
    "/api/v1/receipts/",
    "/api/v1/revisions/",
)
GRAPHQL = {
    "entry": 'id: "{entry}"',
    "entries": "",
    "related": 'entry: "{entry}"',
    "solutions": "",
    "receipts": "",
    "revisions": "",
    "search": 'query: "kiln queue"',
    "insights": "",
}


@pytest.fixture
def ids(make_person: Any, bring: Any, maintainer: Person) -> dict[str, str]:
    """Two learners, one with a name to be read, who did all that leaves a name somewhere."""
    publish_hub(actor=maintainer, published=True)
    hidden = make_person(name=HIDDEN)
    shown = make_person(name=SHOWN, shows_name=True)
    entry = create_entry(actor=hidden, kind="challenge", title="Kiln stops", lead=CHALLENGE_LEAD)
    save_lead(actor=shown, entry=entry, lead=f"{CHALLENGE_LEAD}\nAnd.", expected_version=1)
    for number, person in enumerate((hidden, shown)):
        text = TEXT.format(n=number, name=person.name)
        bring(person, (f"{number}.md", text.encode()))
        fix = add_solution(actor=person, entry=entry, text=f"Way {number}")
        other = shown if person == hidden else hidden
        give_receipt(actor=other, entry=entry, outcome="broken", solution=fix, versions="9")
    redis = Entry.objects.get(kind="technology", slug="redis")
    assert redis.voice_count == 2
    assert Document.objects.count() == 2
    return {"entry": f"entry-{entry.pk}", "redis": f"entry-{redis.pk}"}


def formats(viewer: Any, ids: dict[str, str]) -> dict[str, str]:
    """Address → what the viewer reads there."""
    client = client_of(viewer)
    found = {}
    for address in (*NAMELESS, *NAMING):
        response = client.get(address.format(**ids), follow=True)
        assert response.status_code == 200, address
        found[address] = response.content.decode()
    for field, arguments in GRAPHQL.items():
        body = {"query": graphql_text("query", field, arguments.format(**ids))}
        response = client.post("/graphql", body, content_type="application/json")
        assert "errors" not in response.json(), (field, response.json())
        found[f"GraphQL {field}"] = response.content.decode()
    return found


@pytest.mark.parametrize("who", ["anonymous", "reader", "mentor", "maintainer"])
def test_a_hidden_name_is_read_nowhere(request: Any, ids: dict[str, str], who: str) -> None:
    read = formats(request.getfixturevalue(who), ids)
    assert [address for address, text in read.items() if "Hadassah" in text] == []


def test_a_chosen_name_is_read_by_who_is_signed_in(reader: Person, ids: dict[str, str]) -> None:
    everybody = formats(AnonymousUser(), ids)
    assert [address for address, text in everybody.items() if "Grace" in text] == []
    signed_in = formats(reader, ids)
    assert {address for address in NAMING if "Grace" not in signed_in[address]} == set()
    assert [address for address in NAMELESS if "Grace" in signed_in[address]] == []


def test_what_learners_said_is_by_a_learner(ids: dict[str, str]) -> None:
    read = formats(AnonymousUser(), ids)
    for address in ("/technologies/redis", "/technologies/redis.md", "/api/v1/entries/{redis}/"):
        assert "a learner" in read[address]
