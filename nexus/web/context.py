"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from nexus.common.hub import get_hub


def hub(request: HttpRequest) -> dict[str, Any]:
    """The hub's row, as `hub`."""
    return {"hub": get_hub()}
