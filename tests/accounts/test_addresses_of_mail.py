"""E-mail addresses: added, verified and changed by who proves who they are."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from nexus.accounts.models import AuditEntry, Person
from tests.accounts.factors.conftest import is_in, sign_in
from tests.conftest import PASSWORD

EMAIL = "/accounts/email/"
NEW = "other@people.test"
pytestmark = pytest.mark.django_db(transaction=True)


def post(client: Client, **fields: str) -> str:
    """The page that follows; who is asked again who they are says so."""
    answer = client.post(EMAIL, fields, follow=True)
    if answer.redirect_chain[-1][0].startswith("/accounts/reauthenticate/"):
        answer = client.post(answer.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    return answer.content.decode()


def test_an_address_is_added_verified_and_made_the_main_one(learner: Person) -> None:
    old, client = learner.email, sign_in(learner)
    first = client.post(EMAIL, {"email": NEW, "action_add": ""})
    assert first["Location"].startswith("/accounts/reauthenticate/")
    assert "not verified" in post(client, email=NEW, action_add="")
    link = re.search(r"https?://testserver(/accounts/confirm-email/\S+)", mail.outbox[-1].body)
    assert link is not None
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == (
        [NEW],
        "[testserver] Verify your e-mail address",
    )
    page = client.get(link[1]).content.decode()
    assert NEW in page
    # Until it is made the main one, verified or not, one signs in with the other.
    assert client.post(link[1]).status_code == 302
    assert is_in(sign_in(learner))
    assert "The main address was changed." in post(client, email=NEW, action_primary="")
    learner.refresh_from_db()
    assert learner.email == NEW
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == (
        [old],
        "[testserver] Your main address was changed",
    )
    assert is_in(sign_in(learner))
    found = AuditEntry.objects.filter(action__startswith="address.").order_by("pk")
    assert [(one.action, one.actor_id) for one in found] == [
        (f"address.{done}", learner.pk) for done in ("added", "verified", "changed")
    ]
    assert NEW not in str(list(found.values_list("detail", flat=True)))


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/accounts/inactive/", "Nobody can sign in with it"),
        ("/accounts/confirm-email/", "A link is on its way"),
        ("/accounts/confirm-email/x/", "This link is used up"),
    ],
)
def test_each_page_is_the_hubs_own(path: str, words: str) -> None:
    page = Client().get(path).content.decode()
    assert words in page
    assert 'class="brand"' in page


def test_who_was_deactivated_is_told(learner: Person) -> None:
    learner.is_active = False
    learner.save()
    answer = Client().post(
        "/accounts/login/", {"login": learner.email, "password": PASSWORD}, follow=True
    )
    assert not answer.context["user"].is_authenticated
