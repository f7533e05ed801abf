"""What a client sends is what the schema says, or it is refused with a pointer."""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nexus.common.errors import TITLES
from nexus.library.models import Entry, Solution
from nexus.webhooks.models import Webhook
from tests.policies.rest_table import REST
from tests.policies.test_complete import routes
from tests.rest.test_problems import assert_problem
from tests.support import api_of

pytestmark = pytest.mark.django_db
ERRORS = (Path(__file__).resolve().parents[2] / "docs/errors.md").read_text("utf-8")


def errors_of(response: Any) -> dict[str, str]:
    body = assert_problem(response, 422, "invalid")
    return {error["pointer"]: error["detail"] for error in body["errors"]}


@pytest.mark.parametrize(
    ("sent", "pointers"),
    [
        ({"tilte": "A"}, {"#/tilte"}),
        ({"fields": {"fxi": "Restart."}}, {"#/fields/fxi"}),
        ({"a/b~c": 1}, {"#/a~1b~0c"}),
        ({"title": 5, "tilte": "A"}, {"#/title", "#/tilte"}),
    ],
)
def test_an_unknown_field_is_named(learner: Any, sent: Any, pointers: set[str]) -> None:
    body = {"kind": "challenge", "title": "A", "lead": "x", **sent}
    found = errors_of(api_of(learner).post("/api/v1/entries/", body))
    assert set(found) == pointers
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("title", ["x" * 200 + " ", "\x1f" + "x" * 200, " " * 201 + "x"])
def test_spaces_around_a_text_count(learner: Any, title: str) -> None:
    """The schema counts them, whatever is stored."""
    found = errors_of(api_of(learner).post("/api/v1/topics/", {"title": "A", "summary": title * 2}))
    assert set(found) == {"#/summary"}
    body = {"kind": "challenge", "title": title, "lead": "x"}
    assert errors_of(api_of(learner).post("/api/v1/entries/", body)) == {
        "#/title": "At most 200 characters, spaces too."
    }
    body["title"] = title.strip().center(200)
    assert api_of(learner).post("/api/v1/entries/", body).status_code == HTTPStatus.CREATED


def test_it_says_what_is_taken(learner: Any, challenge: Entry) -> None:
    url = f"/api/v1/entries/entry-{challenge.pk}/solutions/"
    found = errors_of(api_of(learner).post(url, {"txt": "Restart."}))
    assert found["#/txt"].startswith("It is no field here; ")
    assert "text" in found["#/txt"]
    assert Solution.objects.count() == 0


def test_a_nested_field_hears_what_is_taken_where_it_stands(learner: Any) -> None:
    body = {"kind": "challenge", "title": "A", "fields": {"fxi": "Restart."}, "x": 1}
    found = errors_of(api_of(learner).post("/api/v1/entries/", body))
    assert found == {
        "#/fields/fxi": "It is no field here; cause, check, fix, more, symptom, versions are.",
        "#/x": "It is no field here; draft, errors, fields, kind, lead, title, topics, track are.",
    }


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"name": 5}, {"#/name": "It must be a text."}),
        ({"kinds": ["entry", 1]}, {"#/kinds/1": "It must be a text."}),
        ({"name": True}, {"#/name": "It must be a text."}),
    ],
)
def test_another_type_is_refused(learner: Any, sent: Any, words: dict[str, str]) -> None:
    body = {"name": "x", "url": "https://a.example/", "kinds": ["entry"], **sent}
    found = errors_of(api_of(learner).post("/api/v1/webhooks/", body))
    assert {pointer: found[pointer] for pointer in words} == words
    assert Webhook.objects.count() == 0


@pytest.mark.parametrize("value", ["true", 1, "yes"])
def test_true_is_true(learner: Any, value: Any) -> None:
    found = errors_of(api_of(learner).put("/api/v1/me/", {"name": "A", "shows_name": value}))
    assert found == {"#/shows_name": "It must be true or false."}


def test_a_form_has_no_types(learner: Any) -> None:
    file = SimpleUploadedFile("a.md", b"# A\n\nText.\n")
    sent = {"files": [file], "mine": "true"}
    answer = api_of(learner).post("/api/v1/imports/", sent, format="multipart")
    assert answer.status_code == 202
    sent = {"files": [SimpleUploadedFile("a.md", b"# A\n")], "mien": "true"}
    answer = api_of(learner).post("/api/v1/imports/", sent, format="multipart")
    assert set(errors_of(answer)) == {"#/mien"}
    sent = {"files": [SimpleUploadedFile("a.md", b"# A\n")], "author": "x" * 120 + " "}
    answer = api_of(learner).post("/api/v1/imports/", sent, format="multipart")
    assert errors_of(answer) == {"#/author": "At most 120 characters, spaces too."}


def test_forms_are_for_imports_alone(learner: Any) -> None:
    sent = {"kind": "practice", "title": "A"}
    answer = api_of(learner).post("/api/v1/entries/", sent, format="multipart")
    assert_problem(answer, 415, "unsupported-media-type")


@pytest.mark.parametrize("url", ["entries/", "hub/", "me/", "topics/"])
@pytest.mark.parametrize("query", ["format=xml", "format=json", "limitt=3"])
def test_no_address_takes_what_it_does_not_read(learner: Any, url: str, query: str) -> None:
    name = query.partition("=")[0]
    found = errors_of(api_of(learner).get(f"/api/v1/{url}?{query}"))
    assert set(found) == {f"#/{name}"}


@pytest.mark.parametrize("name", ["limit", "order", "created_after"])
def test_a_parameter_with_a_type_is_not_empty(learner: Any, name: str) -> None:
    found = errors_of(api_of(learner).get(f"/api/v1/entries/?{name}="))
    assert found == {f"#/{name}": "Give a value, or leave it out."}


def test_titles_are_ours_and_documented(learner: Any, anonymous: Any) -> None:
    client = api_of(learner)
    answers = {
        "parse-error": client.generic(
            "POST", "/api/v1/entries/", "{", content_type="application/json"
        ),
        "method-not-allowed": client.delete("/api/v1/entries/"),
        "unsupported-media-type": client.generic(
            "POST", "/api/v1/entries/", "x", content_type="text/x"
        ),
        "authentication-failed": api_of(anonymous).get(
            "/api/v1/me/", headers={"Authorization": "Bearer nexus_nothing"}
        ),
    }
    phrases = {status.phrase for status in HTTPStatus}
    for code, answer in answers.items():
        body = json.loads(answer.content)
        assert (body["type"], body["title"]) == (f"/docs/errors#{code}", TITLES[code])
        assert body["title"] not in phrases
    assert set(TITLES) <= set(re.findall(r"^## ([a-z-]+)$", ERRORS, re.MULTILINE))


def test_the_schema_says_what_takes_a_sign_in() -> None:
    """Reading what anonymous readers may never see is marked as such, and nothing else is."""
    views = dict(routes())
    by_view: dict[Any, set[str]] = {}
    for row in (row for row in REST if row.method == "GET"):
        told = {row.status.split()[0], *(text.split()[0] for text in row.states.values())}
        by_view.setdefault(views[row.key].view_class, set()).update(told)
    marked = {view for view in by_view if getattr(view, "needs_sign_in", False)}
    assert marked == {view for view, told in by_view.items() if told == {"401"}}


def test_who_is_not_signed_in_hears_that_first(anonymous: Any, challenge: Entry) -> None:
    """A write on what they may not see is refused as one on what they may."""
    Entry.objects.filter(pk=challenge.pk).update(state="draft")
    for url in (
        f"/api/v1/entries/entry-{challenge.pk}/retire/",
        "/api/v1/entries/entry-99/retire/",
    ):
        assert_problem(api_of(anonymous).post(url), 401, "sign-in-needed")
