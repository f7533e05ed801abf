"""One's own webhooks: what they are told, and how it went."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from nexus.changelog.kinds import KINDS, SORTS
from nexus.common.errors import Invalid
from nexus.library.selectors import topic_tree
from nexus.web.paging import page_of
from nexus.web.views.writing import posted_topics
from nexus.webhooks import selectors, services
from nexus.webhooks.following import NEVER
from nexus.webhooks.policies import MOST_WEBHOOKS

NEW = "new_webhook_secret"


@require_http_methods(["GET", "HEAD", "POST"])
def webhooks(request: HttpRequest) -> HttpResponse:
    """All of them, and the form of a new one."""
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            return created(request)
        except Invalid as error:
            errors = error.fields or {"name": error.message}
    found = list(selectors.list_webhooks(viewer=request.user))
    context = {
        "webhooks": found,
        "most": MOST_WEBHOOKS,
        "may_add": len(found) < MOST_WEBHOOKS,
        "values": request.POST,
        **form_of(request, request.POST.getlist("kinds") or ["entry"], posted_topics(request)),
        "errors": errors,
    }
    return render(request, "pages/webhooks.html", context, status=422 if errors else 200)


def created(request: HttpRequest) -> HttpResponse:
    """Its secret is shown once, on the page that follows. Raises Invalid."""
    webhook, secret = services.create_webhook(actor=request.user, **posted(request))
    request.session[NEW] = secret
    return redirect(webhook.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: its log, and what can be changed of it."""
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            return changed(request, pk)
        except Invalid as error:
            errors = error.fields or {"name": error.message}
    found = selectors.get_webhook(viewer=request.user, pk=pk)
    deliveries = selectors.list_deliveries(viewer=request.user, webhook_pk=pk)
    kinds = request.POST.getlist("kinds") if errors else found.kinds
    topics = posted_topics(request) if errors else [topic.slug for topic in found.topics.all()]
    context = {
        "webhook": found,
        "page": page_of(request, deliveries, 30),
        "new_secret": request.session.pop(NEW, ""),
        "values": request.POST if errors else found,
        **form_of(request, kinds, topics),
        "errors": errors,
    }
    return render(request, "pages/webhook.html", context, status=422 if errors else 200)


def changed(request: HttpRequest, pk: int) -> HttpResponse:
    """What the form asks for. Raises Invalid."""
    actor = request.user
    match request.POST.get("do", ""):
        case "save":
            services.update_webhook(actor=actor, webhook_pk=pk, **posted(request))
            messages.success(request, "Saved.")
        case "pause":
            services.update_webhook(actor=actor, webhook_pk=pk, active=False)
            messages.success(request, "It is told nothing until you switch it on.")
        case "resume":
            services.update_webhook(actor=actor, webhook_pk=pk, active=True)
            messages.success(request, "It is told of what happens from now on.")
        case "renew":
            _, request.session[NEW] = services.renew_webhook_secret(actor=actor, webhook_pk=pk)
        case "remove":
            services.remove_webhook(actor=actor, webhook_pk=pk)
            messages.success(request, "The webhook is gone.")
            return redirect("/me/webhooks/")
        case _:
            raise Invalid("Say what to do: save, pause, resume, renew or remove.")
    return redirect(f"/me/webhooks/{pk}/")


@require_POST
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one delivery again."""
    try:
        found = services.resend_delivery(actor=request.user, delivery_pk=pk)
    except Invalid as error:
        messages.error(request, error.message)
        found = selectors.get_delivery(viewer=request.user, pk=pk)
    else:
        messages.success(request, f"{found.event} is sent again. Look here in a moment.")
    return redirect(f"/me/webhooks/{found.webhook_id}/#log")


def posted(request: HttpRequest) -> dict[str, Any]:
    post = request.POST
    return {
        "name": post.get("name", ""),
        "url": post.get("url", ""),
        "kinds": post.getlist("kinds"),
        "topics": posted_topics(request),
    }


def form_of(request: HttpRequest, kinds: list[str], topics: list[str]) -> dict[str, Any]:
    """What the form offers, and what is chosen."""
    return {
        "sorts": SORTS.items(),
        "kinds": [(kind, words) for kind, words in KINDS.items() if kind not in NEVER],
        "chosen_kinds": kinds,
        "single_kinds": [kind for kind in kinds if kind in KINDS],
        "topics": topic_tree(viewer=request.user),
        "chosen_topics": topics,
    }
