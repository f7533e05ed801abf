"""The OpenAPI document says what an answer leads to, and it does."""

from __future__ import annotations

from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator

from nexus.rest.openapi import METHODS
from tests.support import CHALLENGE_LEAD, api_of

pytestmark = pytest.mark.django_db
ENTRY = {"kind": "challenge", "title": "It hangs", "lead": CHALLENGE_LEAD}
MADE = {
    "create_entry": ("/api/v1/entries/", ENTRY, "get_entry"),
    "create_topic": ("/api/v1/topics/", {"title": "Queues"}, "get_topic"),
    "create_cohort": ("/api/v1/cohorts/", {"name": "Spring"}, "get_cohort"),
    "add_solution": ("/api/v1/entries/{entry}/solutions/", {"text": "Wait."}, "get_solution"),
    "give_receipt": ("/api/v1/entries/{entry}/receipts/", {"outcome": "same-here"}, "get_receipt"),
    "rename_entry": ("/api/v1/entries/{entry}/rename/", {"title": "It waits"}, "get_action"),
}


@pytest.fixture(scope="module")
def operations() -> dict[str, dict[str, Any]]:
    """Operation id → its description, with its address."""
    described = SchemaGenerator().get_schema(request=None, public=True)
    return {
        path[method]["operationId"]: {**path[method], "address": address}
        for address, path in described["paths"].items()
        for method in METHODS
        if method in path
    }


def links_of(operation: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Target → link, whatever the status."""
    return {
        name: link
        for answer in operation["responses"].values()
        for name, link in answer.get("links", {}).items()
    }


def test_every_link_leads_to_an_operation_that_takes_what_it_gives(operations: Any) -> None:
    looked = 0
    for name, operation in operations.items():
        for target, link in links_of(operation).items():
            (given,) = link["parameters"]
            taken = [f"{p['in']}.{p['name']}" for p in operations[target]["parameters"]]
            assert given in taken, (name, target)
            looked += 1
    assert looked > 130


@pytest.mark.parametrize("name", MADE)
def test_what_a_post_made_is_where_its_link_leads(
    name: str, operations: Any, challenge: Any, maintainer: Any
) -> None:
    client, (address, body, target) = api_of(maintainer), MADE[name]
    answer = client.post(address.format(entry=f"entry-{challenge.pk}"), body, format="json")
    assert answer.status_code == 201, answer.json()
    ((given, expression),) = links_of(operations[name])[target]["parameters"].items()
    key = expression.removeprefix("$response.body#/")
    value = answer.json()[key]
    found = client.get(operations[target]["address"].format(**{given.removeprefix("path."): value}))
    assert (found.status_code, found.json()[key]) == (200, value)


def test_a_page_leads_on_from_its_first_object(operations: Any, challenge: Any) -> None:
    link = links_of(operations["list_entries"])["get_entry"]
    assert link["parameters"] == {"path.id": "$response.body#/results/0/id"}
    link = links_of(operations["list_topics"])["get_topic"]
    assert link["parameters"] == {"path.slug": "$response.body#/results/0/slug"}
