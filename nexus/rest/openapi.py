"""How the API describes itself."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="A random text of yours. The same request with it, within a day, is done once.",
)


class HubSchema(AutoSchema):
    """An operation is described by its own docstring; the view's is about the code."""

    def get_override_parameters(self) -> list[Any]:
        """A POST takes a key that makes it safe to send again."""
        scopes = getattr(self.view, "scopes", {})
        keyed = self.method == "POST" and scopes.get("POST") != "search"
        return [*super().get_override_parameters(), *([IDEMPOTENCY_KEY] if keyed else [])]

    def get_description(self) -> str:  # type: ignore[override]
        method = getattr(self.view, self.method.lower(), None)
        return (getattr(method, "__doc__", "") or "").strip()
