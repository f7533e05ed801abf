"""What people change of their webhooks."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.common.ids import decode_id
from nexus.graphql.node import viewer_of
from nexus.graphql.types import webhooks as w
from nexus.webhooks import selectors, services
from nexus.webhooks.models import Webhook

TEXTS = graphene.List(graphene.NonNull(graphene.String))


def fresh(info: Any, pk: int) -> Webhook:
    return selectors.get_webhook(viewer=viewer_of(info), pk=pk)


class CreateWebhook(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        name = graphene.String(required=True)
        url = graphene.String(required=True)
        kinds = graphene.List(graphene.NonNull(graphene.String), required=True)
        topics = TEXTS

    webhook = graphene.Field(w.Webhook, required=True)
    secret = graphene.String(required=True, description="Shown this once.")

    @staticmethod
    def mutate(
        root: Any, info: Any, name: str, url: str, kinds: list[str], topics: Any = None
    ) -> dict[str, Any]:
        webhook, secret = services.create_webhook(
            actor=viewer_of(info), name=name, url=url, kinds=kinds, topics=topics or []
        )
        return {"webhook": fresh(info, webhook.pk), "secret": secret}


class UpdateWebhook(graphene.Mutation):  # type: ignore[misc]
    """What is left out stays; `active` pauses it, or switches it on again."""

    class Arguments:
        id = graphene.ID(required=True)
        name = graphene.String()
        url = graphene.String()
        kinds = TEXTS
        topics = TEXTS
        active = graphene.Boolean()

    webhook = graphene.Field(w.Webhook, required=True)

    @staticmethod
    def mutate(root: Any, info: Any, id: str, **changes: Any) -> dict[str, Any]:
        webhook = services.update_webhook(
            actor=viewer_of(info), webhook_pk=decode_id("webhook", id), **changes
        )
        return {"webhook": fresh(info, webhook.pk)}


class RenewWebhookSecret(graphene.Mutation):  # type: ignore[misc]
    """For a day, requests are signed with the old secret too."""

    class Arguments:
        id = graphene.ID(required=True)

    webhook = graphene.Field(w.Webhook, required=True)
    secret = graphene.String(required=True, description="Shown this once.")

    @staticmethod
    def mutate(root: Any, info: Any, id: str) -> dict[str, Any]:
        webhook, secret = services.renew_webhook_secret(
            actor=viewer_of(info), webhook_pk=decode_id("webhook", id)
        )
        return {"webhook": fresh(info, webhook.pk), "secret": secret}


class RemoveWebhook(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        id = graphene.ID(required=True)

    ok = graphene.Boolean(required=True)

    @staticmethod
    def mutate(root: Any, info: Any, id: str) -> dict[str, Any]:
        services.remove_webhook(actor=viewer_of(info), webhook_pk=decode_id("webhook", id))
        return {"ok": True}


class ResendDelivery(graphene.Mutation):  # type: ignore[misc]
    """Once more, at once, with the same id of its event."""

    class Arguments:
        id = graphene.ID(required=True)

    delivery = graphene.Field(w.Delivery, required=True)

    @staticmethod
    def mutate(root: Any, info: Any, id: str) -> dict[str, Any]:
        found = services.resend_delivery(
            actor=viewer_of(info), delivery_pk=decode_id("delivery", id)
        )
        return {"delivery": found}
