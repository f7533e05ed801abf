"""What lists hold: rows that come meanwhile, filters, and the fields that were promised."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest

from nexus.library.models import Entry
from nexus.library.services import create_entry
from tests.support import api_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("order", ["voices", "title", "updated", "created", "worked"])
def test_rows_added_meanwhile_neither_repeat_nor_hide_others(learner: Any, order: str) -> None:
    for number in range(9):
        create_entry(actor=learner, kind="challenge", title=f"Old {number:02}")
    client = api_of(learner)
    url: str | None = f"/api/v1/entries/?limit=2&order={order}"
    seen = []
    added = 0
    while url:
        body = client.get(url).json()
        seen += [row["title"] for row in body["results"]]
        url = body["next"]
        if added < 6:
            for where in ("Aaa", "Zzz"):
                create_entry(actor=learner, kind="challenge", title=f"{where} {added}")
            added += 1
    assert len(seen) == len(set(seen))
    assert {t for t in seen if t.startswith("Old")} == {f"Old {n:02}" for n in range(9)}


def test_links_keep_the_filters(learner: Any) -> None:
    for number in range(3):
        create_entry(actor=learner, kind="challenge", title=f"C {number}")
        create_entry(actor=learner, kind="practice", title=f"P {number}", lead="x")
    response = api_of(learner).get("/api/v1/entries/?kind=practice&limit=2")
    following = response.json()["next"]
    assert "kind=practice" in urlsplit(following).query
    assert response["Link"] == f'<{following}>; rel="next"'
    body = api_of(learner).get(following).json()
    assert [row["kind"] for row in body["results"]] == ["practice"]


@pytest.fixture
def entries(learner: Any, fill: Any) -> list[Entry]:
    fill(1)
    create_entry(actor=learner, kind="challenge", title="Open", track="frontend")
    create_entry(actor=learner, kind="challenge", title="Draft", draft=True)
    return list(Entry.objects.all())


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("kind=practice&topic=async", {"Practice 0"}),
        ("topic=async", {"The one", "Practice 0"}),
        ("kind=challenge&solved=false", {"Open"}),
        ("kind=technology", {"Redis", "Celery"}),
        ("kind=challenge&topic=nowhere", set()),
        ("technology=nothing", set()),
    ],
)
def test_filters(entries: list[Entry], anonymous: Any, query: str, titles: set[str]) -> None:
    body = api_of(anonymous).get(f"/api/v1/entries/?{query}").json()
    assert {row["title"] for row in body["results"]} == titles


def test_track_leaves_out_the_other_track(entries: list[Entry], anonymous: Any) -> None:
    body = api_of(anonymous).get("/api/v1/entries/?track=backend&limit=100").json()
    titles = {row["title"] for row in body["results"]}
    assert "Open" not in titles
    assert "The one" in titles


def test_an_entry_has_what_was_promised(entries: list[Entry], anonymous: Any) -> None:
    body = api_of(anonymous).get("/api/v1/entries/?topic=async&kind=challenge").json()
    row = body["results"][0]
    one = Entry.objects.get(title="The one")
    promised = "id kind slug title url version statement_count".split()
    assert {name: row[name] for name in promised} == {
        "id": f"entry-{one.pk}",
        "kind": "challenge",
        "slug": "the-one",
        "title": "The one",
        "url": "/challenges/the-one",
        "version": 2,
        "statement_count": 0,
    }
    assert row["topics"] == [{"slug": "async", "title": "Async"}]


def test_a_document_has_what_was_promised(entries: list[Entry], learner: Any) -> None:
    (row,) = api_of(learner).get("/api/v1/documents/?name=0.md").json()["results"]
    pk = row["id"].removeprefix("document-")
    assert (row["name"], row["url"]) == ("0.md", f"/documents/{pk}")
    assert row["statement_count"] == 7
    lines = api_of(learner).get(f"/api/v1/documents/{row['id']}/lines/").json()["results"]
    assert len(lines) == row["line_count"] or len(lines) == row["line_count"] + 1
    assert {x["part"] for x in lines if x["text"].strip()} <= {"statement", "heading", "other"}
