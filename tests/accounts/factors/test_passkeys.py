"""Passkeys: added, used after the password and instead of it, refused when anything is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from nexus.accounts.models import AuditEntry, Person
from tests.accounts.factors.conftest import AUTHENTICATE, FACTORS, is_in, sign_in
from tests.accounts.factors.softkey import SoftKey
from tests.conftest import PASSWORD
from tests.support import send_mail_out

KEYS = f"{FACTORS}webauthn/"
Add = Callable[..., tuple[Client, SoftKey]]


def options(client: Client, address: str) -> dict[str, Any]:
    found = client.get(address, secure=True).context["js_data"]
    return dict(json.loads(json.dumps(found.get("creation_options") or found["request_options"])))


def send(client: Client, address: str, credential: Any, **fields: str) -> Any:
    form = {"credential": json.dumps(credential), **fields}
    return client.post(address, form, secure=True)


def without_password(client: Client, key: SoftKey) -> Any:
    asked = client.get(f"{KEYS}login/", secure=True, headers={"accept": "application/json"}).json()
    return send(client, f"{KEYS}login/", key.get(asked["request_options"]))


@pytest.fixture
def add(transactional_db: None) -> Add:
    def add(person: Person, **made: Any) -> tuple[Client, SoftKey]:
        client, key = sign_in(person), SoftKey(**made)
        asked = client.get(f"{KEYS}add/", secure=True)
        client.post(asked["Location"], {"password": PASSWORD}, secure=True)
        credential = key.create(options(client, f"{KEYS}add/"))
        answer = send(client, f"{KEYS}add/", credential, name="My phone", passwordless="on")
        assert answer["Location"] == f"{FACTORS}recovery-codes/"
        return client, key

    return add


def test_added_it_is_asked_for_after_the_password(add: Add, learner: Person) -> None:
    client, key = add(learner)
    assert "My phone" in client.get(KEYS).content.decode()
    assert [one.subject for one in send_mail_out()] == ["[testserver] A passkey was added"]
    other = sign_in(learner)
    assert not is_in(other)
    send(other, AUTHENTICATE, key.get(options(other, AUTHENTICATE)))
    assert is_in(other)
    found = AuditEntry.objects.order_by("pk").values_list("action", "detail")
    told = [(action, about.get("factor") or about["by"]) for action, about in found]
    assert told == [
        ("sign-in.succeeded", ["password"]),
        ("factor.added", "webauthn"),
        ("factor.added", "recovery_codes"),
        ("sign-in.succeeded", ["password", "mfa"]),
    ]


def test_it_signs_in_without_the_password(add: Add, learner: Person) -> None:
    _, key = add(learner)
    client = Client()
    answer = without_password(client, key)
    assert (answer["Location"], is_in(client)) == ("/me/", True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://evil.example"},
        {"host": "evil.example"},
        {"verifies": False},
        {"private": SoftKey().private},
        {"id": b"another key that nobody added"},
        {"user_handle": ""},
        {"user_handle": "not a person"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_what_is_wrong_signs_nobody_in(add: Add, learner: Person, wrong: dict[str, Any]) -> None:
    _, key = add(learner)
    client = Client()
    answer = without_password(client, replace(key, **wrong))
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
    assert not is_in(client)


def test_an_answer_is_good_for_its_challenge_alone(add: Add, learner: Person) -> None:
    _, key = add(learner)
    client, other = Client(), Client()
    headers = {"accept": "application/json"}
    asked = client.get(f"{KEYS}login/", secure=True, headers=headers).json()["request_options"]
    other.get(f"{KEYS}login/", secure=True, headers=headers)
    heard = key.get(asked)
    send(other, f"{KEYS}login/", heard)
    assert not is_in(other)
    send(client, f"{KEYS}login/", heard)
    assert is_in(client)
    client.post("/accounts/logout/")
    send(client, f"{KEYS}login/", heard)
    assert not is_in(client)


def test_one_persons_key_opens_no_other_account(add: Add, learner: Person, mentor: Person) -> None:
    _, key = add(learner)
    _, mine = add(mentor)
    client = Client()
    without_password(client, replace(key, user_handle=mine.user_handle))
    assert not is_in(client)
    client = sign_in(mentor)
    send(client, AUTHENTICATE, key.get(options(client, AUTHENTICATE)))
    assert not is_in(client)


def test_who_may_no_longer_sign_in_does_not(add: Add, learner: Person) -> None:
    _, key = add(learner)
    Person.objects.filter(pk=learner.pk).update(is_active=False)
    client = Client()
    without_password(client, key)
    assert not is_in(client)


NONSENSE: list[Any] = [
    *(None, 1, "x", [], {}, {"id": 1}, {"response": {}}, {"response": {"userHandle": "!"}}),
    {"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "AA"}},
    {
        "id": "AA",
        "rawId": "AA",
        "type": "public-key",
        "response": {
            "clientDataJSON": "e30",
            "attestationObject": "AA",
            "authenticatorData": "AA",
            "signature": "AA",
            "userHandle": "AA",
        },
    },
]


@pytest.mark.parametrize("sent", [*map(json.dumps, NONSENSE), "{", "\x00", "[" * 5000])
def test_nonsense_is_refused_with_a_sentence(add: Add, learner: Person, sent: str) -> None:
    client, _ = add(learner)
    other = sign_in(learner)
    for who, address in (
        (client, f"{KEYS}add/"),
        (client, f"{KEYS}reauthenticate/"),
        (other, AUTHENTICATE),
        (Client(), f"{KEYS}login/"),
    ):
        who.get(address, secure=True, headers={"accept": "application/json"})
        answer = who.post(address, {"credential": sent, "name": "x"}, secure=True)
        assert answer.status_code in {200, 302}, (address, answer.status_code)
    assert not is_in(other)
    assert Authenticator.objects.filter(type="webauthn").count() == 1


def test_it_is_renamed_and_removed(add: Add, learner: Person, mentor: Person) -> None:
    client, key = add(learner)
    number = Authenticator.objects.get(type="webauthn").pk
    stranger, _ = add(mentor)
    for path in (f"{KEYS}keys/{number}/edit/", f"{KEYS}keys/{number}/remove/"):
        assert stranger.post(path, {"name": "Mine"}).status_code == 404
    too_long = client.post(f"{KEYS}keys/{number}/edit/", {"name": "x" * 61})
    assert "Use at most 60 characters." in too_long.content.decode()
    client.post(f"{KEYS}keys/{number}/edit/", {"name": "<b>My</b> key"})
    assert "&lt;b&gt;My&lt;/b&gt; key" in client.get(KEYS).content.decode()
    client.post(f"{KEYS}keys/{number}/remove/")
    assert not Authenticator.objects.filter(user=learner).exists()
    other = Client()
    without_password(other, key)
    assert not is_in(other)


def test_the_step_before_a_change_takes_a_key(add: Add, learner: Person) -> None:
    _, key = add(learner)
    client = Client()
    without_password(client, key)
    asked = client.get(f"{KEYS}add/", secure=True)
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    again = f"{KEYS}reauthenticate/?next={KEYS}add/"
    answer = send(client, again, key.get(options(client, again)))
    assert answer["Location"] == f"{KEYS}add/"
    assert client.get(f"{KEYS}add/", secure=True).status_code == 200
