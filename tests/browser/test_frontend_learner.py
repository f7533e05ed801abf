"""A frontend learner's first hour: the same data from both APIs, by example."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.running import Hub

pytestmark = pytest.mark.browser
both = pytest.mark.parametrize("width", [1280, 390])
QUERY = '{ entries(kind: "challenge", first: 5) { edges { node { id title } } } }'


@both
def test_api_docs_try_it_out(open_page: Open, width: int) -> None:
    page = open_page("/api/v1/docs/", width=width)
    operation = page.locator("#operations-search-search")
    expect(operation).to_be_visible()
    operation.get_by_role("button").first.click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_placeholder("q", exact=True).first.fill("select_related")
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table .response-col_status").last).to_contain_text(
        "200"
    )


@both
def test_graphiql_gives_what_rest_gives(open_page: Open, hub: Hub, width: int) -> None:
    rest = hub.read("/api/v1/entries/?kind=challenge&limit=5")["results"]
    page = open_page(f"/graphql?query={QUERY}", width=width)
    page.get_by_role("button", name="Execute query").click()
    result = page.locator(".result-window")
    expect(result).to_contain_text(rest[0]["title"])
    # The editor draws only the lines that are in view; it holds them all.
    shown = json.loads(result.locator(".CodeMirror").evaluate("e => e.CodeMirror.getValue()"))
    nodes = [edge["node"] for edge in shown["data"]["entries"]["edges"]]
    assert nodes == [{"id": entry["id"], "title": entry["title"]} for entry in rest]


def test_the_copied_query_works_from_elsewhere(open_page: Open, hub: Hub) -> None:
    page = open_page("/")
    answer = page.request.post(
        "/graphql", data=json.dumps({"query": QUERY}), headers={"Content-Type": "application/json"}
    )
    nodes = [edge["node"] for edge in answer.json()["data"]["entries"]["edges"]]
    rest = hub.read("/api/v1/entries/?kind=challenge&limit=5")["results"]
    assert nodes == [{"id": entry["id"], "title": entry["title"]} for entry in rest]
