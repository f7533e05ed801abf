"""One POST to the address of a webhook."""

from __future__ import annotations

from django.conf import settings

from nexus.common.asking import DEADLINE_SECONDS, Answered, Unanswered, ask

__all__ = ["DEADLINE_SECONDS", "Answered", "Unanswered", "post"]


def post(url: str, body: bytes, headers: dict[str, str]) -> Answered:
    """Send a body. Raises Unanswered, and Invalid where the address may not be asked."""
    return ask(
        "POST",
        url,
        body=body,
        headers=headers,
        allowed=settings.NEXUS_WEBHOOK_HOSTS,
        deadline=DEADLINE_SECONDS,
    )
