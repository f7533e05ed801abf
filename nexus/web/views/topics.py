"""The topic map, and links that lead nowhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nexus.curation import selectors as curation
from nexus.library import selectors
from nexus.web.paging import page_of


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """The whole tree."""
    return render(
        request, "pages/topics.html", {"nodes": selectors.topic_tree(viewer=request.user)}
    )


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """A topic: its entries, and what was also met."""
    found = selectors.get_topic(viewer=request.user, slug=slug)
    entries = selectors.list_entries(viewer=request.user, topic=slug)
    context = {
        "topic": found,
        "children": found.children.all(),
        "page": page_of(request, entries),
        "also_met": curation.list_also_met(viewer=request.user, topic=found),
    }
    return render(request, "pages/topic.html", context)


@require_safe
def broken_links(request: HttpRequest) -> HttpResponse:
    """References in leads that name nothing."""
    links = selectors.list_broken_links(viewer=request.user)[:500]
    return render(request, "pages/broken_links.html", {"links": links})
