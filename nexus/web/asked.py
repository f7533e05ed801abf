"""What an address asks of a page."""

from __future__ import annotations

from django.http import HttpRequest


def asked(request: HttpRequest, name: str, *, limit: int = 90) -> str:
    """A parameter of the address, "" when it is missing; without NUL, which no database keeps."""
    return request.GET.get(name, "").replace("\x00", "")[:limit]
