"""GraphQL is charged what a query may cost, before it runs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from graphql import parse

from nexus.graphql.charging import REFUSED
from nexus.graphql.pricing import MOST_COST, price
from nexus.graphql.schema import schema

HUB = "{ hub { name } }"
PAGE = "{ entries(first: 50) { edges { node { a: fields { fix } b: fields { cause } } } } }"


def cost(query: str, **variables: Any) -> int:
    return price(schema.graphql_schema, parse(query), None, variables)


@pytest.mark.parametrize(
    ("query", "points"),
    [
        (HUB, 1),
        ("{ __typename }", 1),
        ("{ a: hub { name } b: hub { name } }", 2),
        ("{ entries { totalCount } }", 1 + 2),
        # One for the list, then for each row: its node and two objects, or as many as a list holds.
        (PAGE, 1 + 50 * (1 + 2)),
        ("{ entries(first: 50) { edges { node { title topics { title } } } } }", 1 + 50 * (1 + 10)),
        ('{ entry(id: "entry-1") { revisions { lead } voices { text } } }', 1 + 20 + 100),
        ("{ documents(first: 2) { edges { node { lines { text } } } } }", 1 + 2 * (1 + 1000)),
        ("{ documents(first: 2) { edges { node { lines(lastLine: 9) { text } } } } }", 1 + 2 * (1 + 9)),
        ("{ documents { edges { node { lines(firstLine: 5, lastLine: 6) { statements { id } } } } } }", 1 + 20 * (1 + 2 * (1 + 2))),
        ("{ documents { edges { node { lines(firstLine: 9, lastLine: 6) { text } } } } }", 1 + 20 * (1 + 1)),
        ('{ importItems(id: "import-1") { name } }', 5000),
        ("{ lexicon { name aliases { text } } }", 5000),
        ('{ search(query: "x", first: 30) { total results { entry { id } sections { url } } } }', 20 + 1 + 30),
        ('{ search(query: "x") { edges { node { entry { id } } } facets { name } pageInfo { endCursor } } }', 20 + 1 + 20 * 2),
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


def test_a_number_that_json_writes_with_a_point_is_the_same_number() -> None:
    query = "query($n: Int) { entries(first: $n) { edges { node { id } } } }"
    assert [cost(query, n=n) for n in (100.0, 1e2, 7.5, True)] == [101, 101, 21, 2]
    lines = (
        "query($n: Int) { documents(first: 1) { edges { node { lines(lastLine: $n) { text } } } } }"
    )
    assert [cost(lines, n=n) for n in (9.0, 9, None)] == [1 + 1 + 9, 1 + 1 + 9, 1 + 1 + 1000]


def ask(client: Any, query: str, **headers: Any) -> Any:
    return client.post("/graphql", {"query": query}, content_type="application/json", **headers)


def test_an_answer_says_what_it_cost_and_what_is_left(limit: Any, client: Client) -> None:
    limit("anonymous.graphql=600/h")
    first = ask(client, PAGE)
    assert first.status_code == 200
    assert first.json()["extensions"] == {"cost": {"asked": 151, "left": 449}}
    assert first["RateLimit-Policy"] == '"graphql";q=600;w=3600, "address";q=3000;w=30'
    told = re.fullmatch(r'"graphql";r=449;t=(\d+), "address";r=2999;t=1', first["RateLimit"])
    assert told is not None
    assert 900 <= int(told[1]) <= 906
    assert ask(client, PAGE).json()["extensions"]["cost"]["left"] == 298
    assert ask(client, PAGE).json()["extensions"]["cost"]["left"] == 147
    refused = ask(client, PAGE)
    wait = int(refused["Retry-After"])
    # 150 points where 146 are, and the point that it begins with once more: five of six seconds.
    assert (refused.status_code, 25 <= wait <= 30) == (429, True)
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
    assert ask(client, HUB).json()["extensions"]["cost"]["left"] == 150 - REFUSED - 1


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


def post(client: Client, body: Any) -> Any:
    return client.post("/graphql", body, content_type="application/json")


def hashed(text: str) -> dict[str, Any]:
    return {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": text * 64}}}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ("[" * 100_000, 400),
        ({}, 400),
        ({"query": "{"}, 400),
        ({"query": "{ nothing }"}, 400),
        ({"query": "{ hub { name } } " * 600}, 400),
        ({"query": HUB, "variables": 7}, 400),
        ({"query": HUB, **hashed("a")}, 400),
        ({"query": HUB, **hashed("x")}, 400),
        ({"query": "x" * 1_000_001}, 413),
    ],
)
def test_what_is_refused_costs_what_reading_it_takes(
    limit: Any, client: Client, body: Any, status: int
) -> None:
    limit("anonymous.graphql=600/h")
    refused = post(client, body)
    assert (refused.status_code, "data" in refused.json()) == (status, False)
    assert refused.json()["extensions"] == {"cost": {"asked": 50, "left": 550}}
    assert ask(client, HUB).json()["extensions"]["cost"]["left"] == 549


def test_a_hash_that_nobody_knows_costs_what_a_question_does(limit: Any, client: Client) -> None:
    limit("anonymous.graphql=600/h")
    assert post(client, hashed("a")).json()["errors"][0]["message"] == "PersistedQueryNotFound"
    assert ask(client, HUB).json()["extensions"]["cost"]["left"] == 598


def test_who_has_nothing_left_is_refused_before_anything_is_read(
    limit: Any, client: Client
) -> None:
    limit("anonymous.graphql=51/h")
    assert post(client, "{").status_code == 400
    assert post(client, "{").status_code == 429, "a point, and not the 49 that follow"
    assert post(client, "[" * 100_000).json()["errors"][0]["extensions"]["retry_after"] > 60


def test_a_request_is_one_of_its_address_whoever_sends_it(
    limit: Any, client: Client, learner: Any
) -> None:
    limit("anonymous.address=3/h", "learner.address=3/h")
    assert ask(client, HUB).status_code == 200
    assert post(client, "{").status_code == 400
    client.force_login(learner)
    assert ask(client, PAGE).status_code == 200, "its points are no requests"
    assert ask(client, HUB).status_code == 429
    assert client.get("/graphql", headers={"Accept": "text/html"}).status_code == 429


def test_a_bucket_that_is_smaller_than_a_refusal_refuses_no_question(
    limit: Any, client: Client
) -> None:
    limit("anonymous.graphql=5/h")
    assert post(client, "{").json()["errors"][0]["message"] == "POST body sent invalid JSON."
    assert ask(client, HUB).json()["extensions"]["cost"]["left"] == 3
