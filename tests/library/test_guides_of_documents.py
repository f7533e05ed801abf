"""A guide that shows a learner's document is for who may read documents."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from nexus.accounts.models import Person
from nexus.accounts.services import publish_hub
from nexus.documents.models import Document
from nexus.library.models import Entry
from nexus.library.selectors import list_entries
from nexus.library.services import save_lead
from nexus.search.selectors import search
from tests.support import api_of

TEXT = b"# How the quay is reached\n\nTake the second door beside the xylophone.\n"


@pytest.fixture
def guide(learner: Person, maintainer: Person, bring: Any) -> Entry:
    """A guide of a document on a published hub that shows no documents."""
    publish_hub(actor=maintainer, published=True)
    bring(learner, ("quay.md", TEXT))
    return Entry.objects.get(kind="guide", document__name="quay.md")


def seen(viewer: Any, guide: Entry) -> tuple[bool, bool]:
    """Whether the viewer finds it in lists, and by searching."""
    hits = search(viewer=viewer, query="xylophone").hits
    return guide in list_entries(viewer=viewer, kind="guide"), [h.page.pk for h in hits] == [
        guide.pk
    ]


def test_on_a_hub_without_documents_people_read_it(guide: Entry, reader: Person) -> None:
    assert seen(reader, guide) == (True, True)
    assert seen(AnonymousUser(), guide) == (False, False)
    for path in (
        f"/guides/{guide.slug}",
        f"/guides/{guide.slug}.md",
        "/guides/",
        "/feed.atom",
        "/sitemap.xml",
        "/llms.txt",
        "/search/?q=quay",
    ):
        assert "second door" not in (page := Client().get(path).content.decode()), path
        assert guide.title not in page, path


def test_on_a_hub_with_documents_everybody_does(guide: Entry, maintainer: Person) -> None:
    publish_hub(actor=maintainer, published=True, shows_documents=True)
    assert seen(AnonymousUser(), guide) == (True, True)
    assert Client().get(f"/guides/{guide.slug}").status_code == 200


def test_a_text_that_people_wrote_is_for_everybody(guide: Entry, mentor: Person) -> None:
    save_lead(actor=mentor, entry=guide, lead="Take the door by the xylophone.", expected_version=0)
    assert seen(AnonymousUser(), guide) == (True, True)


def test_a_title_alone_is_no_guide(learner: Person, bring: Any) -> None:
    bring(learner, ("hi.md", b"# hi\n"))
    assert Document.objects.get().guide is None
    assert not Entry.objects.filter(kind="guide").exists()


def test_both_apis_give_its_text(guide: Entry, reader: Person) -> None:
    there = api_of(reader).get(f"/api/v1/entries/entry-{guide.pk}/").json()
    assert there["lead"] == TEXT.decode()
    assert "<p>Take the second door beside the xylophone.</p>" in there["lead_html"]
    query = f'{{ entry(id: "entry-{guide.pk}") {{ lead leadHtml }} }}'
    found = api_of(reader).post("/graphql", {"query": query}).json()["data"]["entry"]
    assert found == {"lead": there["lead"], "leadHtml": there["lead_html"]}
    save_lead(actor=guide.created_by, entry=guide, lead="Mine.", expected_version=0)
    assert api_of(reader).get(f"/api/v1/entries/entry-{guide.pk}/").json()["lead"] == "Mine."


def test_who_edits_it_begins_with_its_text(guide: Entry, mentor: Person) -> None:
    page = api_of(mentor).get(f"/guides/{guide.slug}/edit/").content.decode()
    assert "beside the xylophone." in page
    assert "everybody" in page
