"""Every list of the API: its shape, its pages, forwards and back, what narrows it, odd questions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rest.test_problems import ODD_CURSORS, assert_problem, pointers
from tests.rest_lists import LISTS, lists
from tests.support import api_of

pytestmark = pytest.mark.django_db


def walk(client: Any, url: str, step: str = "next") -> list[list[Any]]:
    """Pages from an address to the end of the list."""
    pages = []
    while url:
        body = client.get(url).json()
        pages.append(body["results"])
        url = body[step]
        assert len(pages) < 60
    return pages


def keys(pages: list[list[Any]]) -> list[str]:
    return [row.get("id") or row["name"] for page in pages for row in page]


@pytest.mark.parametrize("name", LISTS)
def test_shape_and_pages(filled: dict[str, Any], name: str) -> None:
    client, url = api_of(filled["maintainer"]), lists(filled)[name]
    body = client.get(url).json()
    assert set(body) == {"results", "next", "previous"}
    assert body["previous"] is None
    whole = keys(walk(client, f"{url}?limit=100"))
    assert len(whole) == len(set(whole)) >= 5
    pages = walk(client, f"{url}?limit=2")
    assert keys(pages) == whole
    assert {len(page) for page in pages[:-1]} == {2}
    assert len(pages[-1]) in {1, 2}


@pytest.mark.parametrize("name", LISTS)
def test_backwards(filled: dict[str, Any], name: str) -> None:
    client, url = api_of(filled["maintainer"]), lists(filled)[name]
    whole = keys(walk(client, f"{url}?limit=100"))
    body = client.get(f"{url}?limit=2").json()
    while body["next"]:
        body = client.get(body["next"]).json()
    back = [body["results"], *walk(client, body["previous"], "previous")]
    assert keys(list(reversed(back))) == whole


@pytest.mark.parametrize("name", LISTS)
def test_every_list_gives_the_asked_fields_ids_and_order(filled: dict[str, Any], name: str) -> None:
    client, url = api_of(filled["maintainer"]), lists(filled)[name]
    rows = client.get(url, {"limit": 100}).json()["results"]
    names = list(rows[0])
    picked = client.get(url, {"limit": 100, "fields": names[1]}).json()["results"]
    assert picked == [{names[1]: row[names[1]]} for row in rows]
    refused = client.get(url, {"fields": "nonsense"})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "#/fields"
    if "id" not in names:
        return
    wanted = {rows[0]["id"], rows[-1]["id"]}
    found = client.get(url, {"ids": ",".join(wanted)}).json()["results"]
    assert {row["id"] for row in found} == wanted
    if name not in {"entries", "all-solutions"}:  # which have orders of their own

        def ordered(order: str) -> list[str]:
            answer = client.get(url, {"order": order, "limit": 100}).json()["results"]
            return [row["id"] for row in answer]

        assert ordered("oldest") == ordered("newest")[::-1]
        assert sorted(ordered("oldest")) == sorted(row["id"] for row in rows)


@pytest.mark.parametrize("name", LISTS)
def test_odd_cursors_and_limits(filled: dict[str, Any], name: str) -> None:
    client, url = api_of(filled["maintainer"]), lists(filled)[name]
    for odd in ODD_CURSORS:
        response = client.get(url, {"cursor": odd})
        assert response.status_code in {200, 422}, (odd, response.status_code)
    for limit in ("0", "101", "-1", "x", "1.5", "٣", "1e9", "9" * 40, "\x00", " "):
        problem = assert_problem(client.get(url, {"limit": limit}), 422, "invalid")
        assert pointers(problem) == {"#/limit"}
    response = client.get(url, {"cursor": "x"})
    assert pointers(assert_problem(response, 422, "invalid")) == {"#/cursor"}
