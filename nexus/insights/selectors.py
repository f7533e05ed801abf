"""What the evidence says about cohorts: counts only, nobody's name.

A group of fewer than FEWEST people is left out, so that a count does not tell who.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from nexus.accounts.models import Cohort
from nexus.accounts.policies import Viewer
from nexus.documents.models import Document
from nexus.documents.policies import can_see_documents
from nexus.library.models import Entry, Kind, Topic
from nexus.library.selectors import list_entries

FEWEST = 5
MOST = 12
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Insights:
    """Each list is at most a dozen rows, the largest first; months go forwards.

    `cohorts` and `months` are empty for who may not read documents.
    """

    most_met: list[Entry]
    unsolved: list[Entry]
    topics: list[Topic]
    cohorts: list[Cohort]
    months: list[dict[str, Any]]


def read_insights(*, viewer: Viewer) -> Insights:
    """What the viewer may know of; a fixed number of queries."""
    challenges = list_entries(viewer=viewer, kind=Kind.CHALLENGE).prefetch_related(None)
    met = challenges.filter(Q(voice_count__gt=0) | Q(same_here_count__gt=0))
    order = ("-voice_count", "-same_here_count", "title")
    may_count = can_see_documents(viewer)
    return Insights(
        most_met=list(met.filter(is_solved=True).order_by(*order)[:MOST]),
        unsolved=list(challenges.filter(is_solved=False).order_by(*order)[:MOST]),
        topics=count_topics(viewer),
        cohorts=count_cohorts() if may_count else [],
        months=count_months() if may_count else [],
    )


def count_topics(viewer: Viewer) -> list[Topic]:
    """Topics by how many people told something of them (`people`)."""
    people = Count(
        "entries__evidence__statement__document__author",
        filter=Q(
            entries__in=list_entries(viewer=viewer).order_by().values("pk"),
            entries__evidence__statement__is_current=True,
            entries__evidence__statement__document__copy_of__isnull=True,
        ),
        distinct=True,
    )
    topics = Topic.objects.annotate(people=people).filter(people__gte=FEWEST)
    return list(topics.order_by("-people", "title")[:MOST])


def count_cohorts() -> list[Cohort]:
    """Cohorts with `people`, `texts` (documents) and `told` (statements)."""
    kept = Q(documents__erased_at__isnull=True)
    cohorts = Cohort.objects.annotate(
        people=Count("documents__author", filter=kept, distinct=True),
        texts=Count("documents", filter=kept, distinct=True),
        told=Count(
            "documents__statements", filter=kept & Q(documents__statements__is_current=True)
        ),
    )
    return list(cohorts.filter(people__gte=FEWEST).order_by("-people", "name")[:MOST])


def count_months() -> list[dict[str, Any]]:
    """The last months in which documents came: `month` and `texts`."""
    rows = (
        Document.objects.filter(erased_at__isnull=True)
        .annotate(month=TruncMonth("created_at"))
        .values("month")
        .annotate(texts=Count("pk"))
        .order_by("-month")[:MONTHS]
    )
    return [dict(row) for row in rows][::-1]
