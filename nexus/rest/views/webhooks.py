"""One's own webhooks, their secrets, and what they were told."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from nexus.common.ids import decode_id
from nexus.rest import serializers as s
from nexus.rest.lists import list_parameters, page_of, respond
from nexus.rest.parameters import choice
from nexus.rest.views.base import HubView
from nexus.webhooks import selectors, services
from nexus.webhooks.models import Delivery, Webhook


class WebhookView(HubView):
    needs_sign_in = True

    def webhook(self, id: str) -> Webhook:
        return selectors.get_webhook(viewer=self.viewer, pk=decode_id("webhook", id))


class Webhooks(WebhookView):
    answers_secret = True

    @extend_schema(
        operation_id="list_webhooks",
        parameters=list_parameters(s.WebhookOut),
        responses=page_of(s.WebhookOut),
    )
    def get(self, request: Request) -> Response:
        return respond(request, selectors.list_webhooks(viewer=self.viewer), s.WebhookOut)

    @extend_schema(
        operation_id="create_webhook", request=s.WebhookIn, responses={201: s.WebhookMade}
    )
    def post(self, request: Request) -> Response:
        """The secret is in this answer alone; with it you know requests of this hub."""
        data = self.parse(s.WebhookIn)
        webhook, secret = services.create_webhook(actor=self.viewer, **data)
        return Response({**s.WebhookOut(webhook).data, "secret": secret}, status=201)


class WebhookItem(WebhookView):
    @extend_schema(operation_id="get_webhook", responses=s.WebhookOut)
    def get(self, request: Request, id: str) -> Response:
        return self.show(s.WebhookOut, self.webhook(id))

    @extend_schema(operation_id="update_webhook", request=s.WebhookChange, responses=s.WebhookOut)
    def patch(self, request: Request, id: str) -> Response:
        """What is left out stays. `active` pauses it, or switches it on again."""
        data = self.parse(s.WebhookChange)
        webhook = self.webhook(id)
        services.update_webhook(actor=self.viewer, webhook_pk=webhook.pk, **data)
        return self.show(s.WebhookOut, self.webhook(id))

    @extend_schema(operation_id="remove_webhook", responses={204: None})
    def delete(self, request: Request, id: str) -> Response:
        services.remove_webhook(actor=self.viewer, webhook_pk=decode_id("webhook", id))
        return Response(status=204)


class WebhookSecret(WebhookView):
    answers_secret = True

    @extend_schema(
        operation_id="renew_webhook_secret", request=None, responses={201: s.WebhookMade}
    )
    def post(self, request: Request, id: str) -> Response:
        """For a day, requests are signed with the old secret too."""
        _, secret = services.renew_webhook_secret(
            actor=self.viewer, webhook_pk=decode_id("webhook", id)
        )
        shown = s.WebhookOut(self.webhook(id)).data
        return Response({**shown, "secret": secret}, status=201)


class Deliveries(WebhookView):
    @extend_schema(
        operation_id="list_deliveries",
        parameters=[
            OpenApiParameter("state", str, enum=Delivery.State.values),
            *list_parameters(s.DeliveryOut),
        ],
        responses=page_of(s.DeliveryOut),
    )
    def get(self, request: Request, id: str) -> Response:
        found = selectors.list_deliveries(viewer=self.viewer, webhook_pk=decode_id("webhook", id))
        if state := choice(request, "state", Delivery.State.values):
            found = found.filter(state=state)
        return respond(request, found, s.DeliveryOut)


class DeliveryItem(HubView):
    needs_sign_in = True

    @extend_schema(operation_id="get_delivery", responses=s.DeliveryOut)
    def get(self, request: Request, id: str) -> Response:
        found = selectors.get_delivery(viewer=self.viewer, pk=decode_id("delivery", id))
        return self.show(s.DeliveryOut, found)


class DeliveryResend(HubView):
    @extend_schema(operation_id="resend_delivery", request=None, responses={201: s.DeliveryOut})
    def post(self, request: Request, id: str) -> Response:
        """Once more, at once, with the same `webhook-id`."""
        found = services.resend_delivery(actor=self.viewer, delivery_pk=decode_id("delivery", id))
        return self.show(s.DeliveryOut, found, status=201)
