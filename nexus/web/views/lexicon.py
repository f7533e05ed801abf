"""The lexicon on a page: what names stand for, and what maintainers add to that."""

from __future__ import annotations

from string import ascii_lowercase
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from nexus.common.errors import Conflict, Invalid
from nexus.curation import lexicon, services
from nexus.curation.models import Action
from nexus.documents.models import NAMED_KINDS
from nexus.web.asked import asked

MOST_SHOWN = 100
UNKNOWN_SHOWN = 12


@require_http_methods(["GET", "HEAD", "POST"])
def lexicon_page(request: HttpRequest) -> HttpResponse:
    """Terms by search or letter, names nobody knows, and the form for a new term."""
    problem = ""
    if request.method == "POST":
        try:
            return after(request, add(request), "/lexicon/")
        except (Invalid, Conflict) as error:
            problem = " ".join((error.message, *error.fields.values()))
    filters = {name: asked(request, name) for name in ("q", "kind", "origin", "letter")}
    every = lexicon.list_terms(
        viewer=request.user,
        search=filters["q"],
        kind=filters["kind"],
        origin=filters["origin"],
    )
    is_filtered = any(filters.values())
    terms = [t for t in every if begins(t.name, filters["letter"])]
    if not is_filtered:
        terms = [t for t in every if t.origin != "shipped"]
    context = {
        "terms": terms[:MOST_SHOWN],
        "count": len(terms),
        "more": max(0, len(terms) - MOST_SHOWN),
        "is_filtered": is_filtered,
        "filters": filters,
        "letters": ["#", *ascii_lowercase],
        "names": [] if is_filtered else every,
        "unknown": []
        if is_filtered
        else lexicon.list_unknown_names(viewer=request.user, most=UNKNOWN_SHOWN),
        **choices(request),
        "problem": problem,
        "values": request.POST,
    }
    return render(request, "pages/lexicon.html", context, status=422 if problem else 200)


def choices(request: HttpRequest) -> dict[str, Any]:
    return {
        "term_kinds": NAMED_KINDS,
        "origins": lexicon.ORIGINS,
        "may_change": lexicon.can_change_lexicon(request.user),
    }


def begins(name: str, letter: str) -> bool:
    """Whether a name is found under a letter; # has all that begin with none."""
    first = name[:1].casefold()
    return not letter or (first not in ascii_lowercase if letter == "#" else first == letter)


def add(request: HttpRequest) -> Action | None:
    """A new term, or a name that people wrote as a spelling of one. Raises Invalid, Conflict."""
    post = request.POST
    name = post.get("name", "")
    if post.get("do") == "alias":
        slug = lexicon.find_term(post.get("term", ""))
        return services.add_alias(actor=request.user, slug=slug, alias=name)
    return services.add_term(
        actor=request.user,
        kind=post.get("kind", ""),
        name=name,
        aliases=[line for line in post.get("aliases", "").split(",") if line.strip()],
        ambiguous="ambiguous" in post,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def term_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One term with where its spellings are from; maintainers change it."""
    problem = ""
    if request.method == "POST":
        here = "/lexicon/" if request.POST.get("do") == "remove" else request.path
        try:
            return after(request, change(request, slug), here)
        except (Invalid, Conflict) as error:
            problem = " ".join((error.message, *error.fields.values()))
    context = {
        "term": lexicon.get_term(viewer=request.user, slug=slug),
        **choices(request),
        "problem": problem,
        "values": request.POST,
    }
    return render(request, "pages/lexicon_term.html", context, status=422 if problem else 200)


def change(request: HttpRequest, slug: str) -> Action | None:
    """What the form asks for. Raises Invalid, Conflict."""
    post, actor = request.POST, request.user
    match post.get("do", ""):
        case "alias":
            return services.add_alias(actor=actor, slug=slug, alias=post.get("alias", ""))
        case "drop":
            return services.remove_alias(actor=actor, slug=slug, alias=post.get("alias", ""))
        case "change":
            return services.change_term(
                actor=actor,
                slug=slug,
                name=post.get("name", ""),
                kind=post.get("kind", ""),
                ambiguous="ambiguous" in post,
            )
        case "remove":
            return services.remove_term(actor=actor, slug=slug)
    raise Invalid("Say what to do: alias, drop, change or remove.")


def after(request: HttpRequest, action: Action | None, here: str) -> HttpResponse:
    """Back to the page, with what was done."""
    if action is None:
        messages.info(request, "It is so already.")
    else:
        messages.success(request, f"{action.text}. Evidence follows in a moment.")
    return redirect(here)
