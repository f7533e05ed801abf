"""Pages only write mail down; a server of mail that is away breaks nothing, and nobody gets too much."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.utils import timezone

from nexus.accounts.models import Person
from nexus.jobs.models import Job
from tests.accounts.factors.conftest import is_in, sign_in
from tests.conftest import PASSWORD
from tests.support import send_mail_out

CHANGE, EMAIL, RESET = (f"/accounts/{p}/" for p in ("password/change", "email", "password/reset"))
NEW, WORD = "other@people.test", "another horse battery"
pytestmark = pytest.mark.django_db(transaction=True)


class Watching(EmailBackend):
    """Notes whether a transaction was open while it spoke."""

    in_transaction: list[bool] = []

    def send_messages(self, messages: Any) -> int:
        self.in_transaction.append(connection.in_atomic_block)
        return super().send_messages(messages)


@pytest.fixture
def away(settings: Any) -> Iterator[None]:
    """A port at which nobody listens, as the server of mail."""
    with closing(socket.socket()) as bound:
        bound.bind(("127.0.0.1", 0))
        settings.NEXUS_MAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = bound.getsockname()
        yield


@pytest.fixture
def limited(settings: Any) -> None:
    settings.NEXUS_LIMITS_ON = True


def proven(person: Person) -> Client:
    """Somebody who has just said again who they are."""
    client = sign_in(person)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.mark.usefixtures("away")
def test_a_server_of_mail_that_is_away_breaks_nothing(learner: Person) -> None:
    client = proven(learner)
    fields = {"oldpassword": PASSWORD, "password1": WORD, "password2": WORD}
    answers = [
        client.post(EMAIL, {"email": NEW, "action_add": ""}),
        client.post(CHANGE, fields),
        Client().post(RESET, {"email": learner.email}),
        Client().post(RESET, {"email": "nobody@people.test"}),
    ]
    assert [one.status_code for one in answers] == [302] * 4
    assert NEW in client.get(EMAIL).content.decode()
    learner.refresh_from_db()
    assert learner.check_password(WORD)
    send_mail_out()
    waiting = Job.objects.filter(kind="mail", state="queued", not_before__gt=timezone.now())
    assert waiting.count() == 4


def test_no_server_of_mail_is_spoken_to_in_a_transaction(learner: Person, settings: Any) -> None:
    settings.NEXUS_MAIL_BACKEND = f"{__name__}.Watching"
    Watching.in_transaction = []
    client = proven(learner)
    client.post(EMAIL, {"email": NEW, "action_add": ""})
    client.post(CHANGE, {"oldpassword": PASSWORD, "password1": WORD, "password2": WORD})
    Client().post(RESET, {"email": learner.email})
    assert Watching.in_transaction == []
    send_mail_out()
    assert Watching.in_transaction == [False] * 3


@pytest.mark.usefixtures("limited")
def test_an_address_gets_three_mails_an_hour_and_no_page_tells(learner: Person) -> None:
    for email in (learner.email, "nobody@people.test"):
        pages = [Client().post(RESET, {"email": email}) for _ in range(5)]
        assert {(page.status_code, page["Location"]) for page in pages} == {(302, f"{RESET}done/")}
        assert [one.to for one in send_mail_out() if one.to == [email]] == [[email]] * 3
    # What tells of a change is counted apart.
    fields = {"oldpassword": PASSWORD, "password1": WORD, "password2": WORD}
    assert sign_in(learner).post(CHANGE, fields).status_code == 302
    sent = send_mail_out()
    assert (len(sent), sent[-1].to) == (7, [learner.email])


@pytest.mark.usefixtures("limited")
def test_who_is_signed_in_is_told_to_wait(learner: Person) -> None:
    client = proven(learner)
    asked = [{"email": NEW, "action_add": ""}, *[{"email": NEW, "action_send": ""}] * 3]
    answers = [client.post(EMAIL, fields) for fields in asked]
    assert [one.status_code for one in answers] == [302, 302, 302, 429]
    assert 1100 < int(answers[-1]["Retry-After"]) <= 1200
    assert len(send_mail_out()) == 3


def test_a_person_has_five_addresses(learner: Person) -> None:
    client = proven(learner)
    for number in range(5):
        client.post(EMAIL, {"email": f"n{number}@people.test", "action_add": ""})
    page = client.get(EMAIL).content.decode()
    assert [f"n{number}@people.test" in page for number in range(5)] == [True] * 4 + [False]
    assert is_in(client)
