"""Reading and making the hub's row."""

from __future__ import annotations

from nexus.common.models import Hub


def hold_hub() -> None:
    """Inside a transaction: wait until nobody else writes in bulk, and let nobody begin.

    SQLite has one writer anyway; elsewhere two that bring the same would both make it.
    """
    get_hub()
    Hub.objects.select_for_update().get(pk=1)


def get_hub() -> Hub:
    """The hub's row, made with its defaults when it is not there yet."""
    hub = Hub.objects.filter(pk=1).first()
    return hub or Hub.objects.get_or_create(pk=1)[0]
