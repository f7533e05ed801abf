"""A receiver that webhooks may lead to, and a webhook that does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from nexus.accounts.models import Person
from nexus.webhooks import following, sending
from nexus.webhooks.models import Delivery, Webhook
from nexus.webhooks.services import create_webhook
from tests.webhooks.receiver import Receiver, receiving

Hook = Callable[..., Webhook]


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.NEXUS_WEBHOOK_HOSTS = ["127.0.0.1"]
    with receiving() as found:
        yield found


@pytest.fixture
def hook(receiver: Receiver, db: None) -> Hook:
    """A webhook of somebody, made with its secret as an attribute."""

    def make(actor: Person, *kinds: str, topics: Any = ()) -> Webhook:
        webhook, secret = create_webhook(
            actor=actor, name="Test", url=receiver.url, kinds=kinds or ("entry",), topics=topics
        )
        webhook.secret = secret  # type: ignore[attr-defined]
        return webhook

    return make


@pytest.fixture
def follow(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[Delivery]]:
    """Make the deliveries of what was committed; all there are, in order.

    A test is one transaction, which on PostgreSQL is never closed: what it wrote counts as such.
    """
    monkeypatch.setattr("nexus.common.sql.closed", lambda: "true")

    def run() -> list[Delivery]:
        while following.follow_changes():
            pass
        return list(Delivery.objects.order_by("pk"))

    return run


def send_all() -> None:
    """What is due, as the threads would, without them."""
    while due := sending.webhooks_due(10):
        for pk in due:
            sending.send_to(pk)


def later(**time: float) -> None:
    """So much time goes by for all that waits."""
    past = timezone.now() - timedelta(seconds=1)
    earlier = timedelta(**time)
    for webhook in Webhook.objects.all():
        if webhook.failing_since:
            webhook.failing_since -= earlier
        webhook.quiet_until = None
        webhook.save()
    Delivery.objects.filter(state="waiting").update(due_at=past)
