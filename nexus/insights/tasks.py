"""Figures that everybody asks for are counted before anybody does."""

from __future__ import annotations

from typing import Any

from nexus.accounts.models import Cohort
from nexus.insights.scope import Scope
from nexus.insights.selectors import told_for
from nexus.jobs.models import Job
from nexus.jobs.progress import Progress


def run_insights_job(job: Job, progress: Progress) -> dict[str, Any]:
    """Of all, and of each cohort; what is in the cache already costs one look."""
    scopes = [Scope(), *(Scope(cohort=pk) for pk in Cohort.objects.values_list("pk", flat=True))]
    for done, scope in enumerate(scopes, 1):
        for by_cohort in (False, True):
            told_for(scope, by_cohort=by_cohort)
        progress.report(done, len(scopes), f"{done} of {len(scopes)} scopes counted")
    return {"scopes": len(scopes)}
