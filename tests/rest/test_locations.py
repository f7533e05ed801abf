"""What a POST made says where it is, also when it is sent again."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.library.models import Entry
from tests.support import api_of

pytestmark = pytest.mark.django_db
API = "/api/v1/"
WEBHOOK = {"name": "Board", "url": "https://board.example/hooks", "kinds": ["entry"]}


@pytest.mark.parametrize(
    ("url", "body", "place"),
    [
        ("entries/", {"kind": "practice", "title": "Test", "lead": "x"}, "entries/{id}/"),
        ("{entry}solutions/", {"text": "Restart it."}, "solutions/{id}/"),
        ("{entry}receipts/", {"outcome": "same-here"}, "receipts/{id}/"),
        ("{entry}rename/", {"title": "Another"}, "actions/{id}/"),
        ("topics/", {"title": "Event loops"}, "topics/{slug}/"),
        ("cohorts/", {"name": "Autumn"}, "cohorts/{id}/"),
        ("imports/", {"text": "# Notes\n\nText."}, "imports/{id}/"),
    ],
)
def test_what_was_made_is_there(
    challenge: Entry, maintainer: Any, url: str, body: Any, place: str
) -> None:
    client = api_of(maintainer)
    url = API + url.format(entry=f"entries/entry-{challenge.pk}/")
    first, again = (client.post(url, body, headers={"Idempotency-Key": "k"}) for _ in range(2))
    assert first["Location"] == API + place.format_map(first.json()), first.content
    assert (again["Location"], again["Idempotent-Replayed"]) == (first["Location"], "true")
    found = client.get(first["Location"])
    assert (found.status_code, found.json()["id"]) == (200, first.json()["id"])


def test_with_a_secret_too(learner: Any) -> None:
    client = api_of(learner)
    hook = client.post(f"{API}webhooks/", WEBHOOK)
    assert client.get(hook["Location"]).json()["name"] == "Board"
    token = client.post(f"{API}me/tokens/", {"name": "Mine"})
    assert client.delete(token["Location"]).json()["id"] == token.json()["id"]


def test_what_made_nothing_names_no_place(challenge: Entry, maintainer: Any) -> None:
    client = api_of(maintainer)
    renamed = client.post(f"{API}entries/entry-{challenge.pk}/rename/", {"title": challenge.title})
    assert (renamed.status_code, "Location" in renamed) == (204, False)
    refused = client.post(f"{API}topics/", {"title": ""})
    assert (refused.status_code, "Location" in refused) == (422, False)
