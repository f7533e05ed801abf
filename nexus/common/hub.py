"""Reading and making the hub's row."""

from __future__ import annotations

from nexus.common.models import Hub


def get_hub() -> Hub:
    """The hub's row, made with its defaults when it is not there yet."""
    hub = Hub.objects.filter(pk=1).first()
    return hub or Hub.objects.get_or_create(pk=1)[0]
