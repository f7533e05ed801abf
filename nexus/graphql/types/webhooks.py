"""Webhooks and what they were told."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.graphql.connections import connection_of
from nexus.graphql.filters import Narrowing
from nexus.graphql.node import LOADERS, TYPES, Node, id_field
from nexus.webhooks import models, selectors
from nexus.webhooks.filters import Webhooks


class Webhook(graphene.ObjectType):  # type: ignore[misc]
    """One of one's own; its secret is shown only when it is made."""

    class Meta:
        interfaces = (Node,)

    name = graphene.String(required=True)
    url = graphene.String(required=True)
    kinds = graphene.List(graphene.NonNull(graphene.String), required=True)
    topics = graphene.List(graphene.NonNull(graphene.String), required=True)
    state = graphene.String(required=True)
    reason = graphene.String(required=True)
    created_at = graphene.DateTime(required=True)
    failing_since = graphene.DateTime()
    waiting_count = graphene.Int(required=True)
    resolve_id = id_field("webhook")

    @staticmethod
    def resolve_topics(root: models.Webhook, info: Any) -> list[str]:
        return [topic.slug for topic in root.topics.all()]

    @staticmethod
    def resolve_waiting_count(root: models.Webhook, info: Any) -> int:
        return getattr(root, "waiting_count", 0)


class Delivery(graphene.ObjectType):  # type: ignore[misc]
    """One change that a webhook is told of, and how the last attempt went."""

    class Meta:
        interfaces = (Node,)

    event = graphene.String(required=True, description="`webhook-id` of its requests.")
    kind = graphene.String(required=True)
    object = graphene.ID(required=True)
    at = graphene.DateTime(required=True)
    state = graphene.String(required=True)
    attempts = graphene.Int(required=True)
    due_at = graphene.DateTime(required=True)
    status = graphene.Int()
    error = graphene.String(required=True)
    took_ms = graphene.Int()
    ended_at = graphene.DateTime()
    resolve_id = id_field("delivery")

    @staticmethod
    def resolve_object(root: models.Delivery, info: Any) -> str:
        return root.object_id


WebhookConnection = connection_of(Webhook, Narrowing("webhook", Webhooks))
DeliveryConnection = connection_of(Delivery, Narrowing("delivery"))

TYPES[models.Webhook] = Webhook
TYPES[models.Delivery] = Delivery
LOADERS["webhook"] = lambda viewer, pk: selectors.get_webhook(viewer=viewer, pk=pk)
LOADERS["delivery"] = lambda viewer, pk: selectors.get_delivery(viewer=viewer, pk=pk)
