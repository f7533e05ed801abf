"""People, oneself, cohorts and invites, the hub's own settings."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nexus.accounts import selectors, services
from nexus.accounts.models import Role, Track
from nexus.accounts.policies import can_manage_cohorts, can_manage_people, require
from nexus.common.errors import Invalid
from nexus.curation import selectors as curation
from nexus.documents import selectors as documents
from nexus.library import selectors as library
from nexus.watching.rates import list_hit_rates
from nexus.web.paging import page_of
from nexus.webhooks.selectors import list_webhooks


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who learns or writes here, and the cohorts."""
    found = selectors.list_people(viewer=request.user)
    context = {
        "count": found.count(),
        "page": page_of(request, found.prefetch_related("memberships__cohort").order_by("id"), 50),
        "cohorts": selectors.list_cohorts(viewer=request.user),
        "may_manage_cohorts": can_manage_cohorts(request.user),
        "may_manage_people": can_manage_people(request.user),
        "roles": Role.choices,
    }
    return render(request, "pages/people.html", context)


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """What one person brought and wrote, under the name they chose to show."""
    found = selectors.get_person(viewer=request.user, pk=pk)
    context = {
        "person": found,
        "documents": documents.list_documents(viewer=request.user, author=pk)[:50],
        "entries": curation.entries_with_words_of(viewer=request.user, author_pks=[pk])[:60],
        "written": library.written_by(viewer=request.user, person_pk=pk)[:50],
        "may_manage_people": can_manage_people(request.user),
        "roles": Role.choices,
    }
    return render(request, "pages/person.html", context)


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Who did what, for maintainers."""
    found = selectors.list_audit(viewer=request.user)
    return render(request, "pages/audit.html", {"page": page_of(request, found, 100)})


@require_safe
def caches(request: HttpRequest) -> HttpResponse:
    """How often what was asked for was at hand, for maintainers."""
    rates = list_hit_rates(viewer=request.user)
    return render(request, "pages/caches.html", {"rates": rates})


@require_POST
def set_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a person's role."""
    found = selectors.get_person_to_manage(viewer=request.user, pk=pk)
    services.set_role(actor=request.user, person=found, role=request.POST.get("role", ""))
    messages.success(request, "The role is changed.")
    return redirect(f"/people/{pk}")


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Entries my words are in, whom my fixes helped, my open challenges, what changed."""
    person = require(request.user, Role.READER, "see your page")
    context = {
        "person": person,
        "entries": curation.entries_with_words_of(viewer=person, author_pks=[person.pk])[:40],
        "helped": library.helped_by(viewer=person, person_pk=person.pk),
        "open_challenges": library.open_challenges_of(viewer=person, person_pk=person.pk)[:20],
        "drafts": library.drafts_of(viewer=person, person_pk=person.pk)[:40],
        "changed": library.changed_for(viewer=person, person_pk=person.pk)[:20],
        "documents": documents.list_documents(viewer=person, author=person.pk)[:50],
        "webhooks": list_webhooks(viewer=person),
        "tokens": selectors.list_tokens(viewer=person),
        "memberships": person.memberships.select_related("cohort"),
        "new_token": request.session.pop("new_token", ""),
        "has_second_factor": is_mfa_enabled(person),
        "has_providers": bool(get_adapter().list_apps(request)),
        "may_maintain": can_manage_people(person),
    }
    return render(request, "pages/me.html", context)


@require_POST
def profile(request: HttpRequest) -> HttpResponse:
    """One's own name, and whether it is shown."""
    try:
        services.update_profile(
            actor=request.user,
            name=request.POST.get("name", ""),
            shows_name=request.POST.get("shows_name") == "on",
        )
    except Invalid as error:
        messages.error(request, " ".join([error.message, *error.fields.values()]))
    else:
        messages.success(request, "Saved.")
    return redirect("/me/")


@require_POST
def make_token(request: HttpRequest) -> HttpResponse:
    """An API token; its secret is shown once, on the page that follows."""
    try:
        _, secret = services.create_token(actor=request.user, name=request.POST.get("name", ""))
    except Invalid as error:
        messages.error(request, " ".join([error.message, *error.fields.values()]))
    else:
        request.session["new_token"] = secret
    return redirect("/me/#tokens")


@require_POST
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    services.revoke_token(actor=request.user, token_pk=pk)
    messages.success(request, "That token no longer works.")
    return redirect("/me/#tokens")


@require_POST
def make_cohort(request: HttpRequest) -> HttpResponse:
    """A new cohort."""
    try:
        cohort = services.create_cohort(actor=request.user, name=request.POST.get("name", ""))
    except Invalid as error:
        messages.error(request, " ".join([error.message, *error.fields.values()]))
    else:
        messages.success(request, f"“{cohort.name}” is there. Make its invite link next.")
    return redirect("/people/#cohorts")


@require_POST
def make_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """The cohort's link, made anew and shown once."""
    cohort = selectors.get_cohort(viewer=request.user, pk=pk)
    invite, secret = services.create_invite(actor=request.user, cohort=cohort)
    address = request.build_absolute_uri(f"/invite/{secret}/")
    messages.success(
        request,
        f"Give this link to {cohort.name}; it works until {invite.expires_at:%d %B %Y}: {address}",
    )
    return redirect("/people/#cohorts")


@require_POST
def revoke_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """The cohort's link stops working."""
    cohort = selectors.get_cohort(viewer=request.user, pk=pk)
    services.revoke_invite(actor=request.user, cohort=cohort)
    messages.success(request, f"The invite link of {cohort.name} no longer works.")
    return redirect("/people/#cohorts")


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, secret: str) -> HttpResponse:
    """Where an invite link leads: sign up or in, then join."""
    found = services.find_invite(secret)
    if request.method == "POST":
        services.accept_invite(
            actor=request.user, secret=secret, track=request.POST.get("track", "")
        )
        messages.success(request, f"Welcome to {found.cohort.name}.")
        return redirect("/me/")
    context = {
        "invite": found,
        "cohort": found.cohort,
        "tracks": Track.choices,
        "here": request.path,
    }
    return render(request, "pages/invite.html", context)


@require_POST
def publish_hub(request: HttpRequest) -> HttpResponse:
    """Let the world in, or not."""
    hub = services.publish_hub(
        actor=request.user,
        published=request.POST.get("published") == "1",
        shows_documents=request.POST.get("shows_documents") == "on",
    )
    words = "The hub is published." if hub.is_published else "The hub is private again."
    messages.success(request, words)
    return redirect("/me/#hub")
