"""Errors are problems with pointers, and no input of a client breaks the hub."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from django.db import DataError, IntegrityError

from nexus.library.models import Entry
from nexus.library.services import create_entry, retire_entry
from tests.support import api_of

pytestmark = pytest.mark.django_db


def assert_problem(response: Any, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert (body["type"], body["status"]) == (f"/docs/errors#{code}", status)
    assert body["title"]
    assert body["detail"]
    assert "Traceback" not in str(body)
    return body


def pointers(body: dict[str, Any]) -> set[str]:
    assert all(error["detail"] for error in body["errors"])
    return {error["pointer"] for error in body["errors"]}


def test_not_signed_in(challenge: Entry, anonymous: Any) -> None:
    response = api_of(anonymous).post("/api/v1/entries/", {"kind": "practice", "title": "A"})
    assert_problem(response, 401, "sign-in-needed")


def test_not_allowed(reader: Any) -> None:
    response = api_of(reader).post("/api/v1/entries/", {"kind": "practice", "title": "A"})
    assert_problem(response, 403, "not-allowed")


def test_nothing_there(anonymous: Any) -> None:
    assert_problem(api_of(anonymous).get("/api/v1/entries/entry-999/"), 404, "not-found")


def test_no_such_address(anonymous: Any) -> None:
    for method in ("get", "post", "delete"):
        response = getattr(api_of(anonymous), method)("/api/v1/nothing/")
        assert "/api/v1/nothing/" in assert_problem(response, 404, "not-found")["detail"]


@pytest.mark.parametrize(
    ("refusal", "code", "status"),
    [
        (IntegrityError("UNIQUE constraint failed"), "conflict", 409),
        (DataError("text fields cannot contain NUL"), "invalid", 422),
    ],
)
def test_what_the_database_refuses(
    challenge: Entry,
    learner: Any,
    monkeypatch: Any,
    refusal: Exception,
    code: str,
    status: int,
) -> None:
    """Somebody else was there first, or a text cannot be kept: in words, on every face."""

    def refuse(**_: Any) -> None:
        raise refusal

    monkeypatch.setattr("nexus.library.services.save_lead", refuse)
    url = f"/api/v1/entries/entry-{challenge.pk}/"
    answer = api_of(learner).put(url, {"lead": "A"}, headers={"If-Match": "*"})
    assert_problem(answer, status, code)
    query = f'mutation {{ saveEntry(id: "entry-{challenge.pk}", lead: "A", expectedVersion: 1)'
    errors = api_of(learner).post("/graphql", {"query": query + " { entry { id } } }"}).json()
    assert errors["errors"][0]["extensions"] == {"code": code, "status": status}, errors
    page = f"{challenge.get_absolute_url()}/edit/"
    assert api_of(learner).post(page, {"lead": "A"}, format="multipart").status_code == status


@pytest.mark.parametrize("name", ["entries/?technolgy=redis", "search/?q=a&knd=x", "insights/?a=1"])
def test_a_filter_that_is_none(name: str, anonymous: Any) -> None:
    body = assert_problem(api_of(anonymous).get(f"/api/v1/{name}"), 422, "invalid")
    assert len(pointers(body)) == 1


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ({}, {"#/kind", "#/title"}),
        ({"kind": "recipe", "title": ""}, {"#/kind", "#/title"}),
        ({"kind": "practice", "title": "A"}, {"#/lead"}),
        ({"kind": "practice", "title": "A", "lead": "x", "topics": ["no"]}, {"#/topics"}),
        ({"kind": "practice", "title": "A", "lead": "x", "track": "no"}, {"#/track"}),
        ({"kind": "challenge", "title": "A", "fields": {"fix": {}}}, {"#/fields/fix"}),
        ({"kind": "challenge", "title": "A", "errors": [1, {}]}, {"#/errors/0", "#/errors/1"}),
        ([], {"#/non_field_errors"}),
        ("text", {"#/non_field_errors"}),
    ],
)
def test_pointers(learner: Any, body: Any, wanted: set[str]) -> None:
    response = api_of(learner).post("/api/v1/entries/", body, format="json")
    assert pointers(assert_problem(response, 422, "invalid")) == wanted
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b'{"a": NaN}', b"[" * 5000])
def test_bodies_that_are_no_json(learner: Any, body: bytes) -> None:
    response = api_of(learner).generic("POST", "/api/v1/entries/", body, "application/json")
    assert response.status_code in {400, 422}
    assert response["Content-Type"] == "application/problem+json"


def test_other_media_types_and_methods(learner: Any) -> None:
    client = api_of(learner)
    response = client.generic("POST", "/api/v1/entries/", b"a=b", "text/plain")
    assert_problem(response, 415, "unsupported-media-type")
    assert_problem(client.patch("/api/v1/entries/", {}), 405, "method-not-allowed")


IDS = [
    "entry-0", "entry--1", "entry-01", "entry-999999999999999999", "entry-9999999999999999999999",
    "0", "-1", "1e3", "٣", "entry-٣", "x", "topic-1", "None", "%00", "entry-1%00", "%F0%9F%92%A5",
    "' OR 1=1 --", "..", "a" * 900,
]  # fmt: skip
PLACES = [
    "entries/{}/", "entries/{}/revisions/", "entries/{}/solutions/", "entries/{}/receipts/",
    "entries/{}/backlinks/", "entries/{}/evidence/", "documents/{}/", "documents/{}/lines/",
    "statements/{}/", "imports/{}/", "imports/{}/items/", "people/{}/", "cohorts/{}/", "jobs/{}/",
    "topics/{}/", "topics/{}/also-met/", "me/tokens/{}/", "solutions/{}/", "receipts/{}/",
    "revisions/{}/", "evidence/{}/",
]  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_odd_ids(maintainer: Any, place: str) -> None:
    client = api_of(maintainer)
    for odd in IDS:
        response = client.get("/api/v1/" + place.format(odd))
        assert response.status_code in {404, 405}, (odd, response.status_code)
    for odd in IDS:
        for query in ("entry", "document", "author"):
            url = f"/api/v1/{place.split('/')[0]}/?{query}={odd}"
            assert client.get(url).status_code < 500, url


def cursor(*values: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


ODD_CURSORS = [
    "x", "<", "<x", "====", "%00", "é", "a" * 5000, cursor(), cursor(1), cursor("x"), cursor(None),
    cursor([1]), cursor({}), cursor(1, 2, 3), cursor("a", "b"), cursor(10**30), cursor(-1, 10**30),
    cursor(1.5, 1.5), cursor("\x00", 1), cursor(True, False), cursor("2026-13-45T00:00:00", 1),
    "<" + cursor("\x00"), cursor(float("inf"), 1), cursor(float("nan")),
]  # fmt: skip


@pytest.mark.parametrize("order", ["voices", "title", "updated", "created", "worked"])
def test_odd_cursors_of_every_order(challenge: Entry, anonymous: Any, order: str) -> None:
    for odd in ODD_CURSORS:
        response = api_of(anonymous).get("/api/v1/entries/", {"cursor": odd, "order": order})
        assert response.status_code in {200, 422}, odd


@pytest.mark.parametrize("name", ["kind", "track", "solved", "state", "order"])
@pytest.mark.parametrize("value", ["x", "\x00", "1 OR 1", "a" * 2000])
def test_odd_filters(anonymous: Any, name: str, value: str) -> None:
    response = api_of(anonymous).get("/api/v1/entries/", {name: value})
    assert pointers(assert_problem(response, 422, "invalid")) == {f"#/{name}"}


@pytest.mark.parametrize("value", ["\x00", "'; DROP TABLE x", "a" * 5000, "%", "\ud83d", "💥"])
def test_odd_words(learner: Any, value: str) -> None:
    value = value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    for path in ("entries/?topic", "entries/?technology", "documents/?cohort", "documents/?name",
                 "statements/?cohort", "search/?q"):  # fmt: skip
        where, name = path.split("?")
        response = api_of(learner).get(f"/api/v1/{where}", {name: value})
        assert response.status_code in {200, 422}, path


def test_a_retired_entry_is_gone_and_can_come_back(challenge: Entry, mentor: Any) -> None:
    retire_entry(actor=mentor, entry=challenge)
    client = api_of(mentor)
    assert client.get(f"/api/v1/entries/entry-{challenge.pk}/").status_code == 404
    response = client.post(f"/api/v1/entries/entry-{challenge.pk}/publish/")
    assert (response.status_code, response.json().get("state")) == (200, "published")


def test_nul_in_texts_is_removed(learner: Any) -> None:
    body = {"kind": "challenge", "title": "A", "lead": "x\x00y"}
    response = api_of(learner).post("/api/v1/entries/", body)
    assert response.status_code in {201, 422}
    entry = create_entry(actor=learner, kind="challenge", title="B", lead="x\x00y")
    assert entry.lead == "xy"
