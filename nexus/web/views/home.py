"""The front door, and what machines ask first."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from nexus.library import selectors
from nexus.library.models import Kind
from nexus.watching.access import may_read_metrics
from nexus.watching.health import readiness

EXAMPLES = ["n+1 queries", "cors", "connection refused", "rate limit"]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """One box, three doors, what was solved lately and what is still unsolved."""
    viewer = request.user
    challenges = selectors.list_entries(viewer=viewer, kind=Kind.CHALLENGE)
    counts = selectors.count_by_kind(viewer=viewer)
    context = {
        "examples": EXAMPLES,
        "counts": counts,
        "total": sum(row["count"] for row in counts),
        "most_met": challenges.filter(is_solved=True)[:5],
        "solved_lately": challenges.filter(is_solved=True).order_by("-updated_at", "-id")[:6],
        "unsolved": challenges.filter(is_solved=False).order_by("-same_here_count", "-id")[:6],
    }
    return render(request, "pages/home.html", context)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Can pages be served (503 when not), and how is each part?"""
    ready, parts = readiness()
    status = "unavailable"
    if ready:
        status = "ok" if set(parts.values()) == {"ok"} else "degraded"
    return JsonResponse({"status": status, **parts}, status=200 if ready else 503)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Numbers for Prometheus; for everybody else nothing is here."""
    if not may_read_metrics(request):
        raise Http404
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
