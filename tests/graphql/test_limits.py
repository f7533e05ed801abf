"""What GraphQL refuses: too deep, unknown, malformed; and that it says so without a traceback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nexus.graphql.views import DEEPEST
from nexus.library.models import Entry
from tests.graphql_support import ask, client_of, data

pytestmark = pytest.mark.django_db


def nested(depth: int) -> str:
    """A query of topics above topics, `depth` fields below the first."""
    middle = "topics { " + "parent { " * (depth - 4) + "id" + " }" * (depth - 3)
    return f"{{ entries {{ edges {{ node {{ {middle} }} }} }} }}"


def test_the_deepest_query_is_answered(challenge: Entry, anonymous: Any) -> None:
    found = data(client_of(anonymous), nested(DEEPEST))
    assert found == {"entries": {"edges": [{"node": {"topics": []}}]}}


def test_a_deeper_query_is_refused(challenge: Entry, anonymous: Any) -> None:
    answer = ask(client_of(anonymous), nested(DEEPEST + 1))
    assert [e["message"] for e in answer["errors"]] == [
        f"'anonymous' exceeds maximum operation depth of {DEEPEST}."
    ]
    assert "data" not in answer


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("{ nothing }", "Cannot query field 'nothing' on type 'Query'."),
        ("{ entry(recipe: 1) { id } }", "Unknown argument 'recipe' on field 'Query.entry'."),
        ("{ topic { id } }", "argument 'slug' of type 'String!' is required"),
        ("{ entries { edges { node { ...F } } } } fragment F on Entry { ...F }", "'F' within itself"),
        ("{ entries(first: \"x\") { totalCount } }", "Int cannot represent non-integer value"),
        ("{ hub }", "must have a selection of subfields"),
        ("{", "Syntax Error"),
        ("", "Must provide query string."),
    ],
)  # fmt: skip
def test_documents_that_break_the_rules(anonymous: Any, query: str, words: str) -> None:
    answer = ask(client_of(anonymous), query)
    assert "data" not in answer
    assert any(words in error["message"] for error in answer["errors"]), answer
    assert "Traceback" not in str(answer)


@pytest.mark.parametrize("depth", [60, 400, 6000])
def test_a_query_that_never_seems_to_end(anonymous: Any, depth: int) -> None:
    answer = ask(client_of(anonymous), nested(depth))
    assert "data" not in answer
    assert answer["errors"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"x"',
        b"\xff",
        b'{"query": 1}',
        b'{"query": "{ hub { name } }", "variables": [5]}',
    ],
)
def test_bodies_that_are_no_request(anonymous: Any, body: bytes) -> None:
    response = client_of(anonymous).post("/graphql", body, content_type="application/json")
    assert response.status_code == 400
    assert response.json()["errors"][0]["message"] in {
        "POST body sent invalid JSON.",
        "The received data is not a valid JSON query.",
        "Batch GraphQL requests are not enabled.",
        "Must provide query string.",
        "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
        "`query` must be a text.",
        "`variables` must be an object.",
    }


def test_a_mutation_is_not_a_get(learner: Any) -> None:
    response = client_of(learner).get(
        "/graphql", {"query": 'mutation { createToken(name: "x") { secret } }'}
    )
    assert response.status_code == 405
    assert learner.tokens.count() == 0


def test_a_session_needs_its_csrf_token(learner: Any) -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)
    body = '{"query": "mutation { createToken(name: \\"x\\") { secret } }"}'
    response = client.post("/graphql", body, content_type="application/json")
    assert (response.status_code, learner.tokens.count()) == (403, 0)


def test_a_wrong_token_is_refused(anonymous: Any) -> None:
    response = client_of(anonymous).get(
        "/graphql", {"query": "{ hub { name } }"}, HTTP_AUTHORIZATION="Bearer nexus_wrong"
    )
    assert response.status_code == 401
    assert response.json()["errors"] == [
        {
            "message": "This API token is not valid. Make a new one on your page.",
            "extensions": {"code": "authentication-failed", "status": 401},
        }
    ]


def test_json_that_goes_too_deep(anonymous: Any) -> None:
    for body in ("[" * 100_000, '{"query": ' + "[" * 100_000):
        response = client_of(anonymous).post("/graphql", body, content_type="application/json")
        assert response.status_code == 400
        assert response.json()["errors"] == [
            {
                "message": "The JSON is nested too deep.",
                "extensions": {"code": "parse-error", "status": 400},
            }
        ]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ hub { name }", "parse-error"),
        ("{ hub { nothing } }", "invalid"),
        ("", "parse-error"),
    ],
)
def test_what_is_no_query_has_a_documented_code(anonymous: Any, query: str, code: str) -> None:
    body = json.dumps({"query": query})
    response = client_of(anonymous).post("/graphql", body, content_type="application/json")
    assert response.status_code == 400
    assert [e["extensions"]["code"] for e in response.json()["errors"]] == [code]
    assert f"## {code}\n" in Path("docs/errors.md").read_text()
