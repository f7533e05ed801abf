"""Pages offer a person what they may do, and a stranger what a learner may."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from nexus.accounts.models import Role
from nexus.library.services import create_entry
from tests.conftest import MakePerson

pytestmark = pytest.mark.django_db
PAGES = ("/", "/challenges/", "/practices/", "/search/?q=nothing+such", "/insights/")
OWN = ("/documents/", "/me/")
OFFERS = ('href="/write/', 'href="/import/')


@pytest.fixture
def pages(mentor: Any) -> list[str]:
    entry = create_entry(
        actor=mentor, kind="challenge", title="It stops", lead="It does not go on."
    )
    return [*PAGES, entry.get_absolute_url()]


def offered(client: Client, pages: list[str]) -> list[str]:
    texts = {page: client.get(page).content.decode() for page in pages}
    return [page for page, text in texts.items() if any(offer in text for offer in OFFERS)]


@pytest.mark.parametrize("role", [None, Role.LEARNER])
def test_who_may_write_is_asked_to(
    role: Role | None, pages: list[str], make_person: MakePerson
) -> None:
    client = Client()
    if role is not None:
        client.force_login(make_person(role=role))
        pages += OWN
    assert offered(client, pages) == pages


def test_a_reader_is_not(pages: list[str], make_person: MakePerson) -> None:
    client = Client()
    client.force_login(make_person(role=Role.READER))
    assert offered(client, [*pages, *OWN]) == []
