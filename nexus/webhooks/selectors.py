"""Reads on one's own webhooks and what they were told; nobody else sees them."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from nexus.accounts.models import Role
from nexus.accounts.policies import Viewer, require
from nexus.common.errors import NotFound
from nexus.webhooks.models import Delivery, Webhook


def list_webhooks(*, viewer: Viewer) -> QuerySet[Webhook]:
    """One's own webhooks, oldest first; secrets are never among them."""
    person = require(viewer, Role.READER, "see your webhooks")
    waiting = Count("deliveries", filter=Q(deliveries__state=Delivery.State.WAITING))
    return (
        Webhook.objects.filter(person=person)
        .annotate(waiting_count=waiting)
        .prefetch_related("topics")
        .order_by("pk")
    )


def get_webhook(*, viewer: Viewer, pk: int) -> Webhook:
    """One of one's own webhooks. Raises NotFound, SignInNeeded."""
    webhook = list_webhooks(viewer=viewer).filter(pk=pk).first()
    if webhook is None:
        raise NotFound("You have no such webhook.")
    return webhook


def list_deliveries(*, viewer: Viewer, webhook_pk: int) -> QuerySet[Delivery]:
    """What one of one's own webhooks was told, or is to be, newest first."""
    person = require(viewer, Role.READER, "see what your webhooks were told")
    if not Webhook.objects.filter(person=person, pk=webhook_pk).exists():
        raise NotFound("You have no such webhook.")
    return Delivery.objects.filter(webhook_id=webhook_pk).order_by("-pk")


def get_delivery(*, viewer: Viewer, pk: int) -> Delivery:
    """One delivery of one's own webhooks. Raises NotFound, SignInNeeded."""
    person = require(viewer, Role.READER, "see what your webhooks were told")
    delivery = Delivery.objects.filter(pk=pk, webhook__person=person).first()
    if delivery is None:
        raise NotFound("Your webhooks have no such delivery.")
    return delivery
