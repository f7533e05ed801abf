"""Nothing can be added to the hub that the tables of the policies do not know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLResolver, get_resolver

from tests.policies.pages_table import ACCOUNTS, PAGES
from tests.policies.rest_table import API, REST
from tests.policies.walk import changed, snapshot
from tests.policies.world import build

TABLE = [*PAGES, *ACCOUNTS, *REST]
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def routes(resolver: Any = None, above: str = "/") -> Iterator[tuple[str, Any]]:
    """(key, view) of every address: its name, or its route where it has none."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif route == f"{API}^":
            continue  # What catches all other addresses.
        elif route.startswith(API):
            yield route, pattern.callback
        else:
            yield pattern.name or route.removeprefix("/"), pattern.callback


def test_every_address_is_in_the_table() -> None:
    addresses = [key for key, _ in routes()]
    assert len(addresses) == len(set(addresses))
    assert {row.key for row in TABLE} == set(addresses)


def test_every_method_of_the_api_is_in_the_table() -> None:
    there = {
        (key, method)
        for key, view in routes()
        if key.startswith(API)
        for method in METHODS
        if hasattr(view.view_class, method.lower())
    }
    assert {(row.key, row.method) for row in REST} == there


@pytest.mark.django_db
def test_methods_that_are_not_in_the_table_do_nothing() -> None:
    world = build("open")
    before = snapshot()
    known = {(row.key, row.method) for row in TABLE}
    wrong = []
    for row in {row.key: row for row in TABLE if row.key != "graphql"}.values():
        if row in ACCOUNTS:
            continue
        for method in METHODS:
            if (row.key, method) in known:
                continue
            for role in ("anonymous", "maintainer"):
                response = world.client(role).generic(method, row.url.format(**world.ids))
                if response.status_code != 405:
                    wrong.append((method, row.url, role, response.status_code))
    assert wrong == []
    assert changed(before) == []
