"""Lists: filters, keyset pages, links to the next and the previous."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers as fields
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from nexus.common.errors import Invalid
from nexus.common.ids import decode_id
from nexus.common.keyset import paginate
from nexus.common.text import whole_number

PAGE = 20
ASKED = "nexus.asked"
LIST_PARAMETERS = [
    OpenApiParameter("cursor", str, description="From `next` or `previous` of the same list."),
    OpenApiParameter("limit", int, description="1 to 100; 20 when it is not given."),
]


def parameter(request: Request, name: str) -> str:
    """A parameter of the address as it came, and that it was looked at; "" when it is missing."""
    request.parser_context.setdefault(ASKED, set()).add(name)
    return request.query_params.get(name, "")


def refuse_unknown(request: Request) -> None:
    """Raises Invalid for parameters that nothing looked at: who filters by them would get all."""
    asked = request.parser_context.get(ASKED, set())
    unknown = sorted(set(request.query_params) - asked - {"format"})
    if unknown:
        known = f"One of {', '.join(sorted(asked))}." if asked else "None is taken here."
        raise Invalid(
            f"“{unknown[0][:40]}” is no parameter of this address.",
            fields={name[:80]: known for name in unknown[:10]},
        )


def number(request: Request, name: str, default: int) -> int:
    """A whole number from the query; raises Invalid."""
    text = parameter(request, name)
    if not text:
        return default
    found = whole_number(text)
    if found is None:
        raise Invalid(f"“{text[:40]}” is not a number.", fields={name: "Give a whole number."})
    return found


def fraction(request: Request, name: str) -> float | None:
    """A number with a point from the query, or None when it is not asked; raises Invalid."""
    text = parameter(request, name)
    try:
        return float(text) if text else None
    except ValueError as error:
        raise Invalid(
            f"“{text[:40]}” is not a number.", fields={name: "Give a number such as 0.5."}
        ) from error


def choice(request: Request, name: str, allowed: list[str], default: str = "") -> str:
    """One of the allowed values, or the default; raises Invalid."""
    text = parameter(request, name) or default
    if text and text not in allowed:
        raise Invalid(
            f"“{text[:40]}” is no {name}.", fields={name: f"One of {', '.join(allowed)}."}
        )
    return text


def flag(request: Request, name: str) -> bool | None:
    """true, false, or None when it is not asked; raises Invalid."""
    text = parameter(request, name).lower()
    if not text:
        return None
    if text not in {"true", "false", "1", "0"}:
        raise Invalid(f"“{text[:40]}” is neither true nor false.", fields={name: "true or false."})
    return text in {"true", "1"}


def text(request: Request, name: str) -> str:
    return parameter(request, name).replace("\x00", "")[:300]


def id_of(request: Request, name: str, kind: str) -> int | None:
    """The number of an id such as entry-12, or None when it is not asked; raises NotFound."""
    value = text(request, name)
    return decode_id(kind, value) if value else None


@cache  # one component for each name, wherever a list of it stands
def page_of(serializer: type[Serializer[Any]]) -> Serializer[Any]:
    """How OpenAPI describes a page of a list."""
    name = serializer.__name__.removesuffix("Out")
    page: Serializer[Any] = inline_serializer(
        f"{name}Page",
        {
            "results": serializer(many=True),
            "next": fields.CharField(allow_null=True),
            "previous": fields.CharField(allow_null=True),
        },
    )
    return page


def present(request: Request, serializer: type[Serializer[Any]], items: Sequence[Any]) -> Any:
    """The items as the one who asks may read them."""
    return serializer(items, many=True, context={"viewer": request.user}).data


def respond(
    request: Request, queryset: QuerySet[Any], serializer: type[Serializer[Any]]
) -> Response:
    """{"results", "next", "previous"} of the asked page."""
    cursor = text(request, "cursor") if len(parameter(request, "cursor")) < 300 else "x"
    size = number(request, "limit", PAGE)
    refuse_unknown(request)
    back = cursor.startswith("<")
    page = paginate(
        queryset,
        size=size,
        after="" if back else cursor,
        before=cursor[1:] if back else "",
    )
    following = link(request, page.end_cursor) if page.has_next else None
    preceding = link(request, f"<{page.start_cursor}") if page.has_previous else None
    response = Response(
        {
            "results": present(request, serializer, page.items),
            "next": following,
            "previous": preceding,
        }
    )
    links = [
        f'<{url}>; rel="{rel}"' for rel, url in (("next", following), ("prev", preceding)) if url
    ]
    if links:
        response["Link"] = ", ".join(links)
    return response


def link(request: Request, cursor: str) -> str:
    """This list's address with another cursor."""
    query = [(k, v) for k, v in request.query_params.items() if k != "cursor"]
    return request.build_absolute_uri(f"{request.path}?{urlencode([*query, ('cursor', cursor)])}")
