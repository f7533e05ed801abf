"""What people looked for in vain: this week against the one before."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

from django.db.models import Count, Q
from django.utils import timezone

from nexus.accounts.models import Role
from nexus.accounts.policies import Viewer, is_at_least
from nexus.insights.figures import FEWEST, MOST, Column, Row, Table
from nexus.insights.live import WEEK, WEEKS
from nexus.search.models import QueryLog

KEPT = timedelta(days=90)
NINETY_DAYS = Column("ninety-days", "In ninety days", "times")


def unanswered_table(viewer: Viewer) -> Table:
    """How many searches found nothing, for everybody; which ones, for mentors.

    Nobody knows who searched, so a text counts from FEWEST searches on, and a total as well.
    """
    now = timezone.now()
    vain = QueryLog.objects.filter(results=0)
    week, before = Q(at__gt=now - WEEK), Q(at__gt=now - 2 * WEEK, at__lte=now - WEEK)
    totals = vain.aggregate(week=Count("pk", filter=week), before=Count("pk", filter=before))
    rows = []
    if is_at_least(viewer, Role.MENTOR):
        texts = (
            vain.filter(at__gt=now - KEPT)
            .values("text")
            .annotate(
                times=Count("pk"),
                week=Count("pk", filter=week),
                before=Count("pk", filter=before),
            )
        )
        rows = [
            Row(
                row["text"],
                f"/search/?q={quote(row['text'])}",
                (enough(row["week"]), enough(row["before"]), row["times"]),
            )
            for row in texts.filter(times__gte=FEWEST).order_by("-week", "-times", "text")[:MOST]
        ]
    return Table(
        "unanswered",
        "Searched in vain",
        f"{words(totals['week']).capitalize()} found nothing this week, "
        f"{words(totals['before'])} the week before.",
        (*WEEKS, NINETY_DAYS),
        tuple(rows),
        is_live=True,
    )


def words(searches: int) -> str:
    return f"{searches} searches" if searches >= FEWEST else f"fewer than {FEWEST} searches"


def enough(searches: int) -> int | None:
    """A number of searches, when they are enough to be of several people."""
    return searches if searches >= FEWEST else None
