"""GitHub and Discord, by a server that answers as their documentation says."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.providers.discord.views import DiscordOAuth2Adapter
from allauth.socialaccount.providers.github.views import GitHubOAuth2Adapter
from django.test import Client

from nexus.accounts.models import Person
from tests.accounts.factors.conftest import is_in
from tests.accounts.providers.fake import running

ADAPTERS = {"github": GitHubOAuth2Adapter, "discord": DiscordOAuth2Adapter}
Answers = dict[str, Any]


@pytest.fixture
def answers(settings: Any, monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[Answers]:
    """What the server says, by path; the hub is sent there instead of to the internet."""
    told: Answers = {"/token": {"access_token": "t", "scope": "user:email"}}
    kinds = settings.SOCIALACCOUNT_PROVIDERS
    settings.SOCIALACCOUNT_PROVIDERS = {
        kind: {**one, "APPS": [{"client_id": "hub", "secret": "s", "provider_id": kind}]}
        if kind in ADAPTERS
        else one
        for kind, one in kinds.items()
    }
    with running() as server:
        server.answer = lambda path, *_: (200, told[path])  # type: ignore[method-assign]
        for adapter in ADAPTERS.values():
            monkeypatch.setattr(adapter, "access_token_url", f"{server.url}/token")
            monkeypatch.setattr(adapter, "profile_url", f"{server.url}/profile")
        monkeypatch.setattr(GitHubOAuth2Adapter, "emails_url", f"{server.url}/emails")
        yield told


def sign_in_with(kind: str) -> tuple[Client, Any]:
    client = Client()
    page = client.post(f"/accounts/{kind}/login/").content.decode()
    found = re.search(r'content="0;url=([^"]+)"', page)
    assert found
    asked = parse_qs(urlsplit(html.unescape(found[1])).query)
    assert asked["code_challenge_method"] == ["S256"]
    back = {"code": "c", "state": asked["state"][0]}
    return client, client.get(f"/accounts/{kind}/login/callback/", back)


@pytest.fixture
def known(learner: Person) -> Person:
    EmailAddress.objects.create(user=learner, email=learner.email, primary=True, verified=True)
    return learner


@pytest.mark.parametrize("verified", [True, False])
def test_github(answers: Answers, known: Person, verified: bool) -> None:
    answers["/profile"] = {"id": 1, "login": "x", "email": known.email}
    answers["/emails"] = [
        {"email": "main@people.test", "primary": True, "verified": False},
        {"email": known.email, "primary": False, "verified": verified},
    ]
    client, answer = sign_in_with("github")
    assert (answer.status_code, is_in(client)) == ((302, True) if verified else (403, False))


@pytest.mark.parametrize("verified", [True, False])
def test_discord(answers: Answers, known: Person, verified: bool) -> None:
    answers["/profile"] = {"id": "1", "username": "x", "email": known.email, "verified": verified}
    client, answer = sign_in_with("discord")
    assert (answer.status_code, is_in(client)) == ((302, True) if verified else (403, False))
