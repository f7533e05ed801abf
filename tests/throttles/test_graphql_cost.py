"""GraphQL is charged what a query may cost, before it runs."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from graphql import parse

from nexus.graphql.pricing import MOST_COST, price
from nexus.graphql.schema import schema

HUB = "{ hub { name } }"
PAGE = "{ entries(first: 50) { edges { node { title topics { title } } } } }"


def cost(query: str, **variables: Any) -> int:
    return price(schema.graphql_schema, parse(query), None, variables)


@pytest.mark.parametrize(
    ("query", "points"),
    [
        (HUB, 1),
        ("{ __typename }", 1),
        ("{ a: hub { name } b: hub { name } }", 2),
        ("{ entries { totalCount } }", 1 + 2),
        # One for the list, then for each row: its node and two topics.
        (PAGE, 1 + 50 * (1 + 2)),
        ("{ entries(first: 100000) { edges { node { id } } } }", 1 + 100),
        ('{ entries(ids: ["entry-1", "entry-2"]) { edges { node { id } } } }', 1 + 2),
        ('{ entries(ids: "entry-1") { edges { node { id } } } }', 1 + 1),
        ("{ entries(ids: null) { edges { node { id } } } }", 1 + 20),
        ('{ entries(ids: ["entry-1"], first: 9) { edges { node { id } } } }', 1 + 9),
        ("query($n: Int = 30) { entries(first: $n) { edges { node { id } } } }", 1 + 30),
        ("{ entries(first: -5) { edges { node { id } } } }", 1 + 1),
        ("{ entries(last: 3) { edges { ...E } } } fragment E on EntryEdge { node { id } }", 1 + 3),
        ("{ entries(first: 3) { edges { ... on EntryEdge { node { id } } } } }", 1 + 3),
        ("{ entries(first: 9) { edges { ...E } } } fragment E on EntryEdge { ...E }", 1),
        ("{ __schema { types { name } } }", 500),
        ("{ nothing { at { all } } }", 1),
        ('mutation { createToken(name: "x") { secret } }', 21),
        ("fragment E on Entry { id }", 1),
    ],
)  # fmt: skip
def test_what_a_query_costs(query: str, points: int) -> None:
    assert cost(query) == points


def test_a_page_asked_for_by_a_variable_costs_the_same() -> None:
    query = "query($n: Int) { entries(first: $n) { edges { node { id } } } }"
    assert (cost(query, n=7), cost(query), cost(query, n="x")) == (8, 21, 21)


def ask(client: Any, query: str, **headers: Any) -> Any:
    return client.post("/graphql", {"query": query}, content_type="application/json", **headers)


def test_an_answer_says_what_it_cost_and_what_is_left(limit: Any, client: Client) -> None:
    limit("anonymous.graphql=600/h")
    first = ask(client, PAGE)
    assert first.status_code == 200
    assert first.json()["extensions"] == {"cost": {"asked": 151, "left": 449}}
    assert first["RateLimit-Policy"] == '"graphql";q=600;w=3600'
    assert first["RateLimit"] == '"graphql";r=449;t=906'
    assert ask(client, PAGE).json()["extensions"]["cost"]["left"] == 298
    assert ask(client, PAGE).json()["extensions"]["cost"]["left"] == 147
    refused = ask(client, PAGE)
    wait = int(refused["Retry-After"])
    assert (refused.status_code, 10 <= wait <= 24) == (429, True)
    assert refused.json() == {
        "errors": [
            {
                "message": f"Wait {wait} seconds, then try again. Nothing was written.",
                "extensions": {"code": "too-many-requests", "status": 429, "retry_after": wait},
            }
        ]
    }
    assert ask(client, HUB).status_code == 200


def test_what_never_fits_says_so_at_once(limit: Any, client: Client) -> None:
    limit("anonymous.graphql=150/h")
    answer = ask(client, PAGE)
    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {
            "message": "This costs 151, more than the 150 that fit at once.",
            "extensions": {"code": "too-costly", "status": 400},
        }
    ]
    assert "Retry-After" not in answer
    assert ask(client, HUB).json()["extensions"]["cost"]["left"] == 149


@pytest.mark.django_db
def test_the_most_costly_query_is_refused_with_limits_off(client: Client) -> None:
    deep = "involved { " * 9 + "id" + " }" * 9
    query = f"{{ entries(first: 100) {{ edges {{ node {{ {deep} }} }} }} }}"
    answer = ask(client, query)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "too-costly"
    assert f"{MOST_COST:,} is the most" in answer.json()["errors"][0]["message"]


def test_what_is_read_without_signing_in_may_be_kept_by_everybody(
    limit: Any, client: Client
) -> None:
    limit()
    answer = client.get("/graphql", {"query": HUB})
    assert answer.json() == {
        "data": {"hub": {"name": "Nexus"}},
        "extensions": {"cost": {"asked": 1}},
    }
    assert answer["RateLimit"].startswith('"graphql";r=9999')
