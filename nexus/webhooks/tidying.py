"""What webhooks were told is kept for a month."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from nexus.webhooks.models import Delivery

KEEP = timedelta(days=30)


def forget_deliveries(**_: Any) -> None:
    """Drop ended deliveries that are older; what still waits stays."""
    old = Delivery.objects.filter(created_at__lt=timezone.now() - KEEP)
    old.exclude(state=Delivery.State.WAITING).delete()
