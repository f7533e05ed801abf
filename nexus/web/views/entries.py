"""Lists of entries, the entry's page, its Markdown, history and differences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from nexus.accounts.models import Track
from nexus.accounts.policies import Viewer
from nexus.common.ids import encode_id
from nexus.curation import selectors as curation
from nexus.documents.selectors import guide_source
from nexus.library import selectors
from nexus.library.leads import ANCHORS, FIELDS
from nexus.library.models import KIND_OF_SECTION, SECTIONS, Entry, Kind, Receipt
from nexus.library.policies import can_write
from nexus.web.asked import asked
from nexus.web.facets import facet
from nexus.web.paging import address, page_of
from nexus.web.views.markdown import entry_as_markdown
from nexus.web.views.solutions import learners_of, solutions_of

ORDERS = [("voices", "Most reported"), ("updated", "Changed lately"), ("title", "By title")]
SHOWN_PROBLEMS = 8  # before the fold
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
    count = selectors.length_of_list(rows, chosen)
    if kind != Kind.CHALLENGE:
        del rows["solved"]
    if kind == Kind.GUIDE:
        del rows["technology"]
    facets = [facet(request, name, FACET_LABELS[name], values) for name, values in rows.items()]
    context = {
        "kind": kind,
        "section_path": f"/{section}/",
        "heading": SECTIONS[kind][1],
        "count": count,
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
    page = selectors.get_entry_page(viewer=request.user, kind=kind, slug=slug)
    entry = page.entry
    if entry.slug != slug:
        return redirect(entry.get_absolute_url() + (".md" if as_markdown else ""), permanent=True)
    if as_markdown:
        text = entry_as_markdown(request.user, entry)
        return HttpResponse(text, content_type="text/markdown; charset=utf-8")
    context = entry_context(request, page)
    template = "pages/challenge.html" if kind == Kind.CHALLENGE else "pages/entry.html"
    return render(request, template, context)


def entry_context(request: HttpRequest, page: selectors.EntryPage) -> dict[str, Any]:
    """Everything an entry's page shows."""
    viewer, entry = request.user, page.entry
    every = asked(request, "voices") == "all"
    most = curation.MOST_OF_ALL if every else curation.MOST
    told = curation.what_is_told(viewer=viewer, entry=entry, most=most)
    document = document_of(entry) if entry.kind == Kind.GUIDE else None
    source = guide_source(entry)
    related = curation.list_related(viewer=viewer, entry=entry)
    context: dict[str, Any] = {
        "entry": entry,
        "entry_id": encode_id("entry", entry.pk),
        "section_path": f"/{SECTIONS[entry.kind][0]}/",
        "body_html": source.html if source else entry.lead_html,
        "contents": source.contents if source else entry.contents,
        "voices": told.voices,
        "related": related,
        "seen": told.seen,
        "more_voices": entry.statement_count > most,
        "problems": related.problems[:SHOWN_PROBLEMS],
        "further_problems": related.problems[SHOWN_PROBLEMS:],
        "document": document if document and viewer.is_authenticated else None,
        **learners_context(entry, told),
    }
    context["extra_contents"] = extra_contents(context)
    if entry.kind == Kind.CHALLENGE:
        context |= challenge_context(viewer, page, told.voices)
    return context


def learners_context(entry: Entry, told: curation.Told) -> dict[str, Any]:
    """Voices by learner; of what has a name, those that only name it are counted apart."""
    voices = told.voices
    named = entry.kind in curation.NAMED
    learners = learners_of([v for v in voices if v.describes] if named else voices)
    count = entry.voice_count
    if named:
        count = told.describing
        heading = f"{count} learner{' describes' if count == 1 else 's describe'} it"
    else:
        documents = sum(learner.first.documents for learner in learners)
        where = f", in {documents} documents" if documents > count else ""
        heading = f"What {count} learner{'' if count == 1 else 's'} said{where}"
    return {
        "named": named,
        "learners": learners,
        "only_name_it": entry.voice_count - count,
        "folded_copies": sum(learner.copies for learner in learners_of(voices)),
        "voices_heading": heading,
        # Where nobody has written a lead, the wording that names the entry stands for it.
        "stands_for_lead": voices[0] if voices and not entry.version and not named else None,
    }


def extra_contents(context: dict[str, Any]) -> list[tuple[str, str]]:
    """Sections that a page composes under the lead: (anchor, heading)."""
    related: curation.Related = context["related"]
    named = context["entry"].kind in curation.NAMED
    sections = (
        ("problems", "Problems met with it", related.problems),
        ("guides", "Guides", related.guides),
        ("habits", "Practices that go with it", related.practices),
        ("voices", "In learners' words" if named else "What learners said", context["learners"]),
    )
    return [(anchor, heading) for anchor, heading, rows in sections if rows]


def document_of(entry: Entry) -> Any:
    """The document whose text a guide is, or None."""
    document = getattr(entry, "document", None)
    return document if document is not None and document.current is not None else None


def challenge_context(
    viewer: Viewer, page: selectors.EntryPage, voices: Sequence[curation.VoiceView]
) -> dict[str, Any]:
    """The fields of a challenge's lead as HTML, its solutions, and the viewer's own receipts."""
    entry = page.entry
    fields = [
        {
            "name": name,
            "anchor": ANCHORS[name],
            "heading": heading,
            "html": entry.field_html.get(name, ""),
        }
        for name, heading in FIELDS.items()
    ]
    said = {r.outcome for r in page.own if r.solution_id is None}
    return {
        "fields": fields,
        "fix_known": "fix" in entry.field_html,
        "more_html": entry.field_html.get("more", ""),
        "solutions": solutions_of(viewer, entry, voices, page.own),
        "said_same": Receipt.Outcome.SAME_HERE in said,
        "said_worked": Receipt.Outcome.WORKED in said,
        "said_broken": Receipt.Outcome.BROKEN in said,
    }


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
