"""What will go says so: in its answers and in OpenAPI, from one line of a table."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator

from nexus.library.models import Entry
from nexus.rest.deprecations import FIELDS, OPERATIONS, Going, at
from tests.support import api_of

pytestmark = pytest.mark.django_db
GOING = Going(at(2027, 1, 1), at(2027, 7, 2), "`GET /api/v1/entries/`, by `ids`.")
TOLD = {"Deprecation": "@1798761600", "Sunset": "Fri, 02 Jul 2027 00:00:00 GMT"}
WORDS = "Goes on 2027-07-02. Instead: `GET /api/v1/entries/`, by `ids`."


def told(answer: Any) -> dict[str, str]:
    return {name: answer[name] for name in TOLD if name in answer}


def described() -> dict[str, Any]:
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    found: dict[str, Any] = generator.get_schema(request=None, public=True)
    return found


def test_an_operation_that_goes(
    challenge: Entry, reader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(OPERATIONS, "GET /api/v1/entries/{id}/", GOING)
    client, url = api_of(reader), f"/api/v1/entries/entry-{challenge.pk}/"
    first = client.get(url)
    assert told(first) == TOLD
    assert told(client.head(url)) == TOLD
    for _ in range(2):
        same = client.get(url, headers={"If-None-Match": first["ETag"]})
        assert (same.status_code, told(same)) == (304, TOLD)
    missing = client.get("/api/v1/entries/entry-999/")
    assert (missing.status_code, told(missing)) == (404, TOLD)
    assert told(client.get("/api/v1/entries/")) == {}
    assert told(client.put(url, {"lead": "x"})) == {}
    operation = described()["paths"]["/api/v1/entries/{id}/"]
    assert operation["get"]["deprecated"] is True
    assert operation["get"]["description"] == WORDS
    assert "deprecated" not in operation["put"]


def test_a_field_that_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FIELDS, "EntryOut.summary", GOING)
    fields = described()["components"]["schemas"]["EntryOut"]["properties"]
    assert fields["summary"]["deprecated"] is True
    assert fields["summary"]["description"] == WORDS
    assert "deprecated" not in fields["title"]


def test_half_a_year_before() -> None:
    with pytest.raises(ValueError, match="half a year"):
        Going(at(2027, 1, 1), at(2027, 1, 1) + timedelta(days=181), "Nothing.")
