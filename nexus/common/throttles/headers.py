"""What an answer tells of limits (draft-ietf-httpapi-ratelimit-headers)."""

from __future__ import annotations

from math import ceil

from django.http import HttpResponseBase

from nexus.common.throttles.gcra import Decision

# What rounding leaves of a whole second is none.
GRAIN = 1e-3


def seconds(value: float) -> int:
    """Whole seconds, rounded up."""
    return ceil(value - GRAIN)


def tell(response: HttpResponseBase, decision: Decision | None) -> None:
    """RateLimit, RateLimit-Policy, and Retry-After where the request was refused."""
    if decision is None or not decision.states:
        return
    response.headers["RateLimit-Policy"] = ", ".join(
        f'"{state.name}";q={state.limit.burst};w={ceil(state.limit.window)}'
        for state in decision.states
    )
    response.headers["RateLimit"] = ", ".join(
        f'"{state.name}";r={state.left};t={seconds(state.reset)}' for state in decision.states
    )
    if not decision.accepted:
        response.headers["Retry-After"] = str(max(1, seconds(decision.retry_after)))
