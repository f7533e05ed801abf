"""Automatic persisted queries, and GETs that caches can keep."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from nexus.graphql import persisted

pytestmark = pytest.mark.django_db
QUERY = "query Hub { hub { name } }"
HASH = sha256(QUERY.encode()).hexdigest()
ANSWER = {"hub": {"name": "Nexus"}}


@pytest.fixture(autouse=True)
def unknown() -> None:
    persisted.known.clear()
    cache.clear()


def named(hash: Any = HASH) -> dict[str, Any]:
    return {"persistedQuery": {"version": 1, "sha256Hash": hash}}


def get(client: Client, hash: Any = HASH, **more: Any) -> Any:
    headers = more.pop("headers", {})
    return client.get("/graphql", {"extensions": json.dumps(named(hash)), **more}, headers=headers)


def post(client: Client, **body: Any) -> Any:
    return client.post("/graphql", body, content_type="application/json")


def test_a_hash_is_known_once_it_came_with_its_query(client: Client) -> None:
    missed = get(client)
    assert (missed.status_code, missed["Cache-Control"]) == (200, "no-store")
    assert missed.json()["errors"][0]["message"] == "PersistedQueryNotFound"
    assert missed.json()["errors"][0]["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"
    assert post(client, query=QUERY, extensions=named()).json()["data"] == ANSWER
    assert get(client).json()["data"] == ANSWER
    assert post(client, extensions=named()).json()["data"] == ANSWER


def test_another_process_knows_it_from_the_cache(client: Client) -> None:
    get(client, query=QUERY)
    persisted.known.clear()
    assert get(client).json()["data"] == ANSWER
    persisted.known.clear()
    cache.set(f"graphql-query:{HASH}", "{ hub { isPublished } }")
    assert get(client).json()["errors"][0]["message"] == "PersistedQueryNotFound"


def test_a_hash_stands_for_its_own_query_alone(client: Client) -> None:
    other = post(client, query="{ hub { isPublished } }", extensions=named())
    assert other.status_code == 400
    assert "The hash is not that of the query." in other.json()["errors"][0]["message"]
    assert "data" not in get(client).json()


@pytest.mark.parametrize("hash", ["", "x" * 64, HASH.upper(), 7, None, ["a"]])
def test_what_is_no_hash(client: Client, hash: Any) -> None:
    answer = get(client, hash)
    assert answer.status_code == 400
    assert "64 hexadecimal digits" in answer.json()["errors"][0]["message"]


def test_what_is_known_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(persisted, "MOST", 3)
    for number in range(9):
        persisted.remember(str(number), "q")
    assert list(persisted.known) == ["6", "7", "8"]


def test_a_mutation_is_not_read_by_get(client: Client) -> None:
    query = 'mutation { createToken(name: "x") { secret } }'
    own = sha256(query.encode()).hexdigest()
    post(client, query=query, extensions=named(own))
    assert get(client, own).status_code == 405


def test_a_get_is_answered_304_to_who_has_it(client: Client, learner: Any) -> None:
    first = get(client, query=QUERY)
    assert first["Cache-Control"] == "no-cache"
    again = get(client, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    client.force_login(learner)
    assert get(client)["Cache-Control"] == "private, no-cache"


def test_introspection_can_be_turned_off(client: Client, settings: Any) -> None:
    query = "{ __schema { queryType { name } } }"
    assert post(client, query=query).json()["data"]["__schema"]["queryType"] == {"name": "Query"}
    settings.NEXUS_INTROSPECTION = False
    for asked in (query, '{ __type(name: "Entry") { name } }'):
        refused = post(client, query=asked)
        assert (refused.status_code, "data" in refused.json()) == (400, False)
        assert "introspection has been disabled" in refused.json()["errors"][0]["message"]
    assert post(client, query="{ hub { __typename } }").json()["data"] == {
        "hub": {"__typename": "Hub"}
    }


def test_graphiql_can_be_turned_off(client: Client, settings: Any) -> None:
    html = {"Accept": "text/html"}
    assert client.get("/graphql", headers=html)["Content-Type"].startswith("text/html")
    settings.NEXUS_GRAPHIQL = False
    answer = client.get("/graphql", headers=html)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/json")
