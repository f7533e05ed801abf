"""Security headers, from the one table."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from nexus.common.headers import EXPLORERS, SECURITY_HEADERS, policy_of


class SecurityHeadersMiddleware:
    """Adds the headers that Django's own middleware does not know."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        if request.path in EXPLORERS:
            response.headers["Content-Security-Policy"] = policy_of(request.path)
        return response
