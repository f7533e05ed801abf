"""Lists of entries, the entry's page, its Markdown, history and differences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from nexus.accounts.models import Track
from nexus.common.ids import encode_id
from nexus.common.text import one_line
from nexus.curation import selectors as curation
from nexus.documents.selectors import guide_source
from nexus.library import selectors
from nexus.library.leads import ANCHORS, FIELDS
from nexus.library.models import KIND_OF_SECTION, SECTIONS, Entry, Kind, Receipt
from nexus.library.policies import can_write
from nexus.web.asked import asked
from nexus.web.facets import facet
from nexus.web.paging import address, page_of
from nexus.web.views.solutions import solutions_of

ORDERS = [("voices", "Most reported"), ("updated", "Changed lately"), ("title", "By title")]
FACET_LABELS = {
    "topic": "Topic",
    "technology": "Technology",
    "track": "Track",
    "solved": "Solved",
}


@require_safe
def entry_list(request: HttpRequest, section: str) -> HttpResponse:
    """All entries of a kind, with facets."""
    kind = KIND_OF_SECTION[section]
    order = request.GET.get("order", "voices")
    solved = {"true": True, "false": False}.get(asked(request, "solved"))
    track = asked(request, "track")
    chosen: dict[str, Any] = {
        "topic": asked(request, "topic", limit=80),
        "technology": asked(request, "technology"),
        "track": track if track in Track.values else "",
        "solved": solved,
    }
    entries = selectors.list_entries(
        viewer=request.user,
        kind=kind,
        order=order if order in selectors.ORDERINGS else "voices",
        **chosen,
    )
    rows = selectors.facets_of_kind(viewer=request.user, kind=kind, chosen=chosen)
    if kind != Kind.CHALLENGE:
        del rows["solved"]
    if kind == Kind.GUIDE:
        del rows["technology"]
    facets = [facet(request, name, FACET_LABELS[name], values) for name, values in rows.items()]
    context = {
        "kind": kind,
        "section_path": f"/{section}/",
        "heading": SECTIONS[kind][1],
        "count": entries.count(),
        "page": page_of(request, entries),
        "facets": facets,
        "chosen": [c for f in facets for c in f.chosen],
        "clear_url": request.path,
        "orders": [(label, address(request, order=o, after=""), o == order) for o, label in ORDERS],
    }
    return render(request, "pages/list.html", context)


@require_safe
def entry_page(request: HttpRequest, section: str, slug: str) -> HttpResponse:
    """One entry; an old address redirects, `….md` gives Markdown."""
    kind = KIND_OF_SECTION[section]
    as_markdown = slug.endswith(".md")
    slug = slug.removesuffix(".md")
    entry = selectors.get_entry_at(viewer=request.user, kind=kind, slug=slug)
    if entry.slug != slug:
        return redirect(entry.get_absolute_url() + (".md" if as_markdown else ""), permanent=True)
    if as_markdown:
        text = markdown_of(request, entry)
        return HttpResponse(text, content_type="text/markdown; charset=utf-8")
    context = entry_context(request, entry)
    template = "pages/challenge.html" if kind == Kind.CHALLENGE else "pages/entry.html"
    return render(request, template, context)


def entry_context(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    """Everything an entry's page shows."""
    viewer = request.user
    voices = curation.list_voices(viewer=viewer, entry=entry)
    document = document_of(entry) if entry.kind == Kind.GUIDE else None
    source = guide_source(entry)
    body_html, contents = entry.lead_html, entry.contents
    if source is not None:
        body_html, contents = source.html, source.contents
    context: dict[str, Any] = {
        "entry": entry,
        "entry_id": encode_id("entry", entry.pk),
        "section_path": f"/{SECTIONS[entry.kind][0]}/",
        "body_html": body_html,
        "contents": contents,
        "voices": voices,
        "backlinks": selectors.list_backlinks(viewer=viewer, entry=entry)[:20],
        "involved": selectors.list_involved(viewer=viewer, entry=entry),
        "met_together": curation.list_met_together(viewer=viewer, entry=entry),
        "involving": selectors.list_involving(viewer=viewer, entry=entry, kind=Kind.CHALLENGE)[:12],
        "habits": selectors.list_involving(viewer=viewer, entry=entry, kind=Kind.PRACTICE)[:8],
        "last_revision": selectors.list_revisions(viewer=viewer, entry=entry).first(),
        "document": document if document and viewer.is_authenticated else None,
    }
    context["extra_contents"] = extra_contents(context)
    if entry.kind == Kind.CHALLENGE:
        context |= challenge_context(request, entry, voices)
    return context


def extra_contents(context: dict[str, Any]) -> list[tuple[str, str]]:
    """Sections that a page composes under the lead: (anchor, heading)."""
    found = []
    if context["involving"]:
        found.append(("problems", "Problems met with it"))
    if context["habits"]:
        found.append(("habits", "Practices that go with it"))
    if context["voices"]:
        found.append(("voices", "What learners said"))
    return found


def document_of(entry: Entry) -> Any:
    """The document whose text a guide is, or None."""
    document = getattr(entry, "document", None)
    return document if document is not None and document.current is not None else None


def challenge_context(
    request: HttpRequest, entry: Entry, voices: Sequence[curation.VoiceView]
) -> dict[str, Any]:
    """The fields of a challenge's lead as HTML, its solutions, and the viewer's own receipts."""
    fields = [
        {
            "name": name,
            "anchor": ANCHORS[name],
            "heading": heading,
            "html": entry.field_html.get(name, ""),
        }
        for name, heading in FIELDS.items()
    ]
    own = selectors.own_receipts(viewer=request.user, entry=entry)
    errors = [a.text for a in entry.aliases.all() if a.use == "error"]
    said = {r.outcome for r in own if r.solution_id is None}
    return {
        "fields": fields,
        "fix_known": "fix" in entry.field_html,
        "more_html": entry.field_html.get("more", ""),
        "errors": errors,
        "solutions": solutions_of(request.user, entry, voices, own),
        "said_same": Receipt.Outcome.SAME_HERE in said,
        "said_worked": Receipt.Outcome.WORKED in said,
        "said_broken": Receipt.Outcome.BROKEN in said,
    }


def markdown_of(request: HttpRequest, entry: Entry) -> str:
    """The entry as Markdown: title, lead (or the document), solutions, and the voices."""
    viewer = request.user
    lines = [f"# {entry.title}", ""]
    source = guide_source(entry)
    lines.append(source.text if source else entry.lead)
    if entry.kind == Kind.CHALLENGE:
        for number, solution in enumerate(selectors.list_solutions(viewer=viewer, entry=entry), 1):
            lines += ["", f"## Another fix ({number})", "", solution.text]
    voices = curation.list_voices(viewer=viewer, entry=entry)
    if voices:
        lines += ["", "## What learners said", ""]
        for voice in voices:
            where = f" ({voice.source})" if voice.source else ""
            lines.append(f"> {one_line(voice.text, limit=600)}\n>\n> {voice.who}{where}\n")
    return "\n".join(lines).rstrip() + "\n"


@require_safe
def history(request: HttpRequest, section: str, slug: str) -> HttpResponse:
    """Every revision of an entry."""
    entry = selectors.get_entry_at(viewer=request.user, kind=KIND_OF_SECTION[section], slug=slug)
    revisions = list(selectors.list_revisions(viewer=request.user, entry=entry)[:200])
    context = {"entry": entry, "revisions": revisions, "may_write": can_write(request.user)}
    return render(request, "pages/history.html", context)


@require_safe
def difference(request: HttpRequest, section: str, slug: str, old: str, new: str) -> HttpResponse:
    """What changed between two revisions."""
    entry = selectors.get_entry_at(viewer=request.user, kind=KIND_OF_SECTION[section], slug=slug)
    before = selectors.get_revision(viewer=request.user, entry=entry, version=int(old))
    after = selectors.get_revision(viewer=request.user, entry=entry, version=int(new))
    context = {
        "entry": entry,
        "old": before,
        "new": after,
        "lines": selectors.diff_revisions(before, after),
    }
    return render(request, "pages/diff.html", context)
