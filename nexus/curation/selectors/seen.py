"""Since when, and in which cohorts, an entry is met."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Min

from nexus.accounts.policies import Viewer
from nexus.curation.caches import WHOLE
from nexus.curation.models import Evidence
from nexus.library.models import Entry

DATED_BY = "when documents came"


@dataclass(frozen=True, slots=True)
class Seen:
    """First and last time, by when the documents came that tell of it, and their cohorts.

    Documents carry no date of their own that could be trusted more. Cohorts are in their order.
    """

    first: datetime
    last: datetime
    cohorts: list[str]
    dated_by: str = DATED_BY
    documents: int = 0


def when_seen(*, viewer: Viewer, entry: Entry) -> Seen | None:
    """When learners met it; None where no document tells of it. At most two queries."""
    found: Seen | None = WHOLE.now(("seen", entry.pk), lambda: read_seen(entry))
    return found


def read_seen(entry: Entry) -> Seen | None:
    """The same, read now."""
    document = "statement__document__"
    rows = (
        Evidence.objects.filter(entry=entry, statement__is_current=True)
        .order_by()
        .values_list(f"{document}cohort__name", f"{document}cohort__starts_on")
        .annotate(
            first=Min(f"{document}created_at"),
            last=Max(f"{document}created_at"),
            documents=Count(f"{document}pk", distinct=True),
        )
    )
    return as_seen(rows)


def as_seen(rows: Iterable[tuple[Any, ...]]) -> Seen | None:
    """Rows of (cohort's name, when it starts, first, last, how many documents) together."""
    found = list(rows)
    if not found:
        return None
    cohorts = {name: starts or date.max for name, starts, *_ in found if name}
    return Seen(
        first=min(row[2] for row in found),
        last=max(row[3] for row in found),
        cohorts=sorted(cohorts, key=lambda name: (cohorts[name], name)),
        documents=sum(row[4] for row in found),
    )
