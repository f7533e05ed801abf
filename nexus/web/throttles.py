"""Limits on pages; the APIs charge for themselves, once they know whose token it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from nexus.common.errors import TooMany
from nexus.common.throttles.charging import charge, charge_sign_in
from nexus.web.errors import ProblemPagesMiddleware

# What looks after the hub must be able to, however busy it is.
FREE = {"healthz", "readyz", "metrics"}
SCOPES = {"search": "search", "suggest": "search", "import": "import"}
READS = {"GET", "HEAD", "OPTIONS"}


class ThrottleMiddleware:
    """Charges a page before its view runs; who asked for too much gets a page that says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.app_name == "rest" or match.url_name in {"graphql", *FREE}:
            return None
        try:
            charge_page(request, match.url_name or "", match.route, match.func.__module__)
        except TooMany as error:
            return ProblemPagesMiddleware(self.get_response).process_exception(request, error)
        return None


def charge_page(request: HttpRequest, name: str, route: str, module: str) -> None:
    """Raises TooMany."""
    reads = request.method in READS
    if route.startswith("accounts/") and not reads:
        charge_sign_in(request)
        return
    scope = "read" if reads else "write"
    if name in SCOPES and not (name == "import" and reads):
        scope = SCOPES[name]
    person = None
    # What is written for machines is the same for everybody: nobody's session is opened for it.
    if not module.endswith(".machines") and request.user.is_authenticated:
        person = request.user
    charge(
        request,
        scope=scope,
        role=person.role if person else "anonymous",
        person=person.pk if person else None,
    )
