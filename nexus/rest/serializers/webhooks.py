"""Webhooks and what they were told."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from nexus.changelog.kinds import NAMES
from nexus.common.wording import PURPOSE
from nexus.rest.serializers.fields import PublicId, line
from nexus.webhooks.models import Delivery, Webhook

KINDS = sorted(NAMES)


class WebhookOut(serializers.Serializer[Any]):
    id = PublicId("webhook")
    name = serializers.CharField()
    url = serializers.CharField()
    kinds = serializers.ListField(child=serializers.CharField())
    topics = serializers.SerializerMethodField()
    state = serializers.ChoiceField(choices=Webhook.State.choices)
    reason = serializers.CharField(help_text="Why the hub switched it off.")
    created_at = serializers.DateTimeField()
    failing_since = serializers.DateTimeField(allow_null=True)
    waiting_count = serializers.IntegerField(default=0)

    def get_topics(self, webhook: Webhook) -> list[str]:
        return [topic.slug for topic in webhook.topics.all()]


class WebhookMade(WebhookOut):
    secret = serializers.CharField(help_text="Shown this once.")


class WebhookChange(serializers.Serializer[Any]):
    name = line(80, PURPOSE, too_long=PURPOSE, required=False)
    url = serializers.CharField(max_length=500, required=False)
    kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=KINDS),
        required=False,
        allow_empty=False,
        max_length=len(KINDS),
        help_text="All kinds of one sort (`entry`), or one kind (`entry.saved`).",
    )
    topics = serializers.ListField(
        child=serializers.CharField(max_length=80),
        required=False,
        max_length=100,
        help_text="Slugs: only entries of these topics and those below; all without it.",
    )
    active = serializers.BooleanField(required=False)


class WebhookIn(WebhookChange):
    name = line(80, PURPOSE, too_long=PURPOSE)
    url = serializers.CharField(max_length=500)
    kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=KINDS),
        allow_empty=False,
        max_length=len(KINDS),
        help_text="All kinds of one sort (`entry`), or one kind (`entry.saved`).",
    )
    active = None  # type: ignore[assignment]


class DeliveryOut(serializers.Serializer[Any]):
    """One change that a webhook is told of, and how the last attempt went."""

    id = PublicId("delivery")
    event = serializers.CharField(help_text="`webhook-id` of its requests, whenever sent.")
    kind = serializers.CharField()
    object = serializers.CharField(source="object_id")
    at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=Delivery.State.choices)
    attempts = serializers.IntegerField()
    due_at = serializers.DateTimeField(help_text="When a waiting one is tried next.")
    status = serializers.IntegerField(allow_null=True, help_text="What was answered.")
    error = serializers.CharField()
    took_ms = serializers.IntegerField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
