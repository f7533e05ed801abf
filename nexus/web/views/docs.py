"""The page that the `type` of an API error leads to."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nexus.common.markdown import Rendered
from nexus.common.markdown import render as render_markdown


@lru_cache(maxsize=1)
def errors_text() -> Rendered:
    return render_markdown((settings.ROOT / "docs" / "errors.md").read_text("utf-8"))


@require_safe
def errors(request: HttpRequest) -> HttpResponse:
    """docs/errors.md; the same for everybody, on any hub."""
    return render(request, "pages/docs.html", {"title": "Errors", "html": errors_text().html})
