"""Every answer costs a fixed number of queries, whatever the number of its rows."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from nexus.accounts.services import publish_hub
from nexus.graphql import charging
from nexus.search import services
from tests.policies import pages_table, rest_table
from tests.policies.selections import SCHEMA
from tests.queries.counting import Hub
from tests.queries.table import API, GRAPHQL, INCLUDING, PAGES, REST, TABLE

pytestmark = pytest.mark.django_db
Costs = dict[str, tuple[int, int]]


@pytest.fixture(scope="module")
def costs(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Costs, Costs]]:
    """(queries, bytes) of each row of the table: with few rows, and with three times as many."""
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(charging, "MOST_COST", sys.maxsize)  # everything is more than anybody asks
        patch.setattr(services, "EVERY", sys.maxsize)  # one question of fifty tidies up as well
        hub = Hub()
        hub.add(5)
        publish_hub(actor=hub.maintainer, published=True)
        few = {name: hub.measure(url) for name, (url, _) in TABLE.items()}
        hub.add(10)
        many = {name: hub.measure(url) for name, (url, _) in TABLE.items()}
        yield few, many
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", TABLE)
def test_cost(costs: tuple[Costs, Costs], name: str) -> None:
    few, many = costs
    assert (few[name][0], many[name][0]) == (TABLE[name][1], TABLE[name][1])


# What is one row, or what has the same rows whatever the hub holds: the home page, the import page
# and the desk show a few at most, insights show totals, the lexicon its terms.
FIXED = {
    "page home",
    "page insights",
    "page lexicon",
    "page lexicon-term",
    "page desk",
    "page errors",
    "page caches",
    "page import",
    "page webhooks",  # ten at most, and then without its form
    *(
        f"page {n}"
        for n in ("healthz", "readyz", "metrics", "write", "invite", "robots.txt", "document")
    ),
    *(f"page {n}" for n in ("edit", "diff", "entry of a guide")),
    *(f"REST {n}" for n in REST if n.endswith(">/") and n != "entries/<str:id>/"),
    *(f"REST {n} including" for n in INCLUDING if n.endswith(">/")),
    *(f"REST {n}" for n in ("schema", "docs/", "hub/", "me/", "documents/<str:id>/lines/")),
    *(f"REST {n}" for n in ("entries/<str:id>/source/", "documents/facets/")),
    *(f"REST {n}" for n in ("insights/", "insights/csv/", "desk/", "lexicon/", "unknown-names/")),
    *(f"REST {n}" for n in ("topics/<slug:slug>/also-met/",)),
    *(f"GraphQL {n}" for n in ("hub", "me", "topic", "alsoMet", "node", "insights")),
    *(f"GraphQL {n}" for n in ("lexicon", "lexiconTerm", "unknownNames", "documentFacets")),
}


def test_three_times_the_rows_were_there(costs: tuple[Costs, Costs]) -> None:
    """Without this, a list that never grows would prove nothing."""
    few, many = costs
    assert {name for name in TABLE if many[name][1] < few[name][1] + 150} <= FIXED


def test_everything_is_measured() -> None:
    pages = {row.key for row in pages_table.PAGES if row.method == "GET"} - {"graphql"}
    assert pages == {name for name in PAGES if " " not in name}
    rest = {row.key.removeprefix(API) for row in rest_table.REST if row.method == "GET"}
    assert rest == set(REST)
    assert SCHEMA.query_type is not None
    assert set(GRAPHQL) == set(SCHEMA.query_type.fields)
