"""What searching writes down."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from nexus.search.errors import loggable
from nexus.search.models import QueryLog

KEPT = timedelta(days=90)


def log_query(*, query: str, results: int) -> None:
    """Keep what was looked for and how much was found; not who asked, nothing that identifies."""
    text = loggable(query.replace("\x00", " "))
    if text:
        with transaction.atomic():
            QueryLog.objects.create(text=text, results=results)


def forget_old_queries() -> int:
    """Drop queries older than ninety days; returns how many."""
    gone, _ = QueryLog.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return gone
