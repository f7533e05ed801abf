"""Both APIs refuse a field in the same words, and know who asks by the same header."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from nexus.accounts.services import create_token
from nexus.common.wording import (
    COHORT_NAME,
    DOCUMENT_TITLE,
    PURPOSE,
    SOLUTION,
    TERM_NAME,
    TITLE,
    at_most,
    one_of,
)
from nexus.documents.models import Document
from nexus.library.models import Entry, Kind
from tests.graphql_support import client_of, data, error_of
from tests.support import api_of

pytestmark = pytest.mark.django_db
ENTRY = {"kind": "practice", "title": "A", "lead": "x"}
HOOK = {"name": "Board", "url": "https://board.example/", "kinds": ["entry"]}
# Field, its words; address and body of REST; mutation, and its arguments beside the body's.
SAME: list[tuple[str, str, str, dict[str, Any], str, str]] = [
    ("title", TITLE, "entries/", {**ENTRY, "title": " "}, "createEntry", ""),
    ("title", at_most(200), "entries/", {**ENTRY, "title": "x" * 201}, "createEntry", ""),
    ("kind", one_of(Kind), "entries/", {**ENTRY, "kind": "recipe"}, "createEntry", ""),
    ("track", "One of backend, frontend.", "entries/", {**ENTRY, "track": "x"}, "createEntry", ""),
    ("title", TITLE, "topics/", {"title": ""}, "createTopic", ""),
    ("title", TITLE, "{entry}rename/", {"title": ""}, "renameEntry", 'entry: "{id}", '),
    ("text", SOLUTION, "{entry}solutions/", {"text": " "}, "addSolution", 'entry: "{id}", '),
    (
        "outcome",
        "One of same-here, worked, broken.",
        "{entry}receipts/",
        {"outcome": "x"},
        "giveReceipt",
        'entry: "{id}", ',
    ),
    ("name", COHORT_NAME, "cohorts/", {"name": ""}, "createCohort", ""),
    ("name", COHORT_NAME, "cohorts/", {"name": "x" * 81}, "createCohort", ""),
    ("name", PURPOSE, "me/tokens/", {"name": ""}, "createToken", ""),
    ("name", PURPOSE, "webhooks/", {**HOOK, "name": "x" * 81}, "createWebhook", ""),
    ("name", TERM_NAME, "lexicon/", {"kind": "technology", "name": ""}, "addTerm", ""),
    ("kind", "One of technology, concept.", "lexicon/", {"kind": "x", "name": "A"}, "addTerm", ""),
]


@pytest.mark.parametrize(("field", "words", "url", "body", "mutation", "more"), SAME)
def test_a_field_is_refused_in_the_same_words(
    challenge: Entry,
    maintainer: Any,
    field: str,
    words: str,
    url: str,
    body: dict[str, Any],
    mutation: str,
    more: str,
) -> None:
    named = f"entry-{challenge.pk}"
    told = api_of(maintainer).post(f"/api/v1/{url.format(entry=f'entries/{named}/')}", body)
    assert told.status_code == 422
    assert told.json()["errors"] == [{"pointer": f"#/{field}", "detail": words}]
    given = ", ".join(f"{name}: {json.dumps(value)}" for name, value in body.items())
    query = f"mutation {{ {mutation}({more.replace('{id}', named)}{given}) {{ __typename }} }}"
    assert error_of(client_of(maintainer), query)["extensions"]["fields"] == {field: words}


def test_the_title_of_a_document_too(document: Document, learner: Any) -> None:
    named = f"document-{document.pk}"
    told = api_of(learner).patch(f"/api/v1/documents/{named}/", {"title": "x" * 301})
    assert told.json()["errors"] == [{"pointer": "#/title", "detail": DOCUMENT_TITLE}]
    query = f'mutation {{ correctDocument(id: "{named}", title: "") {{ __typename }} }}'
    error = error_of(client_of(learner), query)
    assert error["extensions"]["fields"] == {"title": DOCUMENT_TITLE}


def test_a_cursor_is_blamed_by_its_own_name(reader: Any) -> None:
    for name in ("after", "before"):
        error = error_of(client_of(reader), f'{{ entries({name}: "x") {{ totalCount }} }}')
        assert set(error["extensions"]["fields"]) == {name}


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "Token", "token"])
def test_a_token_signs_in_on_both(learner: Any, scheme: str) -> None:
    _, secret = create_token(actor=learner, name="x")
    headers = {"Authorization": f"{scheme} {secret}"}
    rest = Client().get("/api/v1/me/", headers=headers)
    asked = {"query": "{ me { id } }"}
    graph = Client().post("/graphql", asked, content_type="application/json", headers=headers)
    assert rest.json()["id"] == f"person-{learner.pk}"
    assert graph.json()["data"] == {"me": {"id": f"person-{learner.pk}"}}


def test_documents_of_people_are_counted_alike(document: Document, mentor: Any) -> None:
    learner = document.author
    for person in (learner, mentor):
        text = "{ me { documentCount } people(first: 100) { edges { node { id documentCount } } } }"
        found = data(client_of(person), text)
        client = api_of(person)
        rows = client.get("/api/v1/people/?limit=100").json()["results"]
        counts = {row["id"]: row["document_count"] for row in rows}
        nodes = [edge["node"] for edge in found["people"]["edges"]]
        assert {node["id"]: node["documentCount"] for node in nodes} == counts
        assert sorted(counts.values()) == ([1] if person == learner else [0, 1])
        wanted = 1 if person == learner else 0
        assert found["me"]["documentCount"] == wanted
        assert client.get("/api/v1/me/").json()["document_count"] == wanted
