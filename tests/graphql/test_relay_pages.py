"""Relay's pages: forwards, backwards, from the end; and ids that lead back to their rows."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nexus.graphql.node import LOADERS
from nexus.graphql.schema import schema
from tests.graphql_support import ask, client_of, data, error_of
from tests.policies.world import World

pytestmark = pytest.mark.django_db
assert schema  # the types that it names fill LOADERS
LISTS = (
    "entries solutions receipts revisions topics documents statements evidence people cohorts "
    "tokens imports jobs backlinks suggestions actions"
).split()
PAGE_INFO = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"


# Of whose webhooks there are; the mentor sees the other lists.
OWNERS = {"webhooks": "owner", "deliveries": "owner", "letters": "maintainer"}


def page(hub: World, name: str, **arguments: Any) -> dict[str, Any]:
    """One page of a list, as somebody who sees its rows."""
    if name == "deliveries":
        arguments["webhook"] = f"webhook-{hub.ids['webhook']}"
    if name == "backlinks":
        arguments["entry"] = f"entry-{hub.ids['entry']}"
    asked = ", ".join(f"{k}: {json.dumps(v)}" for k, v in arguments.items())
    text = f"{{ {name}({asked}) {{ totalCount {PAGE_INFO} edges {{ cursor node {{ id }} }} }} }}"
    found: dict[str, Any] = data(hub.client(OWNERS.get(name, "mentor")), text)[name]
    return found


def ids(found: dict[str, Any]) -> list[str]:
    return [edge["node"]["id"] for edge in found["edges"]]


@pytest.fixture(params=LISTS)
def listed(hub: World, request: Any) -> tuple[str, list[str]]:
    """A list's name and all its ids, in order."""
    whole = page(hub, request.param, first=100)
    assert len(whole["edges"]) == whole["totalCount"] >= 2
    assert len(set(ids(whole))) == whole["totalCount"]
    return request.param, ids(whole)


def test_forwards(hub: World, listed: tuple[str, list[str]]) -> None:
    name, whole = listed
    found = page(hub, name, first=2)
    seen = ids(found)
    assert found["pageInfo"]["hasPreviousPage"] is False
    while found["pageInfo"]["hasNextPage"]:
        found = page(hub, name, first=2, after=found["pageInfo"]["endCursor"])
        assert found["pageInfo"]["hasPreviousPage"] is True
        seen += ids(found)
    assert seen == whole


def test_backwards_from_the_end(hub: World, listed: tuple[str, list[str]]) -> None:
    name, whole = listed
    found = page(hub, name, last=2)
    assert found["pageInfo"]["hasNextPage"] is False
    seen = ids(found)
    while found["pageInfo"]["hasPreviousPage"]:
        found = page(hub, name, last=2, before=found["pageInfo"]["startCursor"])
        assert found["pageInfo"]["hasNextPage"] is True
        seen = ids(found) + seen
    assert seen == whole


def test_each_edge_has_a_cursor_to_go_on_from(hub: World, listed: tuple[str, list[str]]) -> None:
    name, whole = listed
    edges = page(hub, name, first=100)["edges"]
    for number in (0, len(edges) // 2):
        assert ids(page(hub, name, first=100, after=edges[number]["cursor"])) == whole[number + 1 :]
        before = page(hub, name, last=100, before=edges[number]["cursor"])
        assert ids(before) == whole[:number]


def test_a_list_without_rows(hub: World) -> None:
    text = f'{{ entries(topic: "none") {{ totalCount {PAGE_INFO} edges {{ cursor }} }} }}'
    assert data(hub.client("mentor"), text)["entries"] == {
        "totalCount": 0,
        "pageInfo": {
            "hasNextPage": False,
            "hasPreviousPage": False,
            "startCursor": None,
            "endCursor": None,
        },
        "edges": [],
    }


@pytest.mark.parametrize("size", ["first: 0", "first: 101", "first: -1", "last: 0", "last: 101"])
def test_sizes_that_are_none(hub: World, size: str) -> None:
    error = error_of(hub.client("reader"), f"{{ entries({size}) {{ totalCount }} }}")
    assert error["extensions"] == {
        "code": "invalid",
        "status": 422,
        "fields": {size.partition(":")[0]: "1 to 100."},
    }


@pytest.mark.parametrize("cursor", ["x", "", "====", "WyJhIl0", "é" * 40, "WzEsMiwzXQ"])
def test_cursors_of_no_list(hub: World, cursor: str) -> None:
    answer = ask(hub.client("reader"), f'{{ topics(after: "{cursor}") {{ totalCount }} }}')
    if not cursor:
        assert answer["data"]["topics"]["totalCount"] >= 2
        return
    (error,) = answer["errors"]
    assert (error["extensions"]["code"], list(error["extensions"]["fields"])) == (
        "invalid",
        ["after"],
    )


@pytest.mark.parametrize("kind", sorted(LOADERS))
def test_node(hub: World, kind: str) -> None:
    """Each id that a list gives leads to its row, of the type that is named for the kind."""
    plurals = {"person": "people", "entry": "entries", "evidence": "evidence"}
    name = {**plurals, "delivery": "deliveries"}.get(kind, f"{kind}s")
    (found, *_) = ids(page(hub, name, first=1))
    assert found.startswith(f"{kind}-")
    client = hub.client(OWNERS.get(name, "mentor"))
    node = data(client, f'{{ node(id: "{found}") {{ id __typename }} }}')["node"]
    assert node == {"id": found, "__typename": kind.title()}
    gone = data(client, f'{{ node(id: "{kind}-999999") {{ id }} }}')
    assert gone == {"node": None}


@pytest.mark.parametrize("id", ["", "x", "entry", "entry-0", "entry--1", "recipe-1", "1", "é-1"])
def test_ids_of_nothing(anonymous: Any, id: str) -> None:
    assert data(client_of(anonymous), f'{{ node(id: "{id}") {{ id }} }}') == {"node": None}
