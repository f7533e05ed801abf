"""Owners retract a document on its page, after saying that they mean it, and take that back there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.db.models.signals import post_init
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nexus.accounts.models import Person
from nexus.curation.desk import find_retraction
from nexus.curation.models import Action, Evidence
from nexus.curation.services import refresh_evidence, retract_document
from nexus.documents.models import Document
from nexus.documents.services import erase_document
from tests.support import LEARNER_DOCUMENT

ASKS = "Retract this document</button>"
BACK = "Let it count again</button>"


def page(client: Client, document: Document) -> str:
    return client.get(document.get_absolute_url()).content.decode()


def test_owners_retract_and_take_it_back(
    client: Client, document: Document, learner: Person
) -> None:
    client.force_login(learner)
    here, told = document.get_absolute_url(), Evidence.objects.count()
    assert told
    assert (ASKS in page(client, document), BACK in page(client, document)) == (True, False)
    refused = client.post(f"{here}/retract/")
    assert (refused.status_code, Evidence.objects.count()) == (422, told)
    client.post(f"{here}/retract/", {"confirm": "retract"})
    assert Evidence.objects.count() == 0
    shown = page(client, document)
    assert (ASKS in shown, BACK in shown) == (False, True)
    assert "Retracted: nothing it says counts" in client.get("/me/").content.decode()
    form = re.search(r'action="(/desk/log/\d+/undo/)".*?name="next" value="([^"]+)"', shown)
    assert form is not None
    done = client.post(form[1], {"next": form[2]})
    assert (done.status_code, done["Location"]) == (302, here)
    assert Evidence.objects.count() == told
    assert ASKS in page(client, document)


def test_others_are_not_asked(
    client: Client, document: Document, mentor: Person, make_person: Any
) -> None:
    """A learner who reads it can do neither; the owner may not undo a mentor's word."""
    other = make_person()
    client.force_login(other)
    assert ASKS not in page(client, document)
    client.force_login(mentor)
    client.post(f"{document.get_absolute_url()}/retract/", {"confirm": "retract"})
    assert BACK in page(client, document)
    client.force_login(document.author)
    shown = page(client, document)
    assert "Retracted on" in shown
    assert BACK not in shown


@pytest.mark.parametrize("later", ["as it was", "in another version since"])
def test_one_that_came_retracted_is_taken_back_on_its_page(
    client: Client, document: Document, learner: Person, bring: Any, later: str
) -> None:
    """Its bytes were retracted before; that is undone where it is read."""
    told = Evidence.objects.count()
    retract_document(actor=learner, document=document)
    erase_document(actor=learner, document=document)
    bring(learner, ("weather.md", LEARNER_DOCUMENT.encode()))
    if later != "as it was":
        bring(learner, ("weather.md", f"{LEARNER_DOCUMENT}\nMore.\n".encode()))
    again = Document.objects.get(name="weather.md")
    assert (again.pk != document.pk, Evidence.objects.count()) == (True, 0)
    client.force_login(learner)
    form = re.search(r'action="(/desk/log/\d+/undo/)"', page(client, again))
    assert form is not None
    client.post(form[1])
    refresh_evidence()
    assert Evidence.objects.count() == told
    shown = page(client, again)
    assert (ASKS in shown, BACK in shown) == (True, False)


def test_what_another_person_retracted_is_not_offered(
    client: Client, document: Document, learner: Person, make_person: Any, bring: Any
) -> None:
    """The same bytes of two people are retracted apart."""
    other = make_person()
    bring(other, ("weather.md", LEARNER_DOCUMENT.encode()))
    retract_document(actor=learner, document=document)
    theirs = Document.objects.get(author=other)
    client.force_login(other)
    assert ASKS in page(client, theirs)
    Document.objects.filter(pk=theirs.pk).update(retracted_at=document.created_at)
    assert BACK not in page(client, theirs)


def test_what_retracted_it_is_found_without_its_journal(
    document: Document, learner: Person
) -> None:
    action = retract_document(actor=learner, document=document)
    document.refresh_from_db()
    with CaptureQueriesContext(connection) as queries:
        assert find_retraction(document=document) == action
    assert [one["sql"] for one in queries if '"journal"' in one["sql"]] == []


def test_no_more_journals_are_read_than_it_takes(
    document: Document, learner: Person, bring: Any
) -> None:
    """Each retraction keeps all that a document said."""
    for number in range(3):
        bring(learner, (f"{number}.md", f"# Other {number}\n\nWords.\n".encode()))
        retract_document(actor=learner, document=Document.objects.get(name=f"{number}.md"))
    action = retract_document(actor=learner, document=document)
    erase_document(actor=learner, document=document)
    bring(learner, ("weather.md", LEARNER_DOCUMENT.encode()))
    again = Document.objects.get(name="weather.md")
    read: list[int] = []

    def note(instance: Action, **_: Any) -> None:
        read.append(instance.pk)

    post_init.connect(note, sender=Action)
    try:
        assert find_retraction(document=again) == action
    finally:
        post_init.disconnect(note, sender=Action)
    assert action is not None
    assert read == [action.pk]
