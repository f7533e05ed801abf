"""The same walk through GraphQL: every query field, every mutation, every kind of node."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from nexus.graphql import charging
from nexus.graphql.node import LOADERS
from tests.policies.graphql_table import MUTATIONS, QUERIES
from tests.policies.selections import SCHEMA, document
from tests.policies.walk import Row, marks_expected, marks_in, snapshot, undone
from tests.policies.world import ROLES, STATES, World, build

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", params=STATES)
def hub(request: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """One hub for all rows of a state; each row's writes are rolled back."""
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(charging, "MOST_COST", sys.maxsize)  # rows ask for all that there is
        world = build(request.param)
        yield world, snapshot()
        transaction.set_rollback(True)


def ask(world: World, role: str, row: Row) -> tuple[str, str]:
    """(ok, null or the code of the first error; the whole answer as text)."""
    arguments = row.url.format(**world.ids)
    text = document(row.method.lower(), row.key, arguments)
    response = world.client(role).post(
        "/graphql", json.dumps({"query": text}), content_type="application/json"
    )
    body = response.json()
    if errors := body.get("errors"):
        return str(errors[0].get("extensions", {}).get("code", errors[0]["message"])), str(body)
    return ("null" if body["data"][row.key] is None else "ok"), str(body)


@pytest.mark.parametrize("row", [*QUERIES, *MUTATIONS], ids=lambda row: f"{row.key}({row.url})")
def test_each_role_gets_what_the_table_says(hub: Any, row: Row) -> None:
    world, before = hub
    wrong = []
    for role in ROLES:
        with undone(before) as tables:
            status, body = ask(world, role, row)
        wanted = row.expected(role, world.state)
        if status != wanted:
            wrong.append(f"{role}: {status}, not {wanted}")
        refused = status != "ok"
        shown = marks_in(body)
        should = "" if refused else marks_expected(row, role, world, status)
        if shown != should:
            wrong.append(f"{role}: reads {shown!r}, not {should!r}")
        if refused and tables:
            wrong.append(f"{role}: refused, yet changed {tables}")
        if not refused and row.method == "MUTATION" and not row.idle and not tables:
            wrong.append(f"{role}: allowed, yet changed nothing")
    assert wrong == []


def test_every_field_and_every_kind_of_node_is_in_the_table() -> None:
    assert SCHEMA.query_type is not None
    assert SCHEMA.mutation_type is not None
    assert {row.key for row in QUERIES} == set(SCHEMA.query_type.fields)
    assert {row.key for row in MUTATIONS} == set(SCHEMA.mutation_type.fields)
    nodes = {row.url.split('"')[1].split("-")[0] for row in QUERIES if row.key == "node"}
    assert nodes == set(LOADERS)
