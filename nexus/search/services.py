"""What searching writes down."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from nexus.common.afterwards import do_afterwards
from nexus.common.durability import quick_write
from nexus.common.keeping import keep_uncached
from nexus.search.errors import loggable
from nexus.search.models import QueryLog

KEPT = timedelta(days=90)
EVERY = 50  # One question of so many takes the old ones along.


def log_query(*, query: str, results: int, asker: str) -> None:
    """Keep what was looked for and how much was found, and nothing that identifies.

    `asker` is the mark of nexus.search.askers, by which people of one day are counted.
    Nobody waits for it.
    """
    keep_uncached()
    text = loggable(query.replace("\x00", " "))
    if text:
        row = QueryLog(text=text, results=results, asker=asker)
        do_afterwards(lambda: write_query(row))


def write_query(row: QueryLog) -> None:
    with quick_write():
        row.save(force_insert=True)
        if row.pk % EVERY == 0:
            forget_old_queries()


def forget_old_queries() -> None:
    """Drop what was asked more than ninety days ago."""
    QueryLog.objects.filter(at__lt=timezone.now() - KEPT).delete()
