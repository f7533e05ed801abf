"""Who is told what, and how it went."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from nexus.common.ids import encode_id
from nexus.library.models import Topic


class Webhook(models.Model):
    """An address that is told of changes, as far as its owner may hear of them.

    The secret is not kept: `salt` and the hub's own key give it (see signing).
    """

    class State(models.TextChoices):
        ACTIVE = "active", "Active"
        PAUSED = "paused", "Paused"  # by its owner; what waits goes on waiting
        DISABLED = "disabled", "Switched off"  # by the hub; `reason` says why

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="webhooks"
    )
    name = models.CharField(max_length=80)
    url = models.CharField(max_length=500)
    kinds = models.JSONField(default=list)
    # Only entries of these topics and those below them; all where there are none.
    topics = models.ManyToManyField(Topic, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    reason = models.CharField(max_length=300, blank=True)
    salt = models.CharField(max_length=32)
    # The secret before the last renewal signs too, until it has had time to be replaced.
    old_salt = models.CharField(max_length=32, blank=True)
    renewed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # Only what happens from here on is told: when it was made, or switched on again.
    since = models.DateTimeField()
    # Failures in a row; the first of them, and until when nothing is sent because of them.
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    quiet_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=["active", "paused", "disabled"]),
                name="webhook_state_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/me/webhooks/{self.pk}/"


class Delivery(models.Model):
    """One change that one webhook is told of: the outbox row of its requests.

    A change is told once to each; sent again, it has the same id.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DELIVERED = "delivered", "Delivered"
        FAILED = "failed", "Failed"
        DROPPED = "dropped", "Not for its owner any more"

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    change_pk = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    object_kind = models.CharField(max_length=20)
    object_pk = models.BigIntegerField()
    public = models.BooleanField()
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    # When it is to be tried next. While it is being sent, until when nobody else tries.
    due_at = models.DateTimeField()
    # Of the last attempt: what was answered, or the sentence that says why nothing was.
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=300, blank=True)
    took_ms = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "delivered", "failed", "dropped"]),
                name="delivery_state_is_known",
            ),
            models.UniqueConstraint(fields=["webhook", "change_pk"], name="delivery_is_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"], condition=models.Q(state="waiting"), name="delivery_to_send"
            ),
            models.Index(fields=["created_at"], name="delivery_by_time"),
        ]

    def __str__(self) -> str:
        return self.event

    @property
    def event(self) -> str:
        """The id of the event: the same for every webhook, and whenever it is sent again."""
        return encode_id("event", self.change_pk)

    @property
    def object_id(self) -> str:
        """The public id of what changed."""
        return encode_id(self.object_kind, self.object_pk)


class Cursor(models.Model):
    """How far in the change log deliveries have been made; one row."""

    xid = models.BigIntegerField()
    change_pk = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(pk=1), name="webhook_cursor_is_one_row")
        ]

    def __str__(self) -> str:
        return f"{self.xid}-{self.change_pk}"
