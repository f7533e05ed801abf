"""The topic map, and links that lead nowhere."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from nexus.common.errors import Invalid
from nexus.curation import selectors as curation
from nexus.library import selectors, services
from nexus.linkcheck.selectors import list_dead_links
from nexus.web.paging import page_of


@require_http_methods(["GET", "HEAD", "POST"])
def topics(request: HttpRequest) -> HttpResponse:
    """The whole tree; mentors add to it."""
    errors: dict[str, str] = {}
    if request.method == "POST":
        names = ("title", "parent", "summary")
        try:
            made = services.create_topic(
                actor=request.user, **{name: request.POST.get(name, "") for name in names}
            )
        except Invalid as error:
            errors = error.fields or {"title": error.message}
        else:
            messages.success(request, f"“{made.title}” is on the map.")
            return redirect(made.get_absolute_url())
    context = {
        "nodes": selectors.topic_tree(viewer=request.user),
        "errors": errors,
        "values": request.POST,
    }
    return render(request, "pages/topics.html", context, status=422 if errors else 200)


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


@require_safe
def dead_links(request: HttpRequest) -> HttpResponse:
    """Addresses of other sites that led nowhere, for mentors."""
    links = list_dead_links(viewer=request.user)[:500]
    context = {"links": links, "is_on": settings.NEXUS_LINK_CHECK}
    return render(request, "pages/dead_links.html", context)
