"""An authenticator app and its recovery codes, from the first page to the last."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from nexus.accounts.models import AuditEntry, Person
from nexus.accounts.services import create_token
from tests.accounts.factors.conftest import (
    AUTHENTICATE,
    FACTORS,
    Secured,
    code_of,
    is_in,
    sign_in,
)
from tests.conftest import PASSWORD
from tests.support import send_mail_out


def actions(person: Person) -> list[str]:
    found = AuditEntry.objects.filter(
        object_kind="person", object_pk=person.pk, action__startswith="factor."
    )
    return list(found.order_by("pk").values_list("action", flat=True))


def test_without_a_factor_the_password_is_enough(learner: Person) -> None:
    client = sign_in(learner)
    assert is_in(client)
    assert "Add one" in client.get("/me/").content.decode()


def test_a_password_alone_opens_nothing(secured: Secured) -> None:
    client = sign_in(secured.person)
    assert not is_in(client)
    assert client.get("/api/v1/me/tokens/").status_code == 401
    assert "One more step" in client.get(AUTHENTICATE).content.decode()
    answer = client.post(AUTHENTICATE, {"code": secured.wrong})
    assert (answer.status_code, is_in(client)) == (200, False)
    assert "That code is not right" in answer.content.decode()
    client.post(AUTHENTICATE, {"code": code_of(secured.secret)})
    assert is_in(client)


def test_it_leads_on_to_where_one_was_going_and_nowhere_else(secured: Secured) -> None:
    for asked, led in (("/people/", "/people/"), ("https://evil.example/", "/me/")):
        client = sign_in(secured.person, next=asked)
        answer = client.post(AUTHENTICATE, {"code": secured.codes.pop()})
        assert (answer.status_code, answer["Location"]) == (302, led)


def test_the_step_alone_is_no_way_in(secured: Secured) -> None:
    client = Client()
    answer = client.post(AUTHENTICATE, {"code": code_of(secured.secret)})
    assert (answer.status_code, is_in(client)) == (302, False)
    assert answer["Location"].startswith("/accounts/login/")


def test_a_code_works_once(secured: Secured) -> None:
    code = code_of(secured.secret)
    first, second = sign_in(secured.person), sign_in(secured.person)
    first.post(AUTHENTICATE, {"code": code})
    # Another process has a cache of its own, which knows nothing of the first time.
    from django.core.cache import cache

    cache.clear()
    answer = second.post(AUTHENTICATE, {"code": f"{code[:3]} {code[3:]}"})
    assert (is_in(first), is_in(second), answer.status_code) == (True, False, 200)


def test_recovery_codes_are_shown_once_and_work_once(secured: Secured) -> None:
    assert len(set(secured.codes)) == 10
    again = secured.client.get(f"{FACTORS}recovery-codes/").content.decode()
    assert not [code for code in secured.codes if code in again]
    assert secured.client.get(f"{FACTORS}recovery-codes/download/").status_code == 403
    found = []
    for _ in range(2):
        client = sign_in(secured.person)
        client.post(AUTHENTICATE, {"code": secured.codes[0]})
        found.append(is_in(client))
    assert found == [True, False]
    assert actions(secured.person)[-2:] == ["factor.recovery-code-used", "factor.refused"]


def test_new_codes_end_the_earlier_ones(secured: Secured) -> None:
    page = secured.client.post(f"{FACTORS}recovery-codes/generate/", follow=True)
    new = [code for code in page.content.decode().split() if code[:10].isdigit()]
    assert page.status_code == 200
    assert secured.codes[0] not in new
    client = sign_in(secured.person)
    client.post(AUTHENTICATE, {"code": secured.codes[0]})
    assert not is_in(client)
    assert actions(secured.person)[-2:] == ["factor.renewed", "factor.refused"]


@pytest.mark.parametrize("path", ["totp/deactivate/", "recovery-codes/generate/"])
def test_a_change_asks_who_it_is(secured: Secured, path: str) -> None:
    client = sign_in(secured.person)
    client.post(AUTHENTICATE, {"code": code_of(secured.secret)})
    assert is_in(client)
    answer = client.post(FACTORS + path)
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert actions(secured.person) == ["factor.added", "factor.added"]
    # A wrong password changes nothing; the right one does what was asked for.
    client.post(answer["Location"], {"password": "wrong"})
    assert actions(secured.person) == ["factor.added", "factor.added"]
    client.post(answer["Location"], {"password": PASSWORD})
    assert actions(secured.person)[2:3] in (["factor.removed"], ["factor.renewed"])


def test_removed_it_is_asked_for_no_more(secured: Secured) -> None:
    secured.client.post(f"{FACTORS}totp/deactivate/")
    assert not Authenticator.objects.exists()
    assert is_in(sign_in(secured.person))
    assert actions(secured.person) == ["factor.added"] * 2 + ["factor.removed"] * 2


def test_the_person_is_told_by_mail(secured: Secured) -> None:
    secured.client.post(f"{FACTORS}recovery-codes/generate/")
    secured.client.post(f"{FACTORS}totp/deactivate/")
    told = [(one.subject, one.to) for one in send_mail_out()]
    to = [secured.person.email]
    assert told == [
        ("[testserver] An authenticator app was added", to),
        ("[testserver] New recovery codes", to),
        ("[testserver] An authenticator app was removed", to),
    ]
    assert "Was it not you?" in mail.outbox[0].body
    assert not [code for code in secured.codes if code in mail.outbox[0].body]


def test_one_cannot_touch_what_is_somebody_elses(secured: Secured, mentor: Person) -> None:
    client = sign_in(mentor)
    assert client.post(f"{FACTORS}totp/deactivate/").status_code == 404
    assert client.get(f"{FACTORS}recovery-codes/").status_code == 404
    assert Authenticator.objects.filter(user=secured.person).count() == 2


def test_api_tokens_stay_as_they_are(secured: Secured, api: Any) -> None:
    _, token = create_token(actor=secured.person, name="a program")
    answer = Client().get("/api/v1/me/tokens/", headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 200


def test_the_operator_takes_factors_off(secured: Secured) -> None:
    from nexus.accounts.factors.services import drop_factors

    assert (drop_factors(secured.person), drop_factors(secured.person)) == (2, 0)
    assert is_in(sign_in(secured.person))
    assert actions(secured.person)[-1] == "factor.dropped"


def test_a_new_password_by_mail_is_no_way_past(secured: Secured) -> None:
    Client().post("/accounts/password/reset/", {"email": secured.person.email})
    link = re.search(r"/accounts/password/reset/key/\S+", send_mail_out()[-1].body)
    assert link
    client = Client()
    form = client.get(link[0], follow=True).redirect_chain[-1][0]
    new = "another long password"
    assert client.post(form, {"password1": new, "password2": new}).status_code == 302
    answer = client.post("/accounts/login/", {"login": secured.person.email, "password": new})
    assert (answer["Location"], is_in(client)) == (AUTHENTICATE, False)
