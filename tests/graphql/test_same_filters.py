"""What lists can be narrowed and ordered by is the same in REST and in GraphQL, and does the same."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from graphql import get_named_type

from nexus.library.services import create_entry
from tests.graphql_support import client_of, data, error_of
from tests.policies.selections import SCHEMA
from tests.policies.world import World
from tests.support import api_of

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]

# Operation of REST → connection of GraphQL, and its argument for what stands in the address.
LISTS = {
    "list_actions": ("actions", ""),
    "list_audit": ("audit", ""),
    "list_broken_links": ("brokenLinks", ""),
    "list_cohorts": ("cohorts", ""),
    "list_dead_links": ("deadLinks", ""),
    "list_documents": ("documents", ""),
    "list_entries": ("entries", ""),
    "list_backlinks": ("backlinks", "entry"),
    "list_entry_evidence": ("evidence", "entry"),
    "list_receipts": ("receipts", "entry"),
    "list_revisions": ("revisions", "entry"),
    "list_solutions": ("solutions", "entry"),
    "list_evidence": ("evidence", ""),
    "list_imports": ("imports", ""),
    "list_jobs": ("jobs", ""),
    "list_letters": ("letters", ""),
    "list_tokens": ("tokens", ""),
    "list_people": ("people", ""),
    "list_entries_with_words_of": ("entriesWithWordsOf", "person"),
    "list_all_receipts": ("receipts", ""),
    "list_retired": ("retired", ""),
    "list_all_revisions": ("revisions", ""),
    "list_all_solutions": ("solutions", ""),
    "list_statements": ("statements", ""),
    "list_suggestions": ("suggestions", ""),
    "list_topics": ("topics", ""),
    "list_webhooks": ("webhooks", ""),
    "list_deliveries": ("deliveries", "webhook"),
}
# In GraphQL the files of one import, and what is put together of what is at hand, are fields that
# have all of them, and no connections.
NO_CONNECTION = {"list_import_items", "list_lexicon_terms", "list_unknown_names", "list_helped"}
# Lists without cursors: the operation, the field, and what is called otherwise.
OTHERS = {
    "search": ("search", {"q": "query"}),
    "list_lexicon_terms": ("lexicon", {"q": "search"}),
}
# Which page, of which fields, and what comes along: a GraphQL query says the latter by itself.
REST_PAGING = {"cursor", "limit", "offset", "fields", "include"}
PAGING = {"first", "after", "last", "before", "offset"}
# First names of filters that a connection needs for its pages; they have others beside them.
TAKEN = {"actions": {"after", "before"}}
OWN = {"tokens": "mentor", "webhooks": "owner", "deliveries": "owner"}


@cache
def operations() -> dict[str, tuple[str, dict[str, Any]]]:
    """Operation of REST that reads → its address and its parameters with their schemas."""
    text = (ROOT / "docs/openapi.yaml").read_text("utf-8")
    paths = yaml.load(text, Loader=yaml.CSafeLoader)["paths"]
    return {
        methods["get"]["operationId"]: (
            address,
            {p["name"]: p["schema"] for p in methods["get"].get("parameters", [])},
        )
        for address, methods in paths.items()
        if "get" in methods
    }


def camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.title() for part in rest)


def arguments(field: str) -> set[str]:
    assert SCHEMA.query_type is not None
    return set(SCHEMA.query_type.fields[field].args) - PAGING


def test_every_list_is_compared() -> None:
    listed = {name for name, (_, parameters) in operations().items() if "cursor" in parameters}
    assert listed == {*LISTS, *NO_CONNECTION}
    assert SCHEMA.query_type is not None
    fields = SCHEMA.query_type.fields.items()
    connections = {n for n, f in fields if get_named_type(f.type).name.endswith("Connection")}
    assert connections == {field for field, _ in LISTS.values()}


@pytest.mark.parametrize("field", sorted({field for field, _ in LISTS.values()}))
def test_filters_have_the_same_names(field: str) -> None:
    names = set()
    for operation, (connection, above) in LISTS.items():
        if connection == field:
            _, parameters = operations()[operation]
            names |= {above or name if name == "id" else name for name in parameters}
    names -= REST_PAGING | TAKEN.get(field, set())
    assert arguments(field) == {camel(name) for name in names}


@pytest.mark.parametrize("operation", OTHERS)
def test_searches_have_the_same_names(operation: str) -> None:
    field, otherwise = OTHERS[operation]
    _, parameters = operations()[operation]
    assert arguments(field) == {otherwise.get(n, camel(n)) for n in set(parameters) - REST_PAGING}


def rest(hub: World, role: str, address: str, /, **query: Any) -> list[dict[str, Any]]:
    answer = api_of(hub.people[role]).get(address, {"limit": 100, **query})
    assert answer.status_code == 200, answer.json()
    rows: list[dict[str, Any]] = answer.json()["results"]
    return rows


def graphql(hub: World, role: str, field: str, /, **given: Any) -> list[str]:
    written = ", ".join(f"{name}: {json.dumps(value)}" for name, value in given.items())
    text = f"{{ {field}({written}) {{ edges {{ node {{ id }} }} }} }}"
    return [edge["node"]["id"] for edge in data(hub.client(role), text)[field]["edges"]]


def ids(rows: list[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in rows]


@pytest.mark.parametrize("operation", LISTS)
def test_ids_orders_and_moments_do_the_same(hub: World, operation: str) -> None:
    field, above = LISTS[operation]
    role = OWN.get(field, "maintainer")
    address, parameters = operations()[operation]
    place: dict[str, str] = {}
    if above:
        where = {
            "entry": hub.ids["entry"],
            "person": hub.ids["owner"],
            "webhook": hub.ids["webhook"],
        }
        place = {above: f"{above}-{where[above]}"}
        address = address.replace("{id}", place[above])
    whole = rest(hub, role, address)
    some = ids(whole)[::2] or ["entry-1"]
    if whole:
        asked = rest(hub, role, address, ids=",".join(some))
        assert graphql(hub, role, field, ids=some, **place) == ids(asked)
        assert {*ids(asked)} == {*some}
    if not (above and field == "solutions"):  # whose orders are those of all solutions
        for order in parameters["order"]["enum"]:
            wanted = ids(rest(hub, role, address, order=order))
            assert graphql(hub, role, field, order=order, first=100, **place) == wanted
    for name in [n for n in parameters if n.endswith(("_after", "_before"))]:
        told = name.rpartition("_")[0].replace("done", "") or "at"
        times = sorted(row[told if told == "at" else f"{told}_at"] for row in whole)
        moment = times[len(times) // 2] if times else "2026-01-01T00:00:00Z"
        wanted = ids(rest(hub, role, address, **{name: moment}))
        found = graphql(hub, role, field, first=100, **{camel(name): moment}, **place)
        assert found == wanted
        assert bool(times) == bool(wanted) or name.endswith("_before")


@pytest.mark.parametrize(
    ("field", "query"),
    [
        ("topics", {"parent": "async"}),
        ("revisions", {"version": 2}),
        ("evidence", {"method": "exact"}),
        ("evidence", {"min_score": 0.99}),
        ("cohorts", {"name": "UTU"}),
        ("jobs", {"state": "done"}),
        ("jobs", {"queue": "bulk"}),
        ("letters", {"settled": False}),
        ("letters", {"settled": True}),
        ("actions", {"kind": "merge"}),
        ("people", {"role": "mentor"}),
        ("people", {"name": "grace"}),
        ("people", {"cohort": "utu-2026"}),
        ("audit", {"action": "entry.created"}),
        ("imports", {"state": "done"}),
        ("imports", {"state": "queued"}),
        ("documents", {"copy_of": "document-1"}),
        ("webhooks", {"state": "paused"}),
        ("entries", {"kind": "challenge", "solved": True, "created_after": "2001-01-01T00:00:00Z"}),
    ],
    ids=lambda x: x if isinstance(x, str) else json.dumps(x),
)
def test_filters_leave_the_same_rows(hub: World, field: str, query: dict[str, Any]) -> None:
    told = {k: str(v).lower() if isinstance(v, bool) else v for k, v in query.items()}
    wanted = ids(rest(hub, "maintainer", f"/api/v1/{field}/", **told))
    given = {camel(name): value for name, value in query.items()}
    assert graphql(hub, "maintainer", field, first=100, **given) == wanted


@pytest.mark.parametrize(
    ("field", "query", "argument"),
    [
        ("jobs", {"state": "nonsense"}, '{state: "nonsense"}'),
        ("actions", {"kind": "nonsense"}, '{kind: "nonsense"}'),
        ("topics", {"order": "sideways"}, '{order: "sideways"}'),
        ("entries", {"order": "sideways"}, '{order: "sideways"}'),
        ("entries", {"ids": ""}, "{ids: []}"),
        ("people", {"ids": ",".join(["person-1"] * 101)}, json.dumps({"ids": ["person-1"] * 101})),
        ("evidence", {"min_score": "1e99"}, "{minScore: 1e99}"),
    ],
)
def test_what_no_filter_takes_is_refused_alike(
    hub: World, field: str, query: dict[str, Any], argument: str
) -> None:
    told = api_of(hub.people["maintainer"]).get(f"/api/v1/{field}/", query).json()
    given = argument.strip("{}").replace('"ids"', "ids")
    error = error_of(hub.client("maintainer"), f"{{ {field}({given}) {{ totalCount }} }}")
    assert error["message"] == told["detail"]
    assert error["extensions"]["status"] == told["status"]
    assert told["type"].endswith(error["extensions"]["code"])
    pointers = {e["pointer"]: e["detail"] for e in told.get("errors", [])}
    fields = error["extensions"].get("fields", {})
    assert {camel(k.removeprefix("#/")): v for k, v in pointers.items()} == fields


@pytest.mark.parametrize(
    "given", ['entries(createdAfter: "yesterday")', 'revisions(version: "x")', "entries(solved: 1)"]
)
def test_arguments_have_types(hub: World, given: str) -> None:
    """What is of another type is refused before anything is asked, as GraphQL does it."""
    error = error_of(hub.client("reader"), f"{{ {given} {{ totalCount }} }}")
    assert "cannot represent" in error["message"]


def test_ids_of_nothing_here_are_left_out(learner: Any) -> None:
    made = create_entry(actor=learner, kind="practice", title="P", lead="x")
    asked = ["person-1", f"entry-{made.pk}", "nonsense", "entry-9999999999999999999999"]
    text = "query($ids: [ID!]) { entries(ids: $ids) { edges { node { id } } } }"
    found = data(client_of(learner), text, ids=asked)["entries"]["edges"]
    assert [edge["node"]["id"] for edge in found] == [f"entry-{made.pk}"]


def test_all_of_the_asked_ids_are_one_page(learner: Any) -> None:
    made = [
        create_entry(actor=learner, kind="practice", title=f"P{n}", lead="x") for n in range(21)
    ]
    asked = [f"entry-{entry.pk}" for entry in made]
    text = "query($ids: [ID!]) { entries(ids: $ids) { edges { node { id } } } }"
    found = data(client_of(learner), text, ids=asked)["entries"]["edges"]
    assert {edge["node"]["id"] for edge in found} == {*asked}
