"""What the evidence says, as tables."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nexus.accounts.models import Role
from nexus.accounts.policies import is_at_least
from nexus.insights.selectors import read_insights
from nexus.search.selectors import list_unanswered


@require_safe
def insights(request: HttpRequest) -> HttpResponse:
    """Counts for everybody who may read; what was searched in vain, for mentors."""
    curates = is_at_least(request.user, Role.MENTOR)
    context = {
        "insights": read_insights(viewer=request.user),
        "unanswered": list_unanswered() if curates else [],
    }
    return render(request, "pages/insights.html", context)
