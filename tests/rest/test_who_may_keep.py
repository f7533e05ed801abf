"""Who may keep an answer, and what it depends on: of reads, of refusals, of what is no JSON."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.library.models import Entry
from tests.support import api_of

pytestmark = pytest.mark.django_db
API = "/api/v1/"
VARY = {"accept", "authorization", "cookie"}


def told(answer: Any) -> tuple[str, set[str]]:
    names = {name.strip().lower() for name in answer["Vary"].split(",")}
    return answer["Cache-Control"], names & VARY


@pytest.mark.parametrize("url", ["insights/", "insights/csv/"])
def test_figures_are_asked_for_again_as_all_else(reader: Any, url: str) -> None:
    client = api_of(reader)
    answer = client.get(API + url)
    assert told(answer) == ("private, no-cache", VARY)
    again = client.get(API + url, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert told(again) == ("private, no-cache", VARY)


@pytest.mark.parametrize(
    ("method", "url", "status"),
    [
        ("get", "entries/entry-999/", 404),
        ("get", "nothing/", 404),
        ("get", "entries/?nonsense=1", 422),
        ("get", "people/", 401),
        ("post", "entries/entry-9/retire/", 401),
        ("delete", "entries/", 405),
    ],
)
def test_nobody_keeps_what_was_refused(anonymous: Any, method: str, url: str, status: int) -> None:
    answer = getattr(api_of(anonymous), method)(API + url)
    assert answer.status_code == status
    assert told(answer) == ("no-store", VARY)
    assert "ETag" not in answer


def test_the_tag_of_a_source_is_of_the_whole_source(challenge: Entry, learner: Any) -> None:
    """Other bytes have other strong tags, and none of those is what an edit starts from."""
    client, url = api_of(learner), f"{API}entries/entry-{challenge.pk}/source/"
    plain = client.get(url)
    other = {
        client.get(url, {"fields": "title"})["ETag"],
        client.get(url, {"fields": "lead"})["ETag"],
        client.get(url, headers={"Accept": "application/json; indent=2"})["ETag"],
    }
    assert len(other - {plain["ETag"]}) == 3
    for accept in ("*/*", "application/json;q=0.9", "text/html"):
        assert client.get(url, headers={"Accept": accept})["ETag"] == plain["ETag"]
    edit = f"{API}entries/entry-{challenge.pk}/"
    for tag in other:
        answer = client.put(edit, {"lead": "A"}, headers={"If-Match": tag})
        assert answer.status_code == 412
    saved = client.put(edit, {"lead": "A"}, headers={"If-Match": plain["ETag"]})
    assert saved.status_code == 200
