"""Making, changing and removing webhooks; sending again what they were told."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from nexus.accounts.models import Person, Role
from nexus.accounts.policies import Viewer, require
from nexus.accounts.services import clean_line, record_audit
from nexus.common.errors import Invalid, NotFound
from nexus.common.wording import PURPOSE
from nexus.library.services.checks import find_topics
from nexus.webhooks.following import begin_following
from nexus.webhooks.models import Delivery, Webhook
from nexus.webhooks.policies import MOST_WEBHOOKS, check_kinds, check_url
from nexus.webhooks.signing import make_salt, secret_of


@transaction.atomic
def create_webhook(
    *, actor: Viewer, name: str, url: str, kinds: Sequence[str], topics: Sequence[str] = ()
) -> tuple[Webhook, str]:
    """A webhook of one's own that is told of what happens from now on.

    Returns it and its secret, which is shown once. Raises Invalid, SignInNeeded.
    """
    person = require(actor, Role.READER, "add a webhook")
    found = find_topics(topics)
    # Locked, so that two at once do not both become the last one.
    Person.objects.select_for_update().get(pk=person.pk)
    if person.webhooks.count() >= MOST_WEBHOOKS:
        raise Invalid(
            f"You have {MOST_WEBHOOKS} webhooks.", fields={"name": "Remove one that is not used."}
        )
    begin_following()
    webhook = Webhook.objects.create(
        person=person,
        name=check_name(name),
        url=check_url(url),
        kinds=check_kinds(kinds),
        salt=make_salt(),
        since=timezone.now(),
    )
    webhook.topics.set(found)
    record_audit(person, "webhook.created", "webhook", webhook.pk)
    return webhook, secret_of(webhook.salt)


@transaction.atomic
def update_webhook(
    *,
    actor: Viewer,
    webhook_pk: int,
    name: str | None = None,
    url: str | None = None,
    kinds: Sequence[str] | None = None,
    topics: Sequence[str] | None = None,
    active: bool | None = None,
) -> Webhook:
    """Change one's own webhook, pause it or switch it on again; what is left out stays."""
    person = require(actor, Role.READER, "change a webhook")
    webhook = own_webhook(person, webhook_pk)
    if name is not None:
        webhook.name = check_name(name)
    if url is not None:
        webhook.url = check_url(url)
    if kinds is not None:
        webhook.kinds = check_kinds(kinds)
    if topics is not None:
        webhook.topics.set(find_topics(topics))
    if active is not None:
        switch(webhook, active)
    webhook.save()
    record_audit(person, "webhook.updated", "webhook", webhook.pk)
    return webhook


@transaction.atomic
def renew_webhook_secret(*, actor: Viewer, webhook_pk: int) -> tuple[Webhook, str]:
    """Another secret for one's own webhook, shown once; for a day the old one signs beside it."""
    person = require(actor, Role.READER, "renew the secret of a webhook")
    webhook = own_webhook(person, webhook_pk)
    webhook.old_salt, webhook.salt = webhook.salt, make_salt()
    webhook.renewed_at = timezone.now()
    webhook.save(update_fields=["old_salt", "salt", "renewed_at"])
    record_audit(person, "webhook.secret-renewed", "webhook", webhook.pk)
    return webhook, secret_of(webhook.salt)


@transaction.atomic
def remove_webhook(*, actor: Viewer, webhook_pk: int) -> None:
    """Remove one's own webhook, with what it was told and what still waits."""
    person = require(actor, Role.READER, "remove a webhook")
    webhook = own_webhook(person, webhook_pk)
    record_audit(person, "webhook.removed", "webhook", webhook.pk)
    webhook.delete()


@transaction.atomic
def resend_delivery(*, actor: Viewer, delivery_pk: int) -> Delivery:
    """Send a delivery of one's own once more, at once, with the same id."""
    person = require(actor, Role.READER, "send a delivery again")
    delivery = (
        Delivery.objects.select_for_update(of=("self",))
        .filter(pk=delivery_pk, webhook__person=person)
        .first()
    )
    if delivery is None:
        raise NotFound("Your webhooks have no such delivery.")
    if Webhook.objects.get(pk=delivery.webhook_id).state != Webhook.State.ACTIVE:
        raise Invalid("This webhook is not active. Switch it on first, then send again.")
    delivery.state, delivery.due_at = Delivery.State.WAITING, timezone.now()
    delivery.attempts, delivery.ended_at = 0, None
    delivery.save(update_fields=["state", "due_at", "attempts", "ended_at"])
    # Its owner has mended the receiver, or wants to know whether they did.
    Webhook.objects.filter(pk=delivery.webhook_id).update(quiet_until=None)
    record_audit(person, "delivery.resent", "delivery", delivery.pk)
    return delivery


def own_webhook(person: Person, pk: int) -> Webhook:
    """One's own webhook, locked. Raises NotFound."""
    webhook = Webhook.objects.select_for_update().filter(pk=pk, person=person).first()
    if webhook is None:
        raise NotFound("You have no such webhook.")
    return webhook


def check_name(text: str) -> str:
    name = clean_line(text)
    if not name or len(name) > 80:
        raise Invalid("A webhook needs a name.", fields={"name": PURPOSE})
    return name


def switch(webhook: Webhook, active: bool) -> None:
    """On: told of what happens from now on, as if nothing had failed. Off: what waits, waits on."""
    if active and webhook.state != Webhook.State.ACTIVE:
        begin_following()
        webhook.since = timezone.now()
        webhook.state, webhook.reason = Webhook.State.ACTIVE, ""
        webhook.failures, webhook.failing_since, webhook.quiet_until = 0, None, None
    elif not active and webhook.state == Webhook.State.ACTIVE:
        webhook.state = Webhook.State.PAUSED
