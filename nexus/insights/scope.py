"""Of whom and of when figures are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from nexus.accounts.models import Cohort, Track
from nexus.common.errors import Invalid
from nexus.common.ids import decode_id

PERIODS = {"week": 7, "month": 30, "quarter": 91, "year": 365, "all": 0}
DEFAULT_PERIOD = "all"


@dataclass(frozen=True, slots=True)
class Scope:
    """A cohort (or all), a track (or both), and how many days back (0: from the beginning)."""

    cohort: int | None = None
    track: str = ""
    period: str = DEFAULT_PERIOD

    @property
    def since(self) -> datetime | None:
        """From the beginning of a day on, so that asking again today says nothing more."""
        days = PERIODS[self.period]
        today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
        return today - timedelta(days=days) if days else None

    @property
    def key(self) -> str:
        """For a cache, and the filters of an address."""
        return f"{self.cohort or ''}:{self.track}:{self.period}"


def read_scope(*, cohort: str = "", track: str = "", period: str = "") -> Scope:
    """A scope from what somebody asked for; `cohort` is an id. Raises Invalid."""
    wrong = {}
    pk = None
    if cohort:
        pk = decode_id("cohort", cohort)
        if not Cohort.objects.filter(pk=pk).exists():
            wrong["cohort"] = "There is no such cohort."
    if track and track not in Track.values:
        wrong["track"] = f"One of {', '.join(Track.values)}, or nothing for both."
    if period and period not in PERIODS:
        wrong["period"] = f"One of {', '.join(PERIODS)}."
    if wrong:
        raise Invalid("These figures cannot be asked for.", fields=wrong)
    return Scope(pk, track, period or DEFAULT_PERIOD)
