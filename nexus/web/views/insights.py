"""What the evidence says, as sentences, charts and tables."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nexus.accounts.models import Cohort, Track
from nexus.documents.policies import can_see_documents
from nexus.insights.figures import FEWEST
from nexus.insights.scope import PERIODS, read_scope
from nexus.insights.selectors import read_insights
from nexus.web.asked import asked
from nexus.web.charts import chart_of

LABELS = {
    "week": "the last week",
    "month": "the last month",
    "quarter": "the last three months",
    "year": "the last year",
    "all": "all time",
}


@require_safe
def insights(request: HttpRequest) -> HttpResponse:
    """Counts for everybody who may read; a wrong filter is an error that names the right ones."""
    scope = read_scope(**{name: asked(request, name) for name in ("cohort", "track", "period")})
    figures = read_insights(viewer=request.user, scope=scope)
    may_count = can_see_documents(request.user)
    context = {
        "figures": figures,
        "fewest": FEWEST,
        "live": [chart_of(table) for table in figures.tables if table.is_live],
        "told": [chart_of(table) for table in figures.tables if not table.is_live],
        "scope": scope,
        "cohorts": Cohort.objects.order_by("starts_on", "name") if may_count else [],
        "tracks": Track.choices,
        "periods": [(key, LABELS[key]) for key in PERIODS],
        "asked": request.GET.urlencode(),
    }
    return render(request, "pages/insights.html", context)
