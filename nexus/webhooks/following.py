"""From the change log to deliveries: each change once for each webhook that is to be told of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from nexus.changelog.audience import listener_of
from nexus.changelog.reading import BATCH, Told, read_changes
from nexus.changelog.wishes import Wish
from nexus.common.sql import changes_after, newest_closed
from nexus.library.models import Entry, Topic
from nexus.webhooks.health import disable
from nexus.webhooks.models import Cursor, Delivery, Webhook

# Its progress is for who watches it, by the second.
NEVER = frozenset({"job.progress"})
# Who has so many deliveries waiting does not take them.
MOST_WAITING = 5000


def begin_following() -> None:
    """Inside the transaction that makes a webhook active: follow from here, if nobody does yet."""
    if not Webhook.objects.filter(state=Webhook.State.ACTIVE).exists():
        xid, change_pk = newest_closed()
        Cursor.objects.update_or_create(pk=1, defaults={"xid": xid, "change_pk": change_pk})


def follow_changes() -> int:
    """Make the deliveries of what changed since the last time; returns how many changes were read.

    Deliveries and the place in the log are written together, so none is lost and none made twice.
    """
    if not Webhook.objects.filter(state=Webhook.State.ACTIVE).exists():
        return 0
    cursor = Cursor.objects.filter(pk=1).first()
    # Looked at before anything is locked: mostly there is nothing.
    if cursor is not None and not changes_after(cursor.xid, cursor.change_pk, 1):
        return 0
    with transaction.atomic():
        cursor = Cursor.objects.select_for_update().filter(pk=1).first()
        if cursor is None:  # a hub that was brought back from a backup
            xid, change_pk = newest_closed()
            Cursor.objects.create(pk=1, xid=xid, change_pk=change_pk)
            return 0
        told = read_changes((cursor.xid, cursor.change_pk), BATCH)
        if told:
            make_deliveries(told)
            cursor.xid, cursor.change_pk = told[-1].place
            cursor.save(update_fields=["xid", "change_pk"])
    return len(told)


def make_deliveries(told: Sequence[Told]) -> None:
    now = timezone.now()
    webhooks = list(
        Webhook.objects.filter(state=Webhook.State.ACTIVE, person__is_active=True)
        .select_related("person")
        .prefetch_related("topics")
    )
    scopes = Scopes(webhooks, told)
    made = [
        new_delivery(webhook, one, now)
        for webhook in webhooks
        for one in told
        if is_for(webhook, one) and scopes.hold(webhook, one)
    ]
    Delivery.objects.bulk_create(made, ignore_conflicts=True)
    disable_overrun({delivery.webhook_id for delivery in made})


def is_for(webhook: Webhook, one: Told) -> bool:
    """Did its owner ask for this, may they hear of it, and did it happen since?"""
    return (
        one.changed.kind not in NEVER
        and one.at >= webhook.since
        and Wish(frozenset(webhook.kinds)).wants(one.changed)
        and one.audience.admits(listener_of(webhook.person))
    )


def new_delivery(webhook: Webhook, one: Told, now: datetime) -> Delivery:
    return Delivery(
        webhook=webhook,
        change_pk=one.pk,
        kind=one.changed.kind,
        object_kind=one.changed.object_kind,
        object_pk=one.changed.object_pk,
        public=one.changed.public,
        at=one.at,
        due_at=now,
    )


class Scopes:
    """Which of some changes lie within the topics of which webhooks; two queries, or none."""

    def __init__(self, webhooks: Iterable[Webhook], told: Iterable[Told]) -> None:
        self.topics = {hook.pk: {topic.pk for topic in hook.topics.all()} for hook in webhooks}
        self.parents: dict[int, int | None] = {}
        self.of_entry: dict[int, set[int]] = defaultdict(set)
        if any(self.topics.values()):
            self.parents = dict(Topic.objects.values_list("pk", "parent_id"))
            changed = [one.changed.object_pk for one in told if one.changed.object_kind == "entry"]
            placed = Entry.topics.through.objects.filter(entry_id__in=changed)
            for entry, topic in placed.values_list("entry_id", "topic_id"):
                self.of_entry[entry].add(topic)

    def hold(self, webhook: Webhook, one: Told) -> bool:
        """True without topics; else for their entries, for them, and for what lies below them."""
        wanted = self.topics[webhook.pk]
        if not wanted:
            return True
        kind, pk = one.changed.object_kind, one.changed.object_pk
        here = {pk} if kind == "topic" else self.of_entry[pk] if kind == "entry" else set()
        return any(wanted & self.upwards(topic) for topic in here)

    def upwards(self, topic: int) -> set[int]:
        """The topic and all above it."""
        found: set[int] = set()
        at: int | None = topic
        while at is not None and at not in found:
            found.add(at)
            at = self.parents.get(at)
        return found


def disable_overrun(pks: Iterable[int]) -> None:
    """Switch off the webhooks that have fallen too far behind."""
    waiting = Delivery.objects.filter(webhook_id__in=pks, state=Delivery.State.WAITING)
    counted = waiting.order_by().values("webhook_id").annotate(n=Count("pk"))
    for row in counted.filter(n__gt=MOST_WAITING):
        disable(row["webhook_id"], f"More than {MOST_WAITING:,} deliveries waited.")
