"""What a published hub tells machines: robots, sitemap, feed, llms.txt."""

from __future__ import annotations

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from nexus.accounts.policies import ANONYMOUS
from nexus.common.hub import get_hub
from nexus.library import selectors
from nexus.library.models import SECTIONS, Entry

MOST = 50_000


def require_published() -> None:
    """Until a maintainer publishes the hub, these addresses do not exist."""
    if not get_hub().is_published:
        raise Http404


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    if not get_hub().is_published:
        return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")
    lines = ["User-agent: *", "Disallow: /accounts/", "Disallow: /me/"]
    lines.append(f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every published entry."""
    require_published()
    parts = ['<?xml version="1.0" encoding="UTF-8"?>']
    parts.append('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">')
    entries = selectors.list_entries(viewer=ANONYMOUS, order="created").prefetch_related(None)
    for entry in entries.only("kind", "slug", "updated_at")[:MOST]:
        address = request.build_absolute_uri(entry.get_absolute_url())
        parts.append(
            f"<url><loc>{address}</loc><lastmod>{entry.updated_at:%Y-%m-%d}</lastmod></url>"
        )
    parts.append("</urlset>")
    return HttpResponse("\n".join(parts), content_type="application/xml")


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """llmstxt.org: the reference as a list of Markdown addresses."""
    require_published()
    hub = get_hub()
    lines = [f"# {hub.name}", "", "> What one learner solved, the next finds, with its source.", ""]
    for kind, (_, label) in SECTIONS.items():
        entries = selectors.list_entries(viewer=ANONYMOUS, kind=kind, order="title")
        rows = list(entries.prefetch_related(None)[:2000])
        if rows:
            lines += [f"## {label}", ""]
            for entry in rows:
                address = request.build_absolute_uri(entry.get_absolute_url())
                lines.append(f"- [{entry.title}]({address}.md): {entry.summary}")
            lines.append("")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


class EntriesFeed(Feed):  # type: ignore[type-arg]
    """Atom: what was written or solved lately."""

    feed_type = Atom1Feed
    title = "Nexus"
    link = "/"
    subtitle = "What learners solved lately"

    def __call__(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        require_published()
        return super().__call__(request, *args, **kwargs)

    def author_name(self) -> str:
        """Atom asks for an author; people are not named to everybody."""
        return get_hub().name

    def items(self) -> list[Entry]:
        return list(selectors.list_entries(viewer=ANONYMOUS, order="updated")[:40])

    def item_title(self, item: Entry) -> str:
        return item.title

    def item_description(self, item: Entry) -> str:
        return item.summary

    def item_updateddate(self, item: Entry) -> object:
        return item.updated_at


feed = require_safe(EntriesFeed())
