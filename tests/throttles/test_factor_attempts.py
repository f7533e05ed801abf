"""Guessing a second factor ends, as guessing a password does."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.common.throttles import charging
from nexus.common.throttles.gcra import Limit
from tests.accounts.factors.conftest import (
    AUTHENTICATE,
    FACTORS,
    Secured,
    code_of,
    is_in,
    secure,
    secured,
    sign_in,
)
from tests.conftest import PASSWORD

__all__ = ["secure", "secured"]


@pytest.fixture
def three(secured: Secured, limit: Any, monkeypatch: pytest.MonkeyPatch) -> Secured:
    limit()
    monkeypatch.setattr(charging, "SIGN_IN_HERE", Limit(3, 1 / 60))
    return secured


def test_guessing_a_code_ends(three: Secured) -> None:
    client = sign_in(three.person)
    found = [client.post(AUTHENTICATE, {"code": three.wrong}).status_code for _ in range(3)]
    assert found == [200, 200, 200]
    refused = client.post(AUTHENTICATE, {"code": code_of(three.secret)})
    assert (refused.status_code, is_in(client)) == (429, False)
    assert 3500 <= int(refused["Retry-After"]) <= 3600


def test_right_codes_count_for_nothing(three: Secured) -> None:
    for code in three.codes[:5]:
        client = sign_in(three.person)
        client.post(AUTHENTICATE, {"code": code})
        assert is_in(client)


def test_saying_again_who_one_is_is_counted_too(three: Secured) -> None:
    client = three.client
    asked = f"{FACTORS}reauthenticate/"
    assert [client.post(asked, {"code": three.wrong}).status_code for _ in range(3)] == [200] * 3
    assert client.post(asked, {"code": three.codes[0]}).status_code == 429
    # One count for all ways: the password is not tried beside it.
    again = client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert again.status_code == 429
