"""What the database holds of a second factor is of no use without the signing key."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator

from nexus.accounts.factors.encryption import decrypt, encrypt
from tests.accounts.factors.conftest import AUTHENTICATE, Secured, code_of, is_in, sign_in


def test_no_secret_is_in_the_database(secured: Secured) -> None:
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secured.secret not in kept
    assert not [code for code in secured.codes if code in kept]


def test_equal_secrets_differ_at_rest() -> None:
    assert encrypt("one") != encrypt("one")
    assert decrypt(encrypt("one")) == "one"


def test_by_another_signing_key_no_code_is_right(secured: Secured, settings: Any) -> None:
    settings.SECRET_KEY = "another key of forty characters and more"
    empty = "A" * 32
    for code in (code_of(secured.secret), secured.codes[0], code_of(""), code_of(empty)):
        client = sign_in(secured.person)
        assert client.post(AUTHENTICATE, {"code": code}).status_code == 200
        assert not is_in(client)
