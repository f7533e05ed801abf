"""The hub's limits in DRF's form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from nexus.accounts.models import ApiToken
from nexus.common.throttles.charging import charge
from nexus.common.throttles.gcra import Decision

if TYPE_CHECKING:  # DRF's views import this module
    from rest_framework.views import APIView

READS = {"GET", "HEAD", "OPTIONS"}
DECISION = "nexus.decision"


class HubThrottle(BaseThrottle):
    """Charges the person and their token, or the address; a view names its scope by method."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Raises TooMany, which becomes a problem like the hub's other errors."""
        method = request.method or "GET"
        scopes: dict[str, str] = getattr(view, "scopes", {})
        named = scopes.get("GET" if method == "HEAD" else method)
        person = request.user if request.user.is_authenticated else None
        request.parser_context[DECISION] = charge(
            request._request,
            scope=named or ("read" if method in READS else "write"),
            role=person.role if person else "anonymous",
            person=person.pk if person else None,
            token=request.auth.pk if isinstance(request.auth, ApiToken) else None,
        )
        return True


def decision_of(request: Request) -> Decision | None:
    """What the request was charged, or None where nothing was."""
    context = getattr(request, "parser_context", None) or {}
    found: Decision | None = context.get(DECISION)
    return found
