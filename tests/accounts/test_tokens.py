"""API tokens: shown once, kept as a hash, refused when revoked."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from nexus.accounts.models import ApiToken
from nexus.accounts.selectors import find_token, list_tokens
from nexus.accounts.services import TOKEN_LIMIT, create_token, revoke_token
from nexus.common.errors import Invalid, NotFound, SignInNeeded

pytestmark = pytest.mark.django_db


def ask(secret: str, path: str = "/api/v1/me/") -> Any:
    return APIClient().get(path, HTTP_AUTHORIZATION=f"Bearer {secret}")


def test_only_a_hash_is_kept(reader: Any) -> None:
    token, secret = create_token(actor=reader, name=" my  script ")
    token.refresh_from_db()
    assert secret.startswith("nexus_")
    assert len(secret) >= 40
    assert token.name == "my script"
    assert token.secret_hash == hashlib.sha256(secret.encode()).hexdigest()
    kept = " ".join(str(v) for v in ApiToken.objects.values_list().get())
    assert secret not in kept
    assert secret[12:] not in kept


def test_a_token_signs_in(reader: Any) -> None:
    _, secret = create_token(actor=reader, name="x")
    response = ask(secret)
    assert (response.status_code, response.json()["email"]) == (200, reader.email)
    assert ApiToken.objects.get().last_used_at is not None


def test_use_is_noted_at_most_every_ten_minutes(
    reader: Any, django_assert_num_queries: Any
) -> None:
    _, secret = create_token(actor=reader, name="x")
    find_token(secret)
    with django_assert_num_queries(1):
        assert getattr(find_token(secret), "person", None) == reader


def test_a_revoked_token_is_refused_everywhere(reader: Any) -> None:
    token, secret = create_token(actor=reader, name="x")
    revoke_token(actor=reader, token_pk=token.pk)
    for path in ("/api/v1/me/", "/api/v1/entries/"):
        response = ask(secret, path)
        assert response.status_code == 401
        assert response["Content-Type"] == "application/problem+json"
    response = APIClient().post(
        "/graphql", {"query": "{ hub { name } }"}, HTTP_AUTHORIZATION=f"Bearer {secret}"
    )
    assert response.status_code == 401


@pytest.mark.parametrize("secret", ["nexus_no", "", "\x00", "é" * 20, "a" * 5000])
def test_a_wrong_token_is_never_ignored(db: None, secret: str) -> None:
    header = f"Bearer {secret}x".encode("utf-8", "replace").decode("latin-1")
    response = APIClient().get("/api/v1/entries/", HTTP_AUTHORIZATION=header)
    assert response.status_code == 401


def test_expired_and_left(reader: Any) -> None:
    _, secret = create_token(actor=reader, name="x")
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert find_token(secret) is None
    ApiToken.objects.update(expires_at=timezone.now() + timedelta(hours=1))
    assert getattr(find_token(secret), "person", None) == reader
    reader.is_active = False
    reader.save()
    assert find_token(secret) is None


def test_tokens_are_ones_own(reader: Any, learner: Any, maintainer: Any, anonymous: Any) -> None:
    token, _ = create_token(actor=reader, name="x")
    for other in (learner, maintainer):
        assert list(list_tokens(viewer=other)) == []
        with pytest.raises(NotFound):
            revoke_token(actor=other, token_pk=token.pk)
    with pytest.raises(SignInNeeded):
        create_token(actor=anonymous, name="x")
    token.refresh_from_db()
    assert token.revoked_at is None


def test_a_limit_that_revoking_frees(reader: Any) -> None:
    tokens = [create_token(actor=reader, name=f"{n}")[0] for n in range(TOKEN_LIMIT)]
    with pytest.raises(Invalid) as caught:
        create_token(actor=reader, name="more")
    assert set(caught.value.fields) == {"name"}
    revoke_token(actor=reader, token_pk=tokens[0].pk)
    create_token(actor=reader, name="more")
    assert reader.tokens.count() == TOKEN_LIMIT + 1


@pytest.mark.parametrize("name", ["", "  ", "x" * 81])
def test_a_token_needs_a_name(reader: Any, name: str) -> None:
    with pytest.raises(Invalid):
        create_token(actor=reader, name=name)
