"""Documents with their margin, and bringing new ones."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nexus.accounts.models import Role, Track
from nexus.accounts.policies import require
from nexus.accounts.selectors import list_cohorts
from nexus.common.errors import Invalid, TooLarge
from nexus.common.ids import encode_id
from nexus.curation import desk
from nexus.curation import selectors as curation
from nexus.curation.services.undoing import may_undo
from nexus.documents import selectors, services
from nexus.documents.models import ImportBatch, ImportItem
from nexus.documents.policies import can_erase, can_import_cohort, can_retract, can_settle_claim
from nexus.documents.rows import document_rows
from nexus.documents.sayings import what_was_said
from nexus.documents.services.imports import Whose
from nexus.jobs.services import cancel_job
from nexus.library.models import Entry
from nexus.web.asked import asked
from nexus.web.facets import facet
from nexus.web.paging import page_of

VIEWS = {"read": "All lines", "cited": "Cited only", "lines": "Raw text"}


@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    """Every document the viewer may read."""
    track = asked(request, "track")
    documents = selectors.list_documents(
        viewer=request.user,
        cohort=asked(request, "cohort", limit=80),
        track=track if track in Track.values else "",
        name=asked(request, "name", limit=100),
    )
    cohorts, tracks = selectors.document_facets(viewer=request.user)
    facets = [
        facet(request, "cohort", "Cohort", cohorts),
        facet(request, "track", "Track", tracks),
    ]
    context = {
        "count": documents.count(),
        "page": page_of(request, documents),
        "facets": facets,
        "chosen": [c for f in facets for c in f.chosen],
        "clear_url": request.path,
        "name": asked(request, "name"),
    }
    return render(request, "pages/documents.html", context)


@require_safe
def document_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A document with line numbers, and beside each line what it became."""
    document = selectors.get_document(viewer=request.user, pk=pk)
    version = document.current
    assert version is not None
    retraction = desk.find_retraction(document=document)
    entries = curation.entries_of_document(viewer=request.user, document=document)
    chosen = request.GET.get("view", "read")
    lines = selectors.document_lines(version)
    statements = {s.pk: s for line in lines for s in line.statements}
    context = {
        "document": document,
        "version": version,
        "view": chosen if chosen in VIEWS else "read",
        "views": VIEWS.items(),
        "rows": document_rows(version.text, lines, entries) if chosen != "lines" else [],
        "lines": lines if chosen == "lines" else [],
        "entries": entries,
        "cited": sorted({e.pk: e for e in entries.values()}.values(), key=lambda e: e.title),
        "statement_count": len(statements),
        "other_count": sum(line.part == "other" for line in lines),
        "may_erase": can_erase(request.user, document),
        "cohorts": list_cohorts(viewer=request.user) if can_erase(request.user, document) else [],
        "may_retract": document.retracted_at is None and can_retract(request.user, document),
        "retraction": retraction
        if retraction and request.user.is_authenticated and may_undo(request.user, retraction)
        else None,
        "may_claim": request.user.is_authenticated and not document.is_owned,
        "may_settle": can_settle_claim(request.user, document),
        "public_guide": document.guide is not None
        and document.guide.state == Entry.State.PUBLISHED,
        "masked": len(version.masked_lines),
        "copies": selectors.list_copies(viewer=request.user, document=document)[:20],
    }
    return render(request, "pages/document.html", context)


@require_POST
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """This document is mine."""
    document = selectors.get_document(viewer=request.user, pk=pk)
    claimed = services.claim_document(actor=request.user, document=document)
    waits = "A mentor still has to confirm it before you can erase it."
    done = waits if claimed.claimed_from_id else "You can correct or erase it."
    messages.success(request, f"It is yours now. {done}")
    return redirect(document.get_absolute_url())


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """A mentor's word on a claim."""
    document = selectors.get_document(viewer=request.user, pk=pk)
    accept = request.POST.get("accept") == "yes"
    services.settle_claim(actor=request.user, document=document, accept=accept)
    said = "The claim is confirmed." if accept else "The document went back to whose it was."
    messages.success(request, said)
    return redirect(document.get_absolute_url())


@require_POST
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a document for good."""
    document = selectors.get_document(viewer=request.user, pk=pk)
    if request.POST.get("confirm") != "erase":
        raise Invalid("Tick the box to say that you mean it; erasing cannot be undone.")
    services.erase_document(actor=request.user, document=document)
    messages.success(request, "The document and everything taken from it are erased.")
    return redirect("/documents/")


@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Mend title, cohort and track of one's own document."""
    document = selectors.get_document(viewer=request.user, pk=pk)
    services.correct_document(
        actor=request.user,
        document=document,
        title=request.POST.get("title"),
        track=request.POST.get("track"),
        cohort=request.POST.get("cohort"),
    )
    messages.success(request, "Corrected.")
    return redirect(document.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Drop, choose or paste documents; name a repository; give a cohort list."""
    require(request.user, Role.LEARNER, "bring documents")
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        try:
            batch = start_import(request)
        except (Invalid, TooLarge) as error:
            errors, status = error.fields or {"": error.message}, error.status
            if error.fields:
                errors = {"": error.message, **errors}
        else:
            if request.headers.get("Accept", "").startswith("application/json"):
                return JsonResponse({"url": f"/import/{batch.job_id}"}, status=202)
            return redirect(f"/import/{batch.job_id}")
    context = {
        "errors": errors,
        "values": request.POST,
        "tracks": Track.choices,
        "cohorts": list_cohorts(viewer=request.user),
        "may_import_cohort": can_import_cohort(request.user),
        "imports": selectors.list_imports(viewer=request.user)[:8],
    }
    return render(request, "pages/import.html", context, status=status)


def start_import(request: HttpRequest) -> ImportBatch:
    """Which of the ways the form was used for."""
    post = request.POST
    files = [(f.name or "untitled.md", f.read()) for f in request.FILES.getlist("files")]
    listing = request.FILES.get("cohort_list")
    if listing is not None:
        return services.import_cohort(actor=request.user, listing=listing.read(), files=files)
    mine = post.get("whose", "mine") == "mine"
    whose = Whose(
        author="" if mine else post.get("author", ""),
        cohort=post.get("cohort", "")[:80],
        track=post.get("track", ""),
        mine=mine,
    )
    if files:
        return services.import_files(actor=request.user, files=files, whose=whose)
    if post.get("repository", "").strip():
        return services.import_repository(
            actor=request.user, address=post["repository"], whose=whose
        )
    return services.import_paste(
        actor=request.user, text=post.get("text", ""), name=post.get("name", ""), whose=whose
    )


@require_safe
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """An import's progress; when it is done, what it added and which pages now cite it."""
    batch = selectors.get_import(viewer=request.user, pk=pk)
    job = batch.job
    said = what_was_said(batch.items.all(), names=20)
    context: dict[str, Any] = {
        "batch": batch,
        "job": job,
        "job_url": f"/api/v1/imports/{encode_id('import', pk)}/",
        "items": selectors.list_import_items(viewer=request.user, batch=batch)[:500],
        "failed": [one for one in said if one.is_refusal],
        "said": [one for one in said if not one.is_refusal],
        "states": ImportItem.State,
    }
    if job.is_finished:
        context["cited"] = cited_entries(request, batch)
    return render(request, "pages/job.html", context)


def cited_entries(request: HttpRequest, batch: ImportBatch) -> list[Entry]:
    """Entries on which words of this import stand, most voices first."""
    documents = batch.items.exclude(document=None).values_list("document_id", flat=True)[:2000]
    found = curation.entries_of_documents(viewer=request.user, document_pks=list(documents))
    return list(found[:60])


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop an import; what is in stays."""
    batch = selectors.get_import(viewer=request.user, pk=pk)
    cancel_job(actor=request.user, job=batch.job)
    messages.success(request, "Stopped. What was read already stays.")
    return redirect(f"/import/{pk}")
