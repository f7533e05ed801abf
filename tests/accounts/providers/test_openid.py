"""Signing in with an OpenID provider that runs on the loopback: who comes in, and who does not."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client

from nexus.accounts.models import AuditEntry, Cohort, Person
from nexus.accounts.services import create_invite, revoke_invite
from tests.accounts.factors.conftest import AUTHENTICATE, is_in, secure, sign_in
from tests.accounts.providers.fake import CLIENT, SECRET, FakeProvider, new_key, running
from tests.conftest import PASSWORD
from tests.support import send_mail_out

__all__ = ["secure"]
LOGIN = "/accounts/oidc/oidc/login/"
CALLBACK = f"{LOGIN}callback/"


@pytest.fixture
def provider(settings: Any, db: None) -> Iterator[FakeProvider]:
    with running() as found:
        app = {
            "provider_id": "oidc",
            "name": "Campus",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": found.url},
        }
        kinds = settings.SOCIALACCOUNT_PROVIDERS
        settings.SOCIALACCOUNT_PROVIDERS = {
            **kinds,
            "openid_connect": {**kinds["openid_connect"], "APPS": [app]},
        }
        found.claims = {"sub": "s-1", "email": "new@people.test", "email_verified": True}
        yield found


@pytest.fixture
def known(learner: Person) -> Person:
    """Somebody who verified their address here."""
    EmailAddress.objects.create(user=learner, email=learner.email, primary=True, verified=True)
    return learner


@pytest.fixture
def invite(mentor: Person) -> str:
    cohort = Cohort.objects.create(name="Spring", slug="spring")
    return f"/invite/{create_invite(actor=mentor, cohort=cohort)[1]}/"


def leave(client: Client, **query: str) -> str:
    """The address at the provider to which the hub sends."""
    page = client.post(f"{LOGIN}?{urlencode(query)}")
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page.content.decode())
    assert (page.status_code, bool(found)) == (200, True)
    return html.unescape(found[1]) if found else ""


def come_back(client: Client, provider: FakeProvider, **query: str) -> Any:
    return client.get(CALLBACK, provider.consent(leave(client, **query)))


def is_refused(client: Client, answer: Any, *, people: int) -> None:
    assert (answer.status_code, is_in(client)) == (403, False)
    assert (Person.objects.count(), SocialAccount.objects.count()) == (people, 0)


@pytest.mark.django_db(transaction=True)  # mail goes out after the commit
def test_who_is_known_by_a_verified_address_comes_in(provider: FakeProvider, known: Person) -> None:
    provider.claims["email"] = known.email
    client = Client()
    answer = come_back(client, provider)
    assert (answer.status_code, answer["Location"], is_in(client)) == (302, "/me/", True)
    account = SocialAccount.objects.get()
    assert (account.user, account.uid, account.extra_data) == (known, "s-1", {})
    assert not SocialToken.objects.exists()
    found = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(found) == ["sign-in.provider-added", "sign-in.succeeded"]
    assert [(one.subject, one.to) for one in send_mail_out()] == [
        ("[testserver] An account elsewhere was added", [known.email])
    ]
    # From now on by the account there, whatever its address is.
    provider.claims |= {"email": "other@people.test", "email_verified": False}
    client = Client()
    come_back(client, provider)
    assert is_in(client)
    assert Person.objects.get(pk=known.pk).check_password(PASSWORD)


def test_who_is_invited_comes_in_and_goes_on_to_join(provider: FakeProvider, invite: str) -> None:
    client = Client()
    answer = come_back(client, provider, next=invite)
    assert (answer.status_code, answer["Location"]) == (302, invite)
    person = Person.objects.get(email="new@people.test")
    assert (person.role, person.name, person.has_usable_password()) == ("reader", "", False)
    assert EmailAddress.objects.get(user=person).verified
    client.post(invite, {"track": "backend"})
    assert Person.objects.get(pk=person.pk).role == "learner"


def test_nobody_comes_in_without_an_invite(provider: FakeProvider, mentor: Person) -> None:
    for target in ("/people/", "/invite/nonsense/", "/invite//", "https://evil.example/invite/x/"):
        client = Client()
        answer = come_back(client, provider, next=target)
        is_refused(client, answer, people=1)
        assert "Follow the invite link of your cohort first." in answer.content.decode()


def test_nor_by_one_that_was_withdrawn(provider: FakeProvider, invite: str, mentor: Person) -> None:
    client = Client()
    address = leave(client, next=invite)
    revoke_invite(actor=mentor, cohort=Cohort.objects.get())
    is_refused(client, client.get(CALLBACK, provider.consent(address)), people=1)


@pytest.mark.parametrize("mark", [False, "false", "true", None, 1])
def test_an_unverified_address_there_is_none(
    provider: FakeProvider, known: Person, mentor: Person, invite: str, mark: Any
) -> None:
    for email in (known.email, "new@people.test"):
        provider.claims |= {"email": email, "email_verified": mark}
        client = Client()
        answer = come_back(client, provider, next=invite)
        is_refused(client, answer, people=2)
        assert "did not say that your e-mail address is verified" in answer.content.decode()


def test_an_unverified_address_here_takes_nobody_over(
    provider: FakeProvider, learner: Person, mentor: Person, invite: str
) -> None:
    provider.claims["email"] = (learner.email or "").upper()
    for verified in (None, False):
        if verified is not None:
            EmailAddress.objects.create(user=learner, email=learner.email, verified=verified)
        client = Client()
        answer = come_back(client, provider, next=invite)
        is_refused(client, answer, people=2)
        assert "never verified here" in answer.content.decode()
    assert Person.objects.get(pk=learner.pk).check_password(PASSWORD)


def test_the_second_factor_is_asked_for(provider: FakeProvider, secure: Any, known: Person) -> None:
    secured = secure(known)
    provider.claims["email"] = known.email
    client = Client()
    answer = come_back(client, provider)
    assert (answer["Location"], is_in(client)) == (AUTHENTICATE, False)
    client.post(AUTHENTICATE, {"code": secured.codes[0]})
    assert is_in(client)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("claims", {"nonce": "another"}),
        ("claims", {"nonce": None}),
        ("claims", {"iss": "https://evil.example"}),
        ("claims", {"aud": "another client"}),
        ("claims", {"azp": "another client"}),
        ("claims", {"exp": 1}),
        ("claims", {"exp": None}),
        ("claims", {"sub": None}),
        ("told", {"sub": "s-2", "email": "new@people.test", "email_verified": True}),
        ("told", {}),
        ("told", []),
        ("header", {"kid": "two"}),
        ("signed_by", new_key()),
        ("token", ""),
        ("token", "a.b.c"),
        ("token", jwt.encode({"sub": "s-1"}, None, "none")),
    ],
    ids=lambda value: str(value) if isinstance(value, str | dict | list) else "another key",
)
def test_a_token_that_is_not_right(
    provider: FakeProvider, known: Person, field: str, value: Any
) -> None:
    provider.claims["email"] = known.email
    if field == "claims":
        provider.claims |= value
    else:
        setattr(provider, field, value)
    client = Client()
    is_refused(client, come_back(client, provider), people=1)


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_signature_by_what_everybody_knows(
    provider: FakeProvider, known: Person, algorithm: str
) -> None:
    provider.claims["email"] = known.email
    provider.algorithm = algorithm
    provider.signed_by = SECRET if algorithm == "HS256" else ""
    client = Client()
    is_refused(client, come_back(client, provider), people=1)


def test_an_answer_is_of_the_browser_that_asked(provider: FakeProvider, known: Person) -> None:
    provider.claims["email"] = known.email
    client, other = Client(), Client()
    back = provider.consent(leave(client))
    leave(other)
    # Somebody is led to the answer that another browser got (login CSRF), or none asked for.
    is_refused(other, other.get(CALLBACK, back), people=1)
    is_refused(other, other.get(CALLBACK, {"code": back["code"]}), people=1)
    is_refused(other, other.get(CALLBACK, {**back, "state": "x"}), people=1)
    client.get(CALLBACK, back)
    assert is_in(client)
    client.post("/accounts/logout/")
    assert client.get(CALLBACK, back).status_code == 403


def test_a_code_that_was_stolen_fits_no_other_sign_in(
    provider: FakeProvider, known: Person
) -> None:
    provider.claims["email"] = known.email
    victim, thief = Client(), Client()
    stolen = provider.consent(leave(victim))["code"]
    mine = provider.consent(leave(thief))
    is_refused(thief, thief.get(CALLBACK, {**mine, "code": stolen}), people=1)


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "\\\\evil.example", "javascript:alert(1)"]
)
def test_it_leads_nowhere_else(provider: FakeProvider, known: Person, target: str) -> None:
    provider.claims["email"] = known.email
    assert come_back(Client(), provider, next=target)["Location"] == "/me/"
    assert come_back(Client(), provider, next="/people/")["Location"] == "/people/"


def test_the_address_changes_nothing_of_what_is_asked(provider: FakeProvider) -> None:
    address = leave(Client(), scope="admin", auth_params="nonce=mine&prompt=none&state=x")
    assert "admin" not in address
    assert "prompt" not in address
    assert "mine" not in address


def test_turning_back(provider: FakeProvider) -> None:
    client = Client()
    state = provider.consent(leave(client))["state"]
    answer = client.get(CALLBACK, {"error": "access_denied", "state": state}, follow=True)
    assert "You turned back" in answer.content.decode()


def test_a_provider_that_is_away(provider: FakeProvider, settings: Any) -> None:
    provider.answer = lambda *_: (500, {})  # type: ignore[method-assign]
    answer = Client().post(LOGIN)
    assert (answer.status_code, "Campus does not answer" in answer.content.decode()) == (503, True)


def test_leaving_needs_a_form_and_its_token(provider: FakeProvider) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(LOGIN).status_code == 403
    page = client.get(LOGIN)
    assert (page.status_code, "Go on" in page.content.decode()) == (200, True)
    assert provider.asked == []


def test_it_is_added_and_removed_by_who_is_signed_in(
    provider: FakeProvider, learner: Person, mentor: Person
) -> None:
    client = sign_in(learner)
    answer = come_back(client, provider, process="connect")
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    client.post(answer["Location"], {"password": PASSWORD})
    account = SocialAccount.objects.get()
    assert account.user == learner
    other = sign_in(mentor)
    assert "None yet." in other.get("/accounts/3rdparty/").content.decode()
    other.post("/accounts/reauthenticate/", {"password": PASSWORD})
    other.post("/accounts/3rdparty/", {"account": account.pk})
    assert SocialAccount.objects.count() == 1
    client.post("/accounts/3rdparty/", {"account": account.pk})
    assert SocialAccount.objects.count() == 0
    found = AuditEntry.objects.filter(action__startswith="sign-in.provider-").order_by("pk")
    assert list(found.values_list("action", flat=True)) == [
        "sign-in.provider-added",
        "sign-in.provider-removed",
    ]


def test_it_is_offered_where_it_is_configured(provider: FakeProvider) -> None:
    for path in ("/accounts/login/", "/accounts/signup/"):
        page = Client().get(f"{path}?next=/invite/x/").content.decode()
        assert "Go on with Campus" in page
        assert f"{LOGIN}?process=login&amp;next=%2Finvite%2Fx%2F" in page


def test_and_nowhere_else(client: Client, db: None) -> None:
    assert "Go on with" not in client.get("/accounts/login/").content.decode()
    for kind in ("github", "discord", "oidc/oidc"):
        assert client.post(f"/accounts/{kind}/login/").status_code == 404
