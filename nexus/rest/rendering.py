"""JSON that was written before: lists are put together of what is kept of their items."""

from __future__ import annotations

import json
from typing import Any

from rest_framework.renderers import JSONRenderer


class JsonText(str):
    """An answer, or a part of one, that is JSON already."""


class HubJSONRenderer(JSONRenderer):
    """DRF's, which leaves JsonText as it is."""

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Any = None,
    ) -> bytes:
        if isinstance(data, JsonText):
            if self.get_indent(accepted_media_type or "", renderer_context or {}) is None:
                return data.encode()
            data = json.loads(data)
        rendered: bytes = super().render(data, accepted_media_type, renderer_context)
        return rendered


_plain = JSONRenderer()


def text_of(data: Any) -> str:
    """The JSON of a value, as an answer would have it."""
    if isinstance(data, JsonText):
        return data
    # DRF answers None with no body at all.
    return "null" if data is None else _plain.render(data).decode()


def object_of(members: dict[str, Any]) -> JsonText:
    """An object of values, some of which are JSON already."""
    return JsonText(f"{{{','.join(f'{text_of(k)}:{text_of(v)}' for k, v in members.items())}}}")


def with_member(text: str, name: str, value: Any) -> str:
    """The JSON of an object with one more member at its end; without any for None."""
    if value is None:
        return text
    begin = text[:-1] + ("" if text == "{}" else ",")
    return f"{begin}{text_of(name)}:{text_of(value)}}}"


def array_of(items: list[str]) -> JsonText:
    """An array of what is JSON already."""
    return JsonText(f"[{','.join(items)}]")
