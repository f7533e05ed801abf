"""A new password is hashed before the transaction that keeps it; that one is whole."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client

from nexus.accounts.models import AuditEntry, Person
from nexus.mail.models import Mail
from tests.accounts.factors.conftest import sign_in
from tests.conftest import PASSWORD
from tests.support import send_mail_out

CHANGE, RESET = "/accounts/password/change/", "/accounts/password/reset/"
NEW = "another horse battery"
FIELDS = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
pytestmark = pytest.mark.django_db(transaction=True)


class Watching(MD5PasswordHasher):
    """Notes whether a transaction was open while it worked."""

    in_transaction: list[bool] = []

    def encode(self, password: str, salt: str) -> str:
        self.in_transaction.append(connection.in_atomic_block)
        return super().encode(password, salt)


@pytest.fixture
def hashed(settings: Any) -> list[bool]:
    settings.PASSWORD_HASHERS = [f"{__name__}.Watching"]
    Watching.in_transaction = []
    return Watching.in_transaction


def test_a_changed_password_is_hashed_outside(learner: Person, hashed: list[bool]) -> None:
    client = sign_in(learner)
    hashed.clear()
    assert client.post(CHANGE, FIELDS).status_code == 302
    assert hashed == [False, False]  # the old one, the new one
    learner.refresh_from_db()
    assert learner.check_password(NEW)


def test_a_role_that_changes_meanwhile_stays(
    learner: Person, hashed: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(learner)

    def encode_slowly(self: Watching, password: str, salt: str) -> str:
        Person.objects.filter(pk=learner.pk).update(role="reader")
        return MD5PasswordHasher.encode(self, password, salt)

    monkeypatch.setattr(Watching, "encode", encode_slowly)
    assert client.post(CHANGE, FIELDS).status_code == 302
    learner.refresh_from_db()
    assert (learner.role, learner.check_password(NEW)) == ("reader", True)


def test_a_reset_password_is_hashed_outside(learner: Person, hashed: list[bool]) -> None:
    Client().post(RESET, {"email": learner.email})
    link = re.search(r"/accounts/password/reset/key/\S+", send_mail_out()[-1].body)
    assert link is not None
    client = Client()
    form = client.get(link[0], follow=True).redirect_chain[-1][0]
    hashed.clear()
    assert client.post(form, {"password1": NEW, "password2": NEW}).status_code == 302
    assert hashed == [False]
    learner.refresh_from_db()
    assert learner.check_password(NEW)
    used = Client().get(link[0], follow=True)
    assert "This link is used up, too old or not whole." in used.text
    assert 'name="password1"' not in used.text


def test_password_audit_and_mail_stand_or_fall_together(
    learner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(learner)
    rows = AuditEntry.objects.count()

    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("the last step")

    monkeypatch.setattr("allauth.account.signals.password_changed.send", fail)
    with pytest.raises(RuntimeError, match="the last step"):
        client.post(CHANGE, FIELDS)
    learner.refresh_from_db()
    assert learner.check_password(PASSWORD)
    assert (AuditEntry.objects.count(), Mail.objects.count()) == (rows, 0)
