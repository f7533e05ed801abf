"""Reading and making the hub's row."""

from __future__ import annotations

from django.db import connection
from django.db.transaction import TransactionManagementError

from nexus.common.models import Hub


def hold_hub() -> None:
    """Inside a transaction: wait until nobody else writes in bulk, and let nobody begin.

    SQLite has one writer anyway; elsewhere two that bring the same would both make it.
    Raises TransactionManagementError outside of one, where it would hold nothing.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("The hub is held within a transaction: open one first.")
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM common_hub WHERE id = 1{lock}")  # noqa: S608
        is_there = cursor.fetchone() is not None
    if not is_there:
        Hub.objects.get_or_create(pk=1)
        hold_hub()


def shows_documents() -> bool:
    """May everybody read documents? Asked for every search, and for every document."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT shows_documents FROM common_hub WHERE id = 1")
        found = cursor.fetchone()
    return bool(found and found[0])


def get_hub() -> Hub:
    """The hub's row, made with its defaults when it is not there yet."""
    # Written out: every page asks, and writing the statement anew takes longer than reading it.
    hub = next(iter(Hub.objects.raw("SELECT * FROM common_hub WHERE id = 1")), None)
    return hub or Hub.objects.get_or_create(pk=1)[0]
