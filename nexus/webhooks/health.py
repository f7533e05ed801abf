"""When a webhook is tried again, and when it is given up."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from django.utils import timezone

from nexus.webhooks.models import Delivery, Webhook

# After each failed attempt so many seconds, give or take a fifth; after the last one none follows.
PAUSES = (5, 60, 300, 1800, 2 * 3600, 6 * 3600, 12 * 3600, 24 * 3600)
JITTER = 0.2
# While one delivery waits, the others of the same webhook do not knock at once.
LONGEST_QUIET = 300
DISABLE_AFTER = timedelta(days=3)


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait after so many failed attempts; None when it is enough."""
    if attempts > len(PAUSES):
        return None
    return timedelta(seconds=jittered(PAUSES[attempts - 1]))


def jittered(seconds: float) -> float:
    """So that what failed together is not tried again together."""
    return seconds * random.SystemRandom().uniform(1 - JITTER, 1 + JITTER)


def quiet_after(failures: int) -> timedelta:
    """How long a webhook is left alone after so many failures in a row."""
    return timedelta(seconds=jittered(min(PAUSES[0] * 2 ** min(failures - 1, 10), LONGEST_QUIET)))


def is_hopeless(webhook: Webhook, now: datetime) -> bool:
    """Has it failed for long, without one success?"""
    return webhook.failing_since is not None and now - webhook.failing_since >= DISABLE_AFTER


def disable(pk: int, reason: str) -> None:
    """Switch a webhook off; its owner reads the reason on their page. What waits has failed."""
    now = timezone.now()
    Webhook.objects.filter(pk=pk, state=Webhook.State.ACTIVE).update(
        state=Webhook.State.DISABLED, reason=reason[:300]
    )
    Delivery.objects.filter(webhook_id=pk, state=Delivery.State.WAITING).update(
        state=Delivery.State.FAILED, ended_at=now
    )
