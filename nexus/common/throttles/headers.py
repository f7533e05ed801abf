"""What an answer tells of limits (draft-ietf-httpapi-ratelimit-headers)."""

from __future__ import annotations

from math import ceil

from django.http import HttpResponseBase

from nexus.common.throttles.gcra import Decision


def tell(response: HttpResponseBase, decision: Decision | None) -> None:
    """RateLimit, RateLimit-Policy, and Retry-After where the request was refused."""
    if decision is None or not decision.states:
        return
    response.headers["RateLimit-Policy"] = ", ".join(
        f'"{state.name}";q={state.limit.burst};w={ceil(state.limit.window)}'
        for state in decision.states
    )
    response.headers["RateLimit"] = ", ".join(
        f'"{state.name}";r={state.left};t={ceil(state.reset)}' for state in decision.states
    )
    if not decision.accepted:
        response.headers["Retry-After"] = str(max(1, ceil(decision.retry_after)))
