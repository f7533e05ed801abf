"""Markup that wants to run: imported, and saved as a lead; every page it is shown on is safe."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.documents.models import Document
from nexus.library.models import Entry
from tests.hostile.payloads import INSIDE, all_markup
from tests.hostile.safety import (
    assert_answer_is_clear,
    assert_page_is_safe,
    assert_still_healthy,
    assert_text_is_safe,
)
from tests.support import api_of

pytestmark = pytest.mark.django_db
MARKUP = all_markup()


def get_page(client: Any, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200, address
    assert_page_is_safe(response.content.decode())


@pytest.mark.once
@pytest.mark.parametrize("number", range(len(MARKUP)))
def test_imported(number: int, bring: Any, learner: Any) -> None:
    """The document's three views, its page as a guide, and the search for it."""
    batch = bring(learner, (f"hostile-{number}.md", f"# Wisp\n\n{MARKUP[number]}\n".encode()))
    assert batch.job.result["created"] == 1
    document = Document.objects.select_related("current", "guide").get()
    assert document.current is not None
    assert_text_is_safe(document.current.html)
    client = api_of(learner)
    for view in ("read", "cited", "lines"):
        get_page(client, f"/documents/{document.pk}?view={view}")
    if document.guide is not None:
        get_page(client, document.guide.get_absolute_url())
    get_page(client, "/search/?q=wisp")
    assert_still_healthy(client)


@pytest.mark.once
@pytest.mark.parametrize("number", range(len(MARKUP)))
def test_saved_as_a_lead(number: int, learner: Any) -> None:
    """Saved over REST; its page, its history, and the difference of two revisions."""
    client = api_of(learner)
    made = client.post(
        "/api/v1/entries/",
        {"kind": "practice", "title": "Wisp", "lead": MARKUP[number]},
        format="json",
    )
    assert_answer_is_clear(made)
    if made.status_code != 201:
        return
    entry = Entry.objects.get()
    saved = client.put(
        f"/api/v1/entries/entry-{entry.pk}/",
        {"lead": f"x\n\n{MARKUP[number]}", "note": INSIDE[0]},
        format="json",
        headers={"If-Match": "*"},
    )
    assert_answer_is_clear(saved)
    address = entry.get_absolute_url()
    for page in (address, f"{address}/history/", f"{address}/diff/1/2/", f"{address}/edit/"):
        if page.endswith("/diff/1/2/") and saved.status_code != 200:
            continue
        get_page(client, page)
    assert_still_healthy(client)


@pytest.mark.parametrize("payload", INSIDE)
def test_in_names_and_titles(payload: str, bring: Any, learner: Any, mentor: Any) -> None:
    """File names, titles, notes and cohorts are text wherever they are shown."""
    client = api_of(mentor)
    made = client.post("/api/v1/cohorts/", {"name": payload[:80]}, format="json")
    assert_answer_is_clear(made)
    batch = bring(learner, (f"{payload}.md", f"# {payload}\n\ntext\n".encode()))
    entry = client.post(
        "/api/v1/entries/",
        {"kind": "challenge", "title": payload, "lead": "text", "errors": [payload]},
        format="json",
    )
    assert_answer_is_clear(entry)
    for address in ("/", "/documents/", "/challenges/", "/guides/", "/people/", "/topics/"):
        get_page(client, address)
    get_page(client, f"/import/{batch.job_id}")
    get_page(client, f"/documents/{Document.objects.get().pk}")
