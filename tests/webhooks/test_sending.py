"""What receivers get, when they get it again, and when they get no more."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from nexus.accounts.models import Person
from nexus.common.errors import Invalid
from nexus.jobs.outgoing import start_outgoing
from nexus.library.models import Entry
from nexus.library.services import create_entry
from nexus.webhooks import health, sending, tidying
from nexus.webhooks.models import Delivery, Webhook
from nexus.webhooks.services import (
    remove_webhook,
    renew_webhook_secret,
    resend_delivery,
    update_webhook,
)
from nexus.webhooks.signing import sign
from tests.support import CHALLENGE_LEAD
from tests.webhooks.conftest import Hook, later, send_all
from tests.webhooks.receiver import Got, Receiver

pytestmark = pytest.mark.django_db
Follow = Callable[[], list[Delivery]]


@pytest.fixture
def waiting(hook: Hook, follow: Follow, learner: Person) -> Delivery:
    """A delivery that is due."""
    hook(learner)
    write(learner)
    (delivery,) = follow()
    return delivery


def write(actor: Person, title: str = "Written") -> Entry:
    return create_entry(actor=actor, kind="challenge", title=title, lead=CHALLENGE_LEAD)


def fits(got: Got, secret: str) -> bool:
    """Is one of the signatures of this secret?"""
    made = sign(
        secret,
        id=got.headers["webhook-id"],
        timestamp=int(got.headers["webhook-timestamp"]),
        body=got.body,
    )
    return made in got.headers["webhook-signature"].split()


def test_the_example_of_the_specification() -> None:
    """From the libraries of github.com/standard-webhooks."""
    made = sign(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body=b'{"test": 2432232314}',
    )
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_what_a_receiver_gets(
    hook: Hook, follow: Follow, learner: Person, receiver: Receiver
) -> None:
    webhook = hook(learner)
    entry = write(learner)
    (delivery,) = follow()
    send_all()
    (got,) = receiver.got
    assert got.path == "/hooks?from=nexus"
    assert got.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert got.headers["content-type"] == "application/json"
    assert got.headers["webhook-id"] == delivery.event
    assert abs(int(got.headers["webhook-timestamp"]) - timezone.now().timestamp()) < 30
    assert json.loads(got.body) == {
        "type": "entry.created",
        "timestamp": delivery.at.isoformat(),
        "data": {"object": f"entry-{entry.pk}"},
    }
    assert fits(got, webhook.secret)  # type: ignore[attr-defined]
    delivery.refresh_from_db()
    assert (delivery.state, delivery.status, delivery.attempts) == ("delivered", 204, 1)
    assert delivery.ended_at is not None
    assert delivery.took_ms is not None


def test_another_secret_does_not_fit(
    hook: Hook, follow: Follow, learner: Person, receiver: Receiver
) -> None:
    one, other = hook(learner), hook(learner)
    write(learner)
    follow()
    send_all()
    fitting = [[fits(got, hook.secret) for got in receiver.got] for hook in (one, other)]  # type: ignore[attr-defined]
    assert fitting in ([[True, False], [False, True]], [[False, True], [True, False]])
    changed = Got("/", receiver.got[0].headers, receiver.got[0].body + b" ")
    assert not fits(changed, one.secret)  # type: ignore[attr-defined]
    assert not fits(changed, other.secret)  # type: ignore[attr-defined]


def test_a_renewed_secret_and_for_a_day_the_old_one(
    hook: Hook, follow: Follow, learner: Person, receiver: Receiver
) -> None:
    webhook = hook(learner)
    _, renewed = renew_webhook_secret(actor=learner, webhook_pk=webhook.pk)
    write(learner)
    follow()
    send_all()
    assert [fits(receiver.got[0], secret) for secret in (renewed, webhook.secret)] == [True, True]  # type: ignore[attr-defined]
    Webhook.objects.update(renewed_at=timezone.now() - timedelta(hours=25))
    write(learner, "Later")
    follow()
    send_all()
    assert [fits(receiver.got[1], secret) for secret in (renewed, webhook.secret)] == [True, False]  # type: ignore[attr-defined]


def test_secrets_are_in_no_table(hook: Hook, learner: Person) -> None:
    webhook = hook(learner)
    kept = Webhook.objects.filter(pk=webhook.pk).values_list().get()
    secret = webhook.secret.removeprefix("whsec_")  # type: ignore[attr-defined]
    assert all(secret not in str(value) for value in kept)


def test_again_with_the_same_id_until_it_is_taken(waiting: Delivery, receiver: Receiver) -> None:
    receiver.statuses = [500, 429, 204]
    sending.send_to(waiting.webhook_id)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.status, waiting.error) == (
        "waiting",
        500,
        "It answered 500.",
    )
    assert timedelta(seconds=3) < waiting.due_at - timezone.now() < timedelta(seconds=6.1)
    assert sending.webhooks_due(10) == []
    webhook = Webhook.objects.get()
    assert (webhook.failures, webhook.failing_since is not None) == (1, True)
    for _ in range(2):
        later(minutes=1)
        send_all()
    assert len({got.headers["webhook-id"] for got in receiver.got}) == 1
    assert len({got.body for got in receiver.got}) == 1
    assert len(receiver.got) == 3
    waiting.refresh_from_db()
    webhook.refresh_from_db()
    assert (waiting.state, waiting.attempts, waiting.error) == ("delivered", 3, "")
    assert (webhook.failures, webhook.failing_since, webhook.quiet_until) == (0, None, None)


def test_pauses_grow_and_differ() -> None:
    for attempt, seconds in enumerate(health.PAUSES, start=1):
        found = {health.pause_after(attempt) for _ in range(20)}
        assert len(found) > 1
        for pause in found:
            assert pause is not None
            assert 0.8 * seconds <= pause.total_seconds() <= 1.2 * seconds
    assert health.pause_after(len(health.PAUSES) + 1) is None
    assert sum(health.PAUSES) > 40 * 3600
    assert health.quiet_after(50).total_seconds() <= 1.2 * health.LONGEST_QUIET


def test_a_receiver_says_when_to_come_back(waiting: Delivery, receiver: Receiver) -> None:
    receiver.statuses, receiver.headers = [503], {"Retry-After": "3600"}
    send_all()
    waiting.refresh_from_db()
    assert waiting.due_at - timezone.now() > timedelta(minutes=59)
    assert Webhook.objects.get().quiet_until - timezone.now() > timedelta(minutes=59)  # type: ignore[operator]


def test_one_that_fails_stops_those_behind_it(
    hook: Hook, follow: Follow, learner: Person, receiver: Receiver
) -> None:
    hook(learner)
    for number in range(3):
        write(learner, f"Number {number}")
    follow()
    receiver.statuses = [500, 204]
    send_all()
    assert len(receiver.got) == 1
    later(minutes=1)
    send_all()
    assert [one.state for one in Delivery.objects.all()] == ["delivered"] * 3
    ids = [got.headers["webhook-id"] for got in receiver.got]
    assert ids[1:] == sorted(ids[1:])


def test_after_the_last_attempt_it_has_failed(waiting: Delivery, receiver: Receiver) -> None:
    receiver.statuses = [500]
    for _ in range(len(health.PAUSES) + 1):
        later(seconds=1)
        send_all()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts) == ("failed", len(health.PAUSES) + 1)
    assert Webhook.objects.get().state == "active"


def test_what_failed_for_long_is_switched_off_and_its_owner_told(
    waiting: Delivery, receiver: Receiver, learner: Person, client: Any
) -> None:
    receiver.statuses = [500]
    send_all()
    since = Webhook.objects.get().failing_since
    assert since is not None
    later(days=3)
    send_all()
    webhook = Webhook.objects.get()
    waiting.refresh_from_db()
    assert (webhook.state, waiting.state) == ("disabled", "failed")
    day = f"{since - timedelta(days=3):%d %B %Y}"
    assert webhook.reason == f"Nothing was taken since {day}. The last time: It answered 500."
    client.force_login(learner)
    for page in ("/me/", "/me/webhooks/", f"/me/webhooks/{webhook.pk}/"):
        assert webhook.reason in client.get(page).content.decode(), page
    with pytest.raises(Invalid, match="Switch it on first"):
        resend_delivery(actor=learner, delivery_pk=waiting.pk)
    receiver.statuses = [204]
    update_webhook(actor=learner, webhook_pk=webhook.pk, active=True)
    resend_delivery(actor=learner, delivery_pk=waiting.pk)
    send_all()
    waiting.refresh_from_db()
    webhook.refresh_from_db()
    assert (waiting.state, webhook.state, webhook.failures) == ("delivered", "active", 0)


def test_gone_is_believed_at_once(waiting: Delivery, receiver: Receiver) -> None:
    receiver.statuses = [410]
    send_all()
    webhook = Webhook.objects.get()
    assert webhook.state == "disabled"
    assert webhook.reason == "It answered 410: it wants to be told nothing any more."


def test_sent_again_by_its_owner(waiting: Delivery, receiver: Receiver, learner: Person) -> None:
    send_all()
    resend_delivery(actor=learner, delivery_pk=waiting.pk)
    send_all()
    first, second = receiver.got
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == waiting.event
    assert first.body == second.body
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts) == ("delivered", 1)


def test_what_its_owner_may_not_hear_any_more_is_dropped(
    waiting: Delivery, receiver: Receiver, make_person: Any
) -> None:
    entry = Entry.objects.get(pk=waiting.object_pk)
    entry.state, entry.created_by = "draft", make_person("mentor")
    entry.save()
    send_all()
    waiting.refresh_from_db()
    assert (waiting.state, receiver.got) == ("dropped", [])


def test_of_an_account_that_ended_nothing_is_sent(
    waiting: Delivery, receiver: Receiver, learner: Person
) -> None:
    Person.objects.filter(pk=learner.pk).update(is_active=False)
    send_all()
    waiting.refresh_from_db()
    assert (waiting.state, receiver.got) == ("dropped", [])


def test_removed_while_it_is_sent(
    waiting: Delivery, receiver: Receiver, learner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def remove(*_: Any) -> Any:
        remove_webhook(actor=learner, webhook_pk=waiting.webhook_id)
        raise sending.requests.Unanswered("Gone.")

    monkeypatch.setattr(sending.requests, "post", remove)
    send_all()
    assert (Webhook.objects.count(), Delivery.objects.count()) == (0, 0)


def test_who_dies_while_sending_leaves_a_lease(waiting: Delivery, receiver: Receiver) -> None:
    assert sending.claim_next(waiting.webhook_id) is not None
    assert sending.claim_next(waiting.webhook_id) is None
    assert sending.webhooks_due(10) == []
    later(minutes=1)
    send_all()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts, len(receiver.got)) == ("delivered", 2, 1)


def test_the_log_is_kept_for_a_month(waiting: Delivery, receiver: Receiver) -> None:
    old = timezone.now() - timedelta(days=31)
    Delivery.objects.update(created_at=old)
    tidying.forget_deliveries()
    assert Delivery.objects.count() == 1
    send_all()
    tidying.forget_deliveries()
    assert Delivery.objects.count() == 0


@pytest.mark.services  # SQLite in memory has no two connections; tests/browser does it on a file
@pytest.mark.django_db(transaction=True)
def test_from_the_write_to_the_receiver_in_threads(
    hook: Hook, learner: Person, mentor: Person, receiver: Receiver
) -> None:
    """The loop as it runs beside the worker; a receiver that is slow holds up itself alone."""
    hook(learner), hook(mentor)
    receiver.answers.clear()
    stop = threading.Event()
    thread = start_outgoing(stop)
    try:
        entry = write(learner)
        got = receiver.wait_for(2)
        assert [json.loads(one.body)["data"]["object"] for one in got] == [f"entry-{entry.pk}"] * 2
        receiver.answers.set()
    finally:
        stop.set()
        thread.join(30)
    assert sorted(Delivery.objects.values_list("state", "attempts")) == [("delivered", 1)] * 2
