"""A parameter that stands twice: what names several takes all, any other is refused by name."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from nexus.library.models import Entry
from nexus.library.services import create_entry
from tests.rest.test_problems import assert_problem
from tests.support import api_of

pytestmark = pytest.mark.django_db
ENTRIES = "/api/v1/entries/"


@pytest.fixture
def three(learner: Any) -> list[Entry]:
    return [create_entry(actor=learner, kind="challenge", title=f"C{n}") for n in range(3)]


def test_next_and_link_keep_every_value(three: list[Entry], anonymous: Any) -> None:
    client = api_of(anonymous)
    asked = "fields=id&fields=title&include=solutions&include=receipts&limit=1&order=title"
    answer = client.get(f"{ENTRIES}?{asked}")
    first = answer.json()
    query = parse_qs(urlsplit(first["next"]).query)
    assert query.pop("cursor")
    assert query == parse_qs(asked)
    assert answer["Link"] == f'<{first["next"]}>; rel="next"'
    second = client.get(first["next"]).json()
    shape = {"id", "title", "included"}
    assert [set(row) for row in first["results"] + second["results"]] == [shape, shape]
    assert set(second["results"][0]["included"]) == {"solutions", "receipts"}
    assert parse_qs(urlsplit(second["previous"]).query)["fields"] == ["id", "title"]


def test_ids_may_be_repeated(three: list[Entry], anonymous: Any) -> None:
    url = f"{ENTRIES}?order=title&ids=entry-{three[0].pk}&ids=entry-{three[2].pk}"
    rows = api_of(anonymous).get(url).json()["results"]
    assert [row["title"] for row in rows] == ["C0", "C2"]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("entries/?kind=challenge&kind=practice", "kind"),
        ("entries/?limit=1&limit=2", "limit"),
        ("entries/?order=title&order=title", "order"),
        ("entries/?created_after=2026-01-01T00:00:00Z&created_after=x", "created_after"),
        ("entries/?topic=a&topic=b", "topic"),
        ("topics/?cursor=a&cursor=b", "cursor"),
        ("search/?q=a&q=b", "q"),
        ("insights/?track=backend&track=frontend", "track"),
    ],
)
def test_what_stands_once_is_refused_twice(anonymous: Any, query: str, name: str) -> None:
    body = assert_problem(api_of(anonymous).get(f"/api/v1/{query}"), 422, "invalid")
    assert body["errors"] == [{"pointer": f"#/{name}", "detail": "Name it once, with one value."}]
