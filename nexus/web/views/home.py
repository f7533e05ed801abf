"""The front door, and what machines ask first."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nexus.library import selectors
from nexus.library.models import Kind

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
    """The process can serve: its database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        return JsonResponse({"status": "unavailable", "database": "away"}, status=503)
    return JsonResponse({"status": "ok", "database": "ok"})
