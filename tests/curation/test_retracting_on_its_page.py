"""Owners retract a document on its page, after saying that they mean it, and take that back there."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from nexus.accounts.models import Person
from nexus.curation.models import Evidence
from nexus.documents.models import Document

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
