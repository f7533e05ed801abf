"""How the API describes itself."""

from __future__ import annotations

from drf_spectacular.openapi import AutoSchema


class HubSchema(AutoSchema):
    """An operation is described by its own docstring; the view's is about the code."""

    def get_description(self) -> str:  # type: ignore[override]
        method = getattr(self.view, self.method.lower(), None)
        return (getattr(method, "__doc__", "") or "").strip()
