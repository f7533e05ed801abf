"""Writing: a challenge in a minute, a lead, a further fix, a receipt."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from nexus.accounts.models import Track
from nexus.accounts.policies import Viewer
from nexus.common.errors import Conflict, Invalid, NotFound, Stale, TooLarge
from nexus.common.text import one_line, whole_number
from nexus.documents.selectors import guide_source
from nexus.library import selectors, services
from nexus.library.leads import FIELDS, compose_lead, split_lead
from nexus.library.models import KIND_OF_SECTION, Entry, Kind, Solution
from nexus.library.policies import require_writer
from nexus.web.asked import asked
from nexus.web.named import named_entry

FORM_ERRORS = (Invalid, TooLarge)


def text_of(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "")


def number_of(text: str, *, missing: int) -> int:
    number = whole_number(text)
    return missing if number is None else number


@require_http_methods(["GET", "HEAD", "POST"])
def write_challenge(request: HttpRequest) -> HttpResponse:
    """Error, what was tried, what fixed it (or still stuck), version."""
    require_writer(request.user)
    values = {
        "title": asked(request, "title", limit=200),
        "error": asked(request, "error", limit=5000),
    }
    errors: dict[str, str] = {}
    if request.method == "POST":
        names = ("title", "error", "tried", "fix", "versions", "track", "still_stuck", "draft")
        values = {name: text_of(request, name) for name in names}
        try:
            entry = create_challenge(request.user, values)
        except FORM_ERRORS as error:
            errors = error.fields or {"": error.message}
        else:
            messages.success(request, "Written down. Others find it from now on.")
            return redirect(entry.get_absolute_url())
    context = {
        "values": values,
        "errors": errors,
        "tracks": Track.choices,
        "still_stuck": asked(request, "stuck") == "1" or bool(values.get("still_stuck")),
    }
    status = 422 if errors else 200
    return render(request, "pages/write_challenge.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def write_entry(request: HttpRequest) -> HttpResponse:
    """A page of the reference that is no challenge: kind, title, text, topics; perhaps a draft."""
    require_writer(request.user)
    values = {"kind": asked(request, "kind") or Kind.PRACTICE, "title": asked(request, "title")}
    errors: dict[str, str] = {}
    if request.method == "POST":
        names = ("kind", "title", "lead", "track", "draft")
        values = {name: text_of(request, name) for name in names}
        try:
            entry = services.create_entry(
                actor=request.user,
                kind=values["kind"],
                title=values["title"],
                lead=values["lead"].replace("\r\n", "\n"),
                track=values["track"],
                topics=posted_topics(request),
                draft=bool(values["draft"]),
            )
        except FORM_ERRORS as error:
            errors = error.fields or {"": error.message}
        else:
            is_draft = entry.state == Entry.State.DRAFT
            messages.success(request, "Kept as a draft." if is_draft else "It is in the reference.")
            return redirect(entry.get_absolute_url())
    context = {
        "values": values,
        "errors": errors,
        "kinds_to_write": [(k.value, k.label) for k in Kind if k != Kind.CHALLENGE],
        "tracks": Track.choices,
        "topics": selectors.topic_tree(viewer=request.user),
        "chosen_topics": posted_topics(request),
    }
    status = 422 if errors else 200
    return render(request, "pages/write_entry.html", context, status=status)


def create_challenge(viewer: Viewer, values: dict[str, str]) -> Entry:
    """The form's fields as a challenge; the error is its symptom, word for word."""
    error = values["error"].strip()
    title = values["title"].strip() or one_line(error, limit=120)
    tried = values["tried"].strip()
    symptom = f"```text\n{error.replace('```', chr(39) * 3)}\n```" if error else ""
    if tried:
        symptom = f"{symptom}\n\n**Tried already:** {tried}".strip()
    if not symptom and not values["fix"].strip():
        raise Invalid(
            "Say what you saw.", fields={"error": "Paste the error, or describe what happened."}
        )
    fix = "" if values["still_stuck"] else values["fix"]
    return services.create_entry(
        actor=viewer,
        kind=Kind.CHALLENGE,
        title=title,
        lead=compose_lead({"symptom": symptom, "fix": fix, "versions": values["versions"]}),
        track=values["track"],
        errors=[error] if error else [],
        draft=bool(values["draft"]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit_entry(request: HttpRequest, section: str, slug: str) -> HttpResponse:
    """A lead, from the version it started with; a stale save shows both and loses neither."""
    require_writer(request.user)
    entry = selectors.get_entry_at(viewer=request.user, kind=KIND_OF_SECTION[section], slug=slug)
    context: dict[str, Any] = {"entry": entry, "errors": {}, "version": entry.version, "note": ""}
    source = guide_source(entry)
    lead, title, status = source.text if source else entry.lead, entry.title, 200
    if request.method == "POST":
        lead = posted_lead(request, entry)
        title = text_of(request, "title") or entry.title
        version = text_of(request, "expected_version")
        context |= {"note": text_of(request, "note"), "version": version}
        try:
            saved = services.save_lead(
                actor=request.user,
                entry=entry,
                lead=lead,
                expected_version=number_of(version, missing=-1),
                note=text_of(request, "note"),
                title=title,
            )
        except FORM_ERRORS as error:
            context["errors"], status = error.fields or {"": error.message}, error.status
        except Stale as error:
            entry.refresh_from_db()
            status = error.status
            context |= {
                "stale": error,
                "entry": entry,
                "theirs": entry.lead,
                "version": error.current_version,
            }
        else:
            saved = set_topics(request, saved)
            messages.success(request, f"Saved as version {saved.version}.")
            return redirect(saved.get_absolute_url())
    parts = split_lead(lead)
    context |= {
        "title": title,
        "lead": lead,
        "is_challenge": entry.kind == Kind.CHALLENGE,
        "source": source,
        "topics": selectors.topic_tree(viewer=request.user),
        "chosen_topics": posted_topics(request)
        if "topics_shown" in request.POST
        else [topic.slug for topic in entry.topics.all()],
        "fields": [
            {"name": name, "heading": heading, "text": parts[name]}
            for name, heading in FIELDS.items()
        ],
        "more": parts["more"],
        "focus": asked(request, "field"),
    }
    return render(request, "pages/edit_entry.html", context, status=status)


def posted_topics(request: HttpRequest) -> list[str]:
    return [slug[:80] for slug in request.POST.getlist("topics")][:40]


def set_topics(request: HttpRequest, entry: Entry) -> Entry:
    """The topics that the form chose, when they are others than before."""
    if "topics_shown" not in request.POST:
        return entry
    chosen = posted_topics(request)
    if set(chosen) == {topic.slug for topic in entry.topics.all()}:
        return entry
    return services.set_topics(actor=request.user, entry=entry, topics=chosen)


def posted_lead(request: HttpRequest, entry: Entry) -> str:
    """The lead that a form holds: by field for a challenge, whole otherwise."""
    if entry.kind == Kind.CHALLENGE and "lead" not in request.POST:
        return compose_lead({name: text_of(request, name) for name in (*FIELDS, "more")})
    return text_of(request, "lead").replace("\r\n", "\n")


@require_POST
def restore(request: HttpRequest, section: str, slug: str) -> HttpResponse:
    """An older version becomes the newest."""
    entry = selectors.get_entry_at(viewer=request.user, kind=KIND_OF_SECTION[section], slug=slug)
    version = text_of(request, "version")
    saved = services.restore_revision(
        actor=request.user,
        entry=entry,
        version=number_of(version, missing=0),
        expected_version=number_of(text_of(request, "expected_version"), missing=-1),
    )
    messages.success(request, f"Version {version} is back, as version {saved.version}.")
    return redirect(saved.get_absolute_url())


@require_POST
def set_state(request: HttpRequest, section: str, slug: str) -> HttpResponse:
    """Publish a draft, or retire an entry."""
    entry = selectors.get_entry_at(viewer=request.user, kind=KIND_OF_SECTION[section], slug=slug)
    if text_of(request, "state") == "retired":
        services.retire_entry(actor=request.user, entry=entry)
        messages.success(request, f"“{entry.title}” is retired; publishing it again undoes that.")
        return redirect(f"/{section}/")
    services.publish_entry(actor=request.user, entry=entry)
    messages.success(request, "Published.")
    return redirect(entry.get_absolute_url())


@require_POST
def add_solution(request: HttpRequest, section: str, slug: str) -> HttpResponse:
    """Another fix for a challenge."""
    entry = selectors.get_entry_at(viewer=request.user, kind=KIND_OF_SECTION[section], slug=slug)
    try:
        services.add_solution(
            actor=request.user,
            entry=entry,
            text=text_of(request, "text"),
            versions=text_of(request, "versions"),
        )
    except FORM_ERRORS as error:
        messages.error(request, " ".join([error.message, *error.fields.values()]))
    else:
        messages.success(request, "Added. Others can say now whether it worked for them.")
    return redirect(entry.get_absolute_url() + "#solutions")


@require_POST
def receipt(request: HttpRequest, section: str, slug: str) -> HttpResponse:
    """Give or take back "same here", "worked for me", "no longer works"."""
    entry = selectors.get_entry_at(viewer=request.user, kind=KIND_OF_SECTION[section], slug=slug)
    outcome, number = text_of(request, "outcome"), text_of(request, "solution")
    solution: Solution | None = None
    if number:
        found = selectors.list_solutions(viewer=request.user, entry=entry)
        solution = found.filter(pk=number_of(number, missing=0)).first()
        if solution is None:
            raise NotFound("This challenge has no such solution.")
    if text_of(request, "withdraw"):
        services.withdraw_receipt(
            actor=request.user, entry=entry, outcome=outcome, solution=solution
        )
    else:
        services.give_receipt(
            actor=request.user,
            entry=entry,
            outcome=outcome,
            solution=solution,
            versions=text_of(request, "versions"),
        )
    if request.headers.get("Accept", "").startswith("application/json"):
        entry.refresh_from_db()
        counts = {"same-here": entry.same_here_count, "worked": entry.worked_count}
        if solution is not None:
            solution.refresh_from_db()
            counts = {"worked": solution.worked_count, "broken": solution.broken_count}
        return JsonResponse({"counts": counts, "withdrawn": bool(text_of(request, "withdraw"))})
    return redirect(entry.get_absolute_url())


@require_POST
def causes(request: HttpRequest, section: str, slug: str) -> HttpResponse:
    """Say that this challenge causes another or is caused by it, or take that back."""
    entry = selectors.get_entry_at(viewer=request.user, kind=KIND_OF_SECTION[section], slug=slug)
    write = services.remove_cause if text_of(request, "remove") else services.add_cause
    try:
        require_writer(request.user)
        other = named_entry(request.user, text_of(request, "entry"), "entry")
        write(actor=request.user, **services.ends_of(entry, text_of(request, "relation"), other))
    except (Invalid, Conflict) as error:
        messages.error(request, " ".join([error.message, *error.fields.values()]))
    return redirect(entry.get_absolute_url())
