"""Claiming what is due, sending it, and writing down how that went.

A claim is a lease: who dies while sending leaves a delivery that is due again a minute later, with
the same id, by which receivers know it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from nexus.changelog.audience import Changed, audiences, listener_of
from nexus.common.errors import Invalid
from nexus.webhooks import requests
from nexus.webhooks.health import disable, is_hopeless, pause_after, quiet_after
from nexus.webhooks.models import Delivery, Webhook
from nexus.webhooks.signing import signed_headers

LEASE = timedelta(seconds=60)
MOST_IN_A_ROW = 100
GONE = 410


def webhooks_due(most: int, besides: Collection[int] = ()) -> list[int]:
    """Webhooks for which something is to be sent now, the longest due first."""
    now = timezone.now()
    due = (
        Delivery.objects.filter(state=Delivery.State.WAITING, due_at__lte=now)
        .filter(webhook__state=Webhook.State.ACTIVE)
        .filter(Q(webhook__quiet_until=None) | Q(webhook__quiet_until__lte=now))
        .exclude(webhook_id__in=besides)
        .order_by("due_at")
        .values_list("webhook_id", flat=True)
    )
    return list(dict.fromkeys(due[: most * MOST_IN_A_ROW]))[:most]


def claim_next(webhook_pk: int) -> Delivery | None:
    """The oldest delivery that is due for a webhook, claimed; None when there is none."""
    now = timezone.now()
    due = Delivery.objects.filter(
        webhook_id=webhook_pk,
        webhook__state=Webhook.State.ACTIVE,
        state=Delivery.State.WAITING,
        due_at__lte=now,
    ).order_by("pk")
    for found in due[:5]:
        claimed = Delivery.objects.filter(
            pk=found.pk, state=Delivery.State.WAITING, due_at=found.due_at
        ).update(due_at=now + LEASE, attempts=F("attempts") + 1)
        if claimed:
            return Delivery.objects.select_related("webhook__person").get(pk=found.pk)
    return None


def send_to(webhook_pk: int) -> int:
    """Send what is due for a webhook, one after another, until one fails; returns how many went."""
    for count in range(MOST_IN_A_ROW):
        delivery = claim_next(webhook_pk)
        if delivery is None or not send(delivery):
            return count
    return MOST_IN_A_ROW


def send(delivery: Delivery) -> bool:
    """One attempt at a claimed delivery, and what follows from it; was it taken?"""
    if not may_be_told(delivery):
        end(delivery, Delivery.State.DROPPED, error="Its owner may not hear of this any more.")
        return True
    webhook, body = delivery.webhook, body_of(delivery)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Nexus-Webhooks/1",
        **signed_headers(webhook, id=delivery.event, now=timezone.now(), body=body),
    }
    began = time.monotonic()
    status, error, wait = None, "", 0
    try:
        answered = requests.post(webhook.url, body, headers)
    except (requests.Unanswered, Invalid) as failed:
        error = str(failed)
    else:
        status, wait = answered.status, answered.retry_after
        if not 200 <= status < 300:
            error = refused_because(status)
    delivery.took_ms = int((time.monotonic() - began) * 1000)
    if error:
        fail(delivery, status, error, timedelta(seconds=wait))
    else:
        succeed(delivery, status)
    return not error


def body_of(delivery: Delivery) -> bytes:
    """What is signed and sent: that something changed, not how it is now. The API tells that."""
    data = {
        "type": delivery.kind,
        "timestamp": delivery.at.isoformat(),
        "data": {"object": delivery.object_id},
    }
    return json.dumps(data, separators=(",", ":")).encode()


def may_be_told(delivery: Delivery) -> bool:
    """May its owner still hear of it? Asked at each attempt: it may come a day after the first."""
    person = delivery.webhook.person
    changed = Changed(
        delivery.kind, delivery.object_kind, delivery.object_pk, public=delivery.public
    )
    return person.is_active and audiences([changed])[0].admits(listener_of(person))


def refused_because(status: int) -> str:
    if 300 <= status < 400:
        return f"It answered {status}: redirects are not followed. Give the address it leads to."
    return f"It answered {status}."


def end(delivery: Delivery, state: str, *, error: str = "", status: int | None = None) -> None:
    """Write down the end, unless somebody sent it again or another has it by now."""
    Delivery.objects.filter(pk=delivery.pk, due_at=delivery.due_at).update(
        state=state,
        status=status,
        error=error[:300],
        took_ms=delivery.took_ms,
        ended_at=timezone.now(),
    )


def succeed(delivery: Delivery, status: int | None) -> None:
    with transaction.atomic():
        end(delivery, Delivery.State.DELIVERED, status=status)
        Webhook.objects.filter(pk=delivery.webhook_id, failures__gt=0).update(
            failures=0, failing_since=None, quiet_until=None
        )


def fail(delivery: Delivery, status: int | None, error: str, wait: timedelta) -> None:
    """Try again later, or not; a webhook that failed for long is switched off."""
    now = timezone.now()
    with transaction.atomic():
        webhook = Webhook.objects.select_for_update().filter(pk=delivery.webhook_id).first()
        if webhook is None:  # removed meanwhile
            return
        pause = pause_after(delivery.attempts)
        if pause is None:
            end(delivery, Delivery.State.FAILED, status=status, error=error)
        else:
            Delivery.objects.filter(pk=delivery.pk, due_at=delivery.due_at).update(
                due_at=now + max(pause, wait), status=status, error=error, took_ms=delivery.took_ms
            )
        webhook.failures += 1
        webhook.failing_since = webhook.failing_since or now
        webhook.quiet_until = now + max(quiet_after(webhook.failures), wait)
        webhook.save(update_fields=["failures", "failing_since", "quiet_until"])
        if status == GONE:
            disable(webhook.pk, "It answered 410: it wants to be told nothing any more.")
        elif is_hopeless(webhook, now):
            since = f"{webhook.failing_since:%d %B %Y}"
            disable(webhook.pk, f"Nothing was taken since {since}. The last time: {error}")
