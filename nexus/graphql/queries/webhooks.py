"""One's own webhooks."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.common.ids import decode_id
from nexus.graphql.arguments import one_of
from nexus.graphql.connections import ConnectionField
from nexus.graphql.node import viewer_of
from nexus.graphql.types import webhooks as w
from nexus.webhooks import selectors
from nexus.webhooks.models import Delivery


class WebhookQueries(graphene.ObjectType):  # type: ignore[misc]
    webhooks = ConnectionField(w.WebhookConnection)
    deliveries = ConnectionField(
        w.DeliveryConnection, webhook=graphene.ID(required=True), state=graphene.String()
    )

    @staticmethod
    def resolve_webhooks(root: Any, info: Any) -> Any:
        return selectors.list_webhooks(viewer=viewer_of(info))

    @staticmethod
    def resolve_deliveries(root: Any, info: Any, webhook: str, state: str | None = None) -> Any:
        found = selectors.list_deliveries(
            viewer=viewer_of(info), webhook_pk=decode_id("webhook", webhook)
        )
        if asked := one_of(state, Delivery.State.values, "state"):
            found = found.filter(state=asked)
        return found
