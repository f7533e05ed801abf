"""Automatic persisted queries, and GETs that caches can keep."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from nexus.common.throttles.policies import parse_limits
from nexus.graphql import persisted
from tests.throttles.conftest import fill_buckets

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


def test_what_is_known_is_bounded_by_its_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = persisted.Texts()
    monkeypatch.setattr(persisted, "MOST_BYTES", 3 * persisted.size("0", "ü" * 5000))
    for number in range(9):
        texts.put(str(number), "ü" * 5000)
        texts.put(str(number), "ü" * 5000)
    assert list(texts.kept) == ["6", "7", "8"]
    assert texts.bytes == 3 * persisted.size("6", "ü" * 5000)
    texts.put("x", "𝄞" * 3000)  # four bytes for each letter, not one
    assert list(texts.kept) == ["x"]


def kept_anywhere(query: str) -> bool:
    own = sha256(query.encode()).hexdigest()
    return bool(persisted.known.get(own) or cache.get(persisted.key_of(own)))


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        (QUERY, True),
        ("{ hub { nothing } }", False),
        ("{ hub {", False),
        (f"{{ entries(first: 100) {{ edges {{ node {{ {'involved { ' * 9} id {'} ' * 9} }} }} }} }}", False),
        (QUERY + "#" + "x" * (10_000 - len(QUERY) - 1), True),
        (QUERY + "#" + "x" * (10_000 - len(QUERY)), False),
        (QUERY + "#" + "ü" * 5000, False),
    ],
)  # fmt: skip
def test_good_queries_of_some_size_are_kept_and_nothing_else(
    client: Client, query: str, kept: bool
) -> None:
    own = sha256(query.encode()).hexdigest()
    answer = post(client, query=query, extensions=named(own))
    assert ("data" in answer.json()) == query.startswith(QUERY), "too long is answered all the same"
    assert kept_anywhere(query) is kept
    assert ("data" in get(client, own).json()) is kept


@pytest.fixture
def limit(settings: Any) -> Iterator[Callable[[str], None]]:
    def turn_on(rule: str) -> None:
        settings.NEXUS_LIMITS_ON, settings.NEXUS_LIMITS = True, parse_limits([rule])

    fill_buckets()
    yield turn_on
    fill_buckets()


def test_what_was_not_paid_for_is_not_kept(client: Client, limit: Any) -> None:
    limit("anonymous.graphql=1/h")
    assert post(client, query=QUERY, extensions=named()).status_code == 400
    assert not kept_anywhere(QUERY)


def test_keeping_a_text_is_paid_for_once(client: Client, limit: Any) -> None:
    limit("anonymous.graphql=600/h")
    query = QUERY + "#" + "x" * (201 - len(QUERY) - 1)
    extensions = named(sha256(query.encode()).hexdigest())

    def cost() -> dict[str, int]:
        answer = post(client, query=query, extensions=extensions).json()
        return dict(answer["extensions"]["cost"])

    first, second = {"asked": 1, "left": 600 - 1 - 3}, {"asked": 1, "left": 600 - 1 - 3 - 1}
    assert [cost(), cost()] == [first, second]


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
