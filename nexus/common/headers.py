"""The security headers of every answer: one table, whoever gives the answer."""

from __future__ import annotations

from nexus.common.earlyscript import ITS_SOURCE

# The two explorers bring their own styles; they show nothing of people.
EXPLORERS = ("/graphql", "/api/v1/docs/")

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; script-src 'self' {ITS_SOURCE}; style-src 'self'; font-src 'self'; "
        "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'; manifest-src 'self'"
    ),
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

# What Django's own middleware adds, for answers that are given without Django.
WITHOUT_DJANGO = {
    **SECURITY_HEADERS,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def policy_of(path: str) -> str:
    """The Content-Security-Policy of an address."""
    policy = SECURITY_HEADERS["Content-Security-Policy"]
    if path in EXPLORERS:
        return policy.replace(
            "style-src 'self'; font-src 'self'",
            "style-src 'self' 'unsafe-inline'; font-src 'self' data:",
        )
    return policy
