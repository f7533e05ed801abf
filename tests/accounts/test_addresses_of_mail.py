"""E-mail addresses: added, verified and changed by who proves who they are."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from nexus.accounts.models import AuditEntry, Person
from tests.accounts.factors.conftest import is_in, sign_in
from tests.conftest import PASSWORD
from tests.support import send_mail_out

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
    sent = send_mail_out()[-1]
    link = re.search(r"https?://testserver(/accounts/confirm-email/\S+)", sent.body)
    assert link is not None
    assert (sent.to, sent.subject) == (
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
    sent = send_mail_out()[-1]
    assert (sent.to, sent.subject) == (
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


def link_to_verify() -> str:
    found = re.search(r"https?://testserver(/accounts/confirm-email/\S+)", send_mail_out()[-1].body)
    assert found is not None
    return found[1]


def test_an_address_that_was_not_verified_is_never_the_main_one(learner: Person) -> None:
    client = sign_in(learner)
    assert "not verified" in post(client, email=NEW, action_add="")
    assert 'name="action_primary"' not in client.get(EMAIL).content.decode()
    assert "Verify the address first." in post(client, email=NEW, action_primary="")
    client.post(link_to_verify())
    assert 'name="action_primary"' in client.get(EMAIL).content.decode()
    assert Person.objects.get(pk=learner.pk).email == learner.email


def test_somebody_elses_address_is_refused_as_any_other(learner: Person, mentor: Person) -> None:
    client, answers = sign_in(learner), []
    for taken in (mentor.email, NEW):
        post(client, email=taken, action_add="")
        answer = client.post(EMAIL, {"email": taken, "action_primary": ""}, follow=True)
        said = [str(message) for message in answer.context["messages"]]
        answers.append((answer.redirect_chain, said))
    assert answers == [([(EMAIL, 302)], ["Verify the address first."])] * 2


def test_an_address_somebody_else_signs_in_with_is_not_verified(
    learner: Person, mentor: Person
) -> None:
    client = sign_in(learner)
    post(client, email=NEW, action_add="")
    Person.objects.filter(pk=mentor.pk).update(email=NEW)
    client.post(link_to_verify())
    assert not EmailAddress.objects.get(user=learner, email=NEW).verified
    # Nor made the main one, where it was verified before the other account was made.
    EmailAddress.objects.filter(user=learner, email=NEW).update(verified=True)
    answer = client.post(EMAIL, {"email": NEW, "action_primary": ""}, follow=True)
    assert answer.status_code == 200
    assert Person.objects.get(pk=learner.pk).email == learner.email
