"""A person with an authenticator app, as the pages give it to them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from nexus.accounts.models import Person
from tests.conftest import PASSWORD

LOGIN = "/accounts/login/"
FACTORS = "/accounts/2fa/"
AUTHENTICATE = f"{FACTORS}authenticate/"


def code_of(secret: str, steps: int = 0) -> str:
    """What an app shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def sign_in(person: Person, client: Client | None = None, **fields: str) -> Client:
    """A client that gave the right password; a second factor is still to come."""
    client = client or Client()
    answer = client.post(LOGIN, {"login": person.email, "password": PASSWORD, **fields})
    assert answer.status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


@dataclass
class Secured:
    """Somebody with a second factor, and what they kept of it."""

    person: Person
    client: Client
    secret: str
    codes: list[str]

    @property
    def wrong(self) -> str:
        right = {code_of(self.secret, step) for step in range(-2, 4)}
        return next(code for code in map("{:06}".format, range(10)) if code not in right)


@pytest.fixture
def secure(transactional_db: None) -> Callable[[Person], Secured]:
    """Give a person an app, by the pages."""

    def secure(person: Person) -> Secured:
        client = sign_in(person)
        asked = client.get(f"{FACTORS}totp/activate/", follow=True)
        assert asked.redirect_chain[-1][0].startswith("/accounts/reauthenticate/?next=")
        page: Any = client.post(asked.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
        secret = page.context["form"].secret
        page = client.post(f"{FACTORS}totp/activate/", {"code": code_of(secret, -1)}, follow=True)
        codes = re.findall(r"\b\d{10}\b", page.content.decode())
        assert Authenticator.objects.filter(user=person).count() == 2
        return Secured(person, client, secret, codes)

    return secure


@pytest.fixture
def secured(secure: Any, learner: Person) -> Secured:
    return secure(learner)
