"""Lists by ids, fields, order and the columns they show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from nexus.library.models import Entry, Revision
from nexus.library.services import create_entry
from tests.support import api_of

pytestmark = pytest.mark.django_db
ENTRIES = "/api/v1/entries/"
NEVER = "2001-01-01T00:00:00Z"


@pytest.fixture
def three(learner: Any) -> list[Entry]:
    return [create_entry(actor=learner, kind="practice", title=f"P{n}", lead="x") for n in range(3)]


def titles(client: Any, query: str) -> list[str]:
    answer = client.get(f"{ENTRIES}?{query}")
    assert answer.status_code == 200, answer.json()
    return [row["title"] for row in answer.json()["results"]]


def test_fields_of_one_object(three: list[Entry], anonymous: Any) -> None:
    client, one = api_of(anonymous), f"{ENTRIES}entry-{three[0].pk}/"
    assert client.get(f"{one}?fields=title,lead").json() == {"title": "P0", "lead": "x"}
    assert client.get(f"{one}?fields=nonsense").status_code == 422


def test_ids_that_are_not_there_are_left_out(three: list[Entry], learner: Any, reader: Any) -> None:
    hidden = create_entry(actor=learner, kind="practice", title="Draft", lead="x", draft=True)
    ids = ",".join(f"entry-{pk}" for pk in (three[1].pk, hidden.pk, 10**9))
    assert titles(api_of(reader), f"ids={ids}") == ["P1"]


@pytest.mark.parametrize(
    ("ids", "status"),
    [("person-1", 404), ("nonsense", 404), (",".join(f"entry-{n}" for n in range(1, 102)), 422)],
)
def test_ids_that_are_none(anonymous: Any, ids: str, status: int) -> None:
    assert api_of(anonymous).get(f"{ENTRIES}?ids={ids}").status_code == status


def test_by_time(three: list[Entry], anonymous: Any) -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    for number, entry in enumerate(three):
        at = noon + timedelta(hours=number)
        Entry.objects.filter(pk=entry.pk).update(created_at=at, updated_at=at)
    client = api_of(anonymous)
    for what in ("created", "updated"):
        assert titles(client, f"order=title&{what}_after=2026-01-01T13:00:00Z") == ["P1", "P2"]
        assert titles(client, f"order=title&{what}_before=2026-01-01T13:00:00Z") == ["P0"]
    assert titles(
        client, "created_after=2026-01-01T14:00:00%2B01:00&created_before=2026-01-01T14:00:00Z"
    ) == ["P1"]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("entries/?created_after=yesterday", "#/created_after"),
        ("entries/?updated_before=%00", "#/updated_before"),
        ("actions/?kind=nonsense", "#/kind"),
        ("jobs/?state=nonsense", "#/state"),
        ("evidence/?min_score=high", "#/min_score"),
        ("revisions/?version=x", "#/version"),
        ("topics/?order=sideways", "#/order"),
        ("topics/?nonsense=1", "#/nonsense"),
    ],
)
def test_what_no_filter_takes_is_named(mentor: Any, query: str, pointer: str) -> None:
    answer = api_of(mentor).get(f"/api/v1/{query}")
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_what_is_neither_true_nor_false_narrows_by_nothing(maintainer: Any) -> None:
    client = api_of(maintainer)
    for word in ("true", "False", "1", "0"):
        assert client.get(f"/api/v1/letters/?settled={word}").status_code == 200
    answer = client.get("/api/v1/letters/?settled=maybe")
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"pointer": "#/settled", "detail": "true or false."}]


def test_by_what_rows_show(fill: Any) -> None:
    state = fill(3)
    client = api_of(state["maintainer"])

    def rows(query: str) -> list[Any]:
        answer = client.get(f"/api/v1/{query}")
        assert answer.status_code == 200, answer.json()
        found: list[Any] = answer.json()["results"]
        return found

    first = rows("revisions/?version=1&limit=100")
    assert len(first) == Revision.objects.filter(version=1).count() > 0
    assert {row["version"] for row in first} == {1}
    assert {row["state"] for row in rows("jobs/?state=done")} == {"done"}
    assert rows("jobs/?state=failed") == []
    everything = rows("evidence/?limit=100")
    exact = rows("evidence/?method=exact&limit=100")
    assert [row["id"] for row in exact] == [r["id"] for r in everything if r["method"] == "exact"]
    assert rows("evidence/?min_score=2") == []
    some = rows("cohorts/?limit=100")[0]["name"]
    assert some in {row["name"] for row in rows(f"cohorts/?name={some[1:-1]}")}
    below = [row["slug"] for row in rows("topics/?parent=nowhere")]
    assert below == []
    for name in ("solutions", "receipts", "documents", "evidence", "jobs"):
        assert rows(f"{name}/?created_before={NEVER}") == []
        assert rows(f"{name}/?created_after={NEVER}&limit=100") == rows(f"{name}/?limit=100")


@pytest.mark.parametrize("query", ["ids=", "ids=,%20,", "topic=%00", "created_after=2026%00"])
def test_what_narrows_by_nothing_is_refused(anonymous: Any, query: str) -> None:
    answer = api_of(anonymous).get(f"/api/v1/entries/?{query}")
    assert answer.status_code == 422
    assert [problem["pointer"] for problem in answer.json()["errors"]] == [
        f"#/{query.partition('=')[0]}"
    ]


def test_a_cursor_is_of_one_list_and_order(anonymous: Any, three: list[Entry]) -> None:
    client = api_of(anonymous)
    following = client.get("/api/v1/entries/?limit=1").json()["next"]
    cursor = following.partition("cursor=")[2].partition("&")[0]
    assert client.get(f"/api/v1/entries/?limit=1&cursor={cursor}").status_code == 200
    for other in ("entries/?order=title&", "topics/?"):
        answer = client.get(f"/api/v1/{other}cursor={cursor}")
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == "#/cursor"


def test_a_moment_out_of_range_is_no_cursors_fault(anonymous: Any) -> None:
    answer = api_of(anonymous).get(
        "/api/v1/entries/", {"created_after": "0001-01-01T00:00:00+23:59"}
    )
    assert answer.status_code == 422
    assert "cursor" not in answer.json()["detail"]


@pytest.mark.parametrize("limit", ["0", "51"])
def test_search_refuses_a_size_that_it_does_not_give(anonymous: Any, limit: str) -> None:
    answer = api_of(anonymous).get("/api/v1/search/", {"q": "redis", "limit": limit})
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"pointer": "#/limit", "detail": "1 to 50."}]
