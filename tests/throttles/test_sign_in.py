"""Attempts to sign in are counted in the database, whatever becomes of Redis."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from nexus.accounts.models import AuditEntry, Person
from nexus.common.models import RateBucket
from nexus.common.throttles import charging
from nexus.common.throttles.gcra import Limit
from tests.conftest import PASSWORD

LOGIN = "/accounts/login/"


def attempt(person: Person, password: str, **headers: str) -> Any:
    return Client().post(LOGIN, {"login": person.email, "password": password}, **headers)


def attempts(person: Person, *passwords: str, **headers: str) -> list[int]:
    return [attempt(person, password, **headers).status_code for password in passwords]


@pytest.fixture
def three(limit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three attempts for one person from one address, five from anywhere."""
    limit()
    monkeypatch.setattr(charging, "SIGN_IN_HERE", Limit(3, 1 / 60))
    monkeypatch.setattr(charging, "SIGN_IN_ANYWHERE", Limit(5, 1 / 60))


def test_guessing_a_password_ends(three: None, learner: Person, mentor: Person) -> None:
    assert attempts(learner, "a", "b", "c") == [200, 200, 200]
    # The right one too: an answer would tell a guesser that it was right.
    refused = attempt(learner, PASSWORD)
    assert (refused.status_code, refused["Content-Type"]) == (429, "text/html; charset=utf-8")
    assert 3590 <= int(refused["Retry-After"]) <= 3600
    assert attempts(mentor, PASSWORD) == [302]


def test_nobody_locks_somebody_out_from_elsewhere(three: None, learner: Person) -> None:
    assert attempts(learner, "a", "b", "c", "d", REMOTE_ADDR="192.0.2.1")[-1] == 429
    assert attempts(learner, PASSWORD, REMOTE_ADDR="192.0.2.2") == [302]


def test_guessing_from_many_addresses_ends_too(three: None, learner: Person) -> None:
    found = [attempts(learner, "a", REMOTE_ADDR=f"192.0.2.{n}")[0] for n in range(7)]
    assert found == [200] * 5 + [429] * 2


def test_a_right_password_counts_for_nothing(three: None, learner: Person) -> None:
    assert attempts(learner, *[PASSWORD] * 6) == [302] * 6
    # And gives back nothing else: guesses between them add up.
    assert attempts(learner, "a", PASSWORD, "b", PASSWORD, "c", PASSWORD) == [
        200,
        302,
        200,
        302,
        200,
        429,
    ]


def test_another_spelling_of_the_address_is_the_same_person(three: None, learner: Person) -> None:
    assert attempts(learner, "a", "b", "c") == [200, 200, 200]
    shouted = {"login": f" {learner.email.upper()} ", "password": "d"}
    assert Client().post(LOGIN, shouted).status_code == 429


def test_a_lock_is_told_once(three: None, learner: Person, maintainer: Person) -> None:
    assert attempts(learner, *"abcde") == [200, 200, 200, 429, 429]
    found = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(found) == ["sign-in.failed"] * 3 + ["sign-in.locked"]
    client = Client()
    client.force_login(maintainer)
    page = client.get("/people/audit/").content.decode()
    assert page.count("somebody who was not signed in") == 4


def test_an_address_signs_up_and_in_only_so_often(limit: Any, learner: Person) -> None:
    limit("anonymous.sign-in=3/h")
    signup = {"email": "new@people.test", "password1": "short"}
    assert Client().post("/accounts/signup/", signup).status_code == 200
    assert attempts(learner, "a", "b", "c") == [200, 200, 429]
    assert Client().post("/accounts/signup/", signup).status_code == 429
    assert Client().get(LOGIN).status_code == 200


def test_attempts_are_in_the_database_and_name_nobody(limit: Any, learner: Person) -> None:
    limit()
    attempt(learner, "a")
    assert RateBucket.objects.count() == 3
    assert learner.email.split("@")[0] not in str(list(RateBucket.objects.values()))
