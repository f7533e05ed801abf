"""Search: the page, and suggestions while typing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from nexus.common.text import whole_number
from nexus.library.models import Kind
from nexus.search import selectors, services
from nexus.search.askers import asker_of
from nexus.search.errors import in_brief
from nexus.search.facets import Filters
from nexus.web.asked import asked
from nexus.web.facets import facet
from nexus.web.paging import address

PAGE = 20
LABELS = {
    "kind": "Kind",
    "topic": "Topic",
    "technology": "Technology",
    "track": "Track",
    "cohort": "Cohort",
}


@require_http_methods(["GET", "HEAD", "POST"])
def search_page(request: HttpRequest) -> HttpResponse:
    """Results for words or a pasted error (POST for what is too long for an address)."""
    source = request.POST if request.method == "POST" else request.GET
    query = source.get("q", "").replace("\x00", " ")
    offset = min(whole_number(asked(request, "offset")) or 0, selectors.MOST_OFFSET)
    chosen = {name: asked(request, name) for name in LABELS}
    found = selectors.search(
        viewer=request.user,
        query=query,
        filters=Filters(**chosen),
        first=PAGE,
        offset=offset,
        with_facets=True,
    )
    if query.strip() and not offset:
        services.log_query(
            query=query,
            results=found.total if found.has_match else 0,
            asker=asker_of(request.user, request),
        )
    brief = in_brief(query)  # each of a page's addresses repeats the question
    narrowed = {"q": brief, "offset": ""}
    counts = {
        name: [(one.value, one.label, one.count) for one in values]
        for name, values in found.facets.items()
        if values
    }
    facets = [facet(request, name, LABELS[name], rows, **narrowed) for name, rows in counts.items()]
    before = str(offset - PAGE) if offset > PAGE else ""
    following = offset + PAGE < min(found.total, selectors.MOST_OFFSET)
    context = {
        "query": query,
        "brief": brief,
        "found": found,
        "facets": facets,
        "chosen": [c for f in facets for c in f.chosen],
        "clear_url": address(request, **narrowed, **dict.fromkeys(LABELS, "")),
        "next_url": address(request, q=brief, offset=str(offset + PAGE)) if following else "",
        "previous_url": address(request, q=brief, offset=before) if offset else "",
        "kinds": Kind,
    }
    return render(request, "pages/search.html", context)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """The first eight entries for what was typed so far."""
    query = asked(request, "q", limit=300)
    found = selectors.search(viewer=request.user, query=query, first=8, typing=True)
    results = [
        {
            "title": hit.page.title,
            "kind": hit.kind,
            "url": hit.page.get_absolute_url(),
            "summary": hit.page.summary,
            "sections": [
                {"heading": s.heading, "url": s.url, "snippet": s.snippet} for s in hit.sections[:2]
            ],
        }
        for hit in found.hits
    ]
    return JsonResponse({"query": query, "did_you_mean": found.did_you_mean, "results": results})
