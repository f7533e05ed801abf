"""Who came in, and who tried, is in the audit log; what was typed is not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from allauth.mfa.signals import authentication_failed
from django.db import DatabaseError, connection
from django.db.models.signals import pre_save
from django.test import Client

from nexus.accounts.models import AuditEntry, Person
from nexus.accounts.services import record_audit
from tests.accounts.factors.conftest import FACTORS, Secured, secure, secured, sign_in
from tests.conftest import PASSWORD

__all__ = ["secure", "secured"]
LOGIN = "/accounts/login/"
NUMBER = "feedfacecafe"


def attempt(email: str, password: str) -> int:
    fields = {"login": email, "password": password}
    return Client().post(LOGIN, fields, headers={"x-request-id": NUMBER}).status_code


def rows() -> list[tuple[str, int | None, str]]:
    found = AuditEntry.objects.order_by("pk")
    return [(one.action, one.actor_id, one.object_id) for one in found]


def test_right_and_wrong_passwords_are_told(learner: Person) -> None:
    assert [attempt(learner.email.upper(), word) for word in ("wrong", PASSWORD)] == [200, 302]
    assert attempt("nobody@people.test", "wrong") == 200
    number = f"person-{learner.pk}"
    assert rows() == [
        ("sign-in.failed", None, number),
        ("sign-in.succeeded", learner.pk, number),
        ("sign-in.failed", None, "hub-1"),
    ]
    details = list(AuditEntry.objects.order_by("pk").values_list("detail", flat=True))
    assert [one["request"] for one in details] == [NUMBER] * 3
    assert details[1]["by"] == ["password"]
    for typed in ("nobody", "wrong", learner.email):
        assert typed not in json.dumps(details)


def test_a_change_of_factors_that_cannot_be_told_does_not_happen(secured: Secured) -> None:
    """The row of the audit log and the change stand or fall together."""

    def refuse(instance: AuditEntry, **_: Any) -> None:
        if instance.action.startswith("factor."):
            raise DatabaseError("the audit log is full")

    pre_save.connect(refuse, sender=AuditEntry)
    try:
        for path in ("totp/deactivate/", "recovery-codes/generate/"):
            with pytest.raises(DatabaseError):
                secured.client.post(FACTORS + path)
    finally:
        pre_save.disconnect(refuse, sender=AuditEntry)
    page = sign_in(secured.person).get(f"{FACTORS}authenticate/", follow=True)
    assert "One more step" in page.content.decode()
    secured.client.post(f"{FACTORS}totp/deactivate/")
    assert [action for action, _, _ in rows()][-2:] == ["factor.removed"] * 2


def test_a_changed_password_is_told(learner: Person) -> None:
    client = sign_in(learner)
    word = "another horse battery"
    fields = {"oldpassword": PASSWORD, "password1": word, "password2": word}
    assert client.post("/accounts/password/change/", fields).status_code == 302
    assert rows()[-1] == ("password.changed", learner.pk, f"person-{learner.pk}")
    assert attempt(learner.email, word) == 302


def test_a_wrong_password_of_who_is_signed_in_is_theirs(learner: Person) -> None:
    client = sign_in(learner)
    client.post("/accounts/reauthenticate/", {"password": "wrong"})
    assert rows()[-1] == ("sign-in.failed", learner.pk, f"person-{learner.pk}")


def test_every_face_says_the_same_of_who_did_it(maintainer: Person) -> None:
    attempt("nobody@people.test", "wrong")
    record_audit(None, "person.created", "person", maintainer.pk)
    client = Client()
    client.force_login(maintainer)
    said = ["the operator", "somebody who was not signed in"]
    rest = client.get("/api/v1/audit/").json()["results"]
    assert [one["who"] for one in rest if not one["person"]] == said
    query = {"query": "{ audit(first: 9) { edges { node { who person } } } }"}
    graph = client.post("/graphql", query, content_type="application/json").json()
    nodes = [edge["node"] for edge in graph["data"]["audit"]["edges"]]
    assert [one["who"] for one in nodes if not one["person"]] == said
    page = client.get("/people/audit/").content.decode()
    assert [page.count(one) for one in said] == [1, 1]


def test_an_attempt_is_counted_outside_of_any_transaction(secured: Secured) -> None:
    """What refuses the rest of a request must not take back that it was tried."""
    found: list[bool] = []

    def note(**_: Any) -> None:
        found.append(connection.in_atomic_block)

    authentication_failed.connect(note)
    try:
        sign_in(secured.person).post(f"{FACTORS}authenticate/", {"code": secured.wrong})
        secured.client.post(f"{FACTORS}reauthenticate/", {"code": secured.wrong})
    finally:
        authentication_failed.disconnect(note)
    assert found == [False, False]
