"""The hub's own row and the change log."""

from __future__ import annotations

from django.db import models

from nexus.common.sql import TransactionId


class Hub(models.Model):
    """The one row of choices that maintainers make for the whole hub."""

    name = models.CharField(max_length=80, default="Nexus")
    is_published = models.BooleanField(default=False)
    shows_documents = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="hub_is_one_row")]

    def __str__(self) -> str:
        return self.name


class Change(models.Model):
    """What changed, written in the transaction of its cause.

    The one log that caches, event streams, webhooks and notices follow. `public` says whether
    anonymous readers could see the object before or after the change. Transactions commit in any
    order on PostgreSQL; (xid, id) is the order in which readers follow, up to the oldest one that
    still runs.
    """

    kind = models.CharField(max_length=40)
    object_kind = models.CharField(max_length=20)
    object_pk = models.BigIntegerField()
    public = models.BooleanField(default=True)
    at = models.DateTimeField(auto_now_add=True)
    xid = models.BigIntegerField(db_default=TransactionId(), editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["object_kind", "object_pk", "id"], name="change_by_object"),
            models.Index(fields=["xid", "id"], name="change_to_follow"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_kind}-{self.object_pk}"


class RateBucket(models.Model):
    """A bucket of attempts to sign in (see throttles); `key` is a hash and names nobody."""

    key = models.CharField(max_length=64)
    full_at = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="rate_bucket_key_is_unique")]
        indexes = [models.Index(fields=["full_at"], name="rate_bucket_by_full")]

    def __str__(self) -> str:
        return self.key[:8]


class KeptAnswer(models.Model):
    """What a POST with an Idempotency-Key was answered; `body` is empty where it is not kept."""

    person_pk = models.BigIntegerField()
    key = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_pk", "key"], name="kept_answer_is_once")
        ]
        indexes = [models.Index(fields=["at"], name="kept_answer_by_time")]

    def __str__(self) -> str:
        return f"{self.status} for {self.person_pk}"


class Touch(models.Model):
    """A transaction that changed what readers may see; see nexus.common.touches."""

    xid = models.BigIntegerField(primary_key=True)
    n = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.xid}.{self.n}"
