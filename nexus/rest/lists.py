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
from nexus.common.narrowing import MOST_IDS, ORDER_WORDS, ORDERS, narrow, only
from nexus.common.text import whole_number
from nexus.rest.filters import FILTERS, describe, names_of
from nexus.rest.fragments import RECIPES, ids_of, texts_of
from nexus.rest.rendering import JsonText, array_of, object_of
from nexus.rest.serializers.fields import PublicId

PAGE = 20
ASKED = "nexus.asked"
FIELDS = OpenApiParameter("fields", str, description="Which fields: `id,title`. All without it.")


def list_parameters(
    serializer: type[Serializer[Any]], *, ordered: bool = False
) -> list[OpenApiParameter]:
    """What every list takes; `ordered` for one that has orders of its own."""
    order = OpenApiParameter("order", str, enum=list(ORDERS), description=ORDER_WORDS)
    return [
        OpenApiParameter("cursor", str, description="From `next` or `previous` of the same list."),
        OpenApiParameter("limit", int, description="1 to 100; 20 when it is not given."),
        OpenApiParameter(
            "ids", str, description=f"Only these, at most {MOST_IDS}: `entry-1,entry-2`."
        ),
        FIELDS,
        *([] if ordered else [order]),
        *describe(serializer),
    ]


def parameter(request: Request, name: str) -> str:
    """A parameter of the address as it came, and that it was looked at; "" when it is missing.

    Raises Invalid for one that no text can hold.
    """
    request.parser_context.setdefault(ASKED, set()).add(name)
    value = request.query_params.get(name, "")
    if "\0" in value:
        raise Invalid("A parameter cannot be used.", fields={name: "It holds a NUL character."})
    return value


def refuse_unknown(request: Request) -> None:
    """Raises Invalid for parameters that nothing looked at: who filters by them would get all."""
    asked = request.parser_context.get(ASKED, set())
    unknown = sorted(set(request.query_params) - asked)
    if unknown:
        known = f"One of {', '.join(sorted(asked))}." if asked else "None is taken here."
        raise Invalid(
            f"“{unknown[0][:40]}” is no parameter of this address.",
            fields={name[:80]: known for name in unknown[:10]},
        )


def given(request: Request, name: str) -> str:
    """The same of one that has a type: it is there with a value, or not at all."""
    value = parameter(request, name)
    if not value and name in request.query_params:
        raise Invalid("A parameter is empty.", fields={name: "Give a value, or leave it out."})
    return value


def number(request: Request, name: str, default: int) -> int:
    """A whole number from the query; raises Invalid."""
    text = given(request, name)
    if not text:
        return default
    found = whole_number(text)
    if found is None:
        raise Invalid(f"“{text[:40]}” is not a number.", fields={name: "Give a whole number."})
    return found


def fraction(request: Request, name: str) -> float | None:
    """A number with a point from the query, or None when it is not asked; raises Invalid."""
    text = given(request, name)
    try:
        return float(text) if text else None
    except ValueError as error:
        raise Invalid(
            f"“{text[:40]}” is not a number.", fields={name: "Give a number such as 0.5."}
        ) from error


def choice(request: Request, name: str, allowed: list[str], default: str = "") -> str:
    """One of the allowed values, or the default; raises Invalid."""
    text = given(request, name) or default
    if text and text not in allowed:
        raise Invalid(
            f"“{text[:40]}” is no {name}.", fields={name: f"One of {', '.join(allowed)}."}
        )
    return text


def flag(request: Request, name: str) -> bool | None:
    """true, false, or None when it is not asked; raises Invalid."""
    text = given(request, name).lower()
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


@cache
def results_of(serializer: type[Serializer[Any]]) -> Serializer[Any]:
    """How OpenAPI describes rows that come all at once."""
    name = serializer.__name__.removesuffix("Out")
    results: Serializer[Any] = inline_serializer(
        f"{name}Results", {"results": serializer(many=True)}
    )
    return results


@cache
def names_shown(serializer: type[Serializer[Any]]) -> tuple[str, ...]:
    """The fields that a shape has."""
    return tuple(serializer().fields)


def asked_fields(request: Request, known: Sequence[str]) -> list[str]:
    """The fields that are asked for, all without any. Raises Invalid, which names them all."""
    asked = {name.strip() for name in parameter(request, "fields").split(",") if name.strip()}
    if unknown := sorted(asked.difference(known)):
        raise Invalid(
            f"“{unknown[0][:40]}” is no field here.",
            fields={"fields": f"One or more of {', '.join(known)}."},
        )
    return [name for name in known if name in asked] if asked else list(known)


def keep_only(shown: Serializer[Any], names: Sequence[str]) -> Serializer[Any]:
    for name in set(shown.fields).difference(names):
        shown.fields.pop(name)
    return shown


def keep_fields(request: Request, shown: Serializer[Any]) -> None:
    """Leave the fields that were asked for, if any were. Raises Invalid, which names them all."""
    keep_only(shown, asked_fields(request, list(shown.fields)))


def present(request: Request, serializer: type[Serializer[Any]], items: Sequence[Any]) -> Any:
    """The items as the one who asks may read them, with the fields that they ask for."""
    shown = serializer(context={"viewer": request.user})
    keep_fields(request, shown)
    return [shown.to_representation(item) for item in items]


def results_text(
    request: Request, serializer: type[Serializer[Any]], rows: Sequence[Any]
) -> JsonText:
    """The same as JSON, put together of what is kept of the items."""
    names = asked_fields(request, names_shown(serializer))
    texts = texts_of(serializer, rows, names, lambda: keep_only(serializer(), names))
    return array_of(texts)


def only_ids(
    request: Request, queryset: QuerySet[Any], serializer: type[Serializer[Any]]
) -> QuerySet[Any]:
    """The rows of the asked ids; what is not there, or may not be seen, is left out."""
    text = parameter(request, "ids")
    if "ids" not in request.query_params:
        return queryset
    asked = [name.strip() for name in text.split(",") if name.strip()]
    field = serializer().fields.get("id")
    if not isinstance(field, PublicId):
        raise Invalid("These rows have no ids.", fields={"ids": "Leave it out."})
    assert field.source is not None
    return only(queryset, asked, kind=field.kind, source=field.source)


def ordered(request: Request, queryset: QuerySet[Any]) -> QuerySet[Any]:
    """In the asked order, unless the list has orders of its own and has looked at it."""
    if "order" in request.parser_context.get(ASKED, set()):
        return queryset
    order = choice(request, "order", list(ORDERS))
    return queryset.order_by(ORDERS[order]) if order else queryset


def narrowed(
    request: Request, queryset: QuerySet[Any], serializer: type[Serializer[Any]]
) -> QuerySet[Any]:
    """The rows of the asked ids and filters, in the asked order."""
    queryset = only_ids(request, ordered(request, queryset), serializer)
    asked = {name: given(request, name) for name in names_of(serializer)}
    return narrow(queryset, FILTERS.get(serializer), asked)


def respond(
    request: Request, queryset: QuerySet[Any], serializer: type[Serializer[Any]]
) -> Response:
    """{"results", "next", "previous"} of the asked page."""
    queryset = narrowed(request, queryset, serializer)
    parameter(request, "fields")  # looked at once there are rows to show
    cursor = text(request, "cursor") if len(parameter(request, "cursor")) < 300 else "x"
    size = number(request, "limit", MOST_IDS if parameter(request, "ids") else PAGE)
    refuse_unknown(request)
    back = cursor.startswith("<")
    page = paginate(
        ids_of(queryset, serializer),
        size=size,
        after="" if back else cursor,
        before=cursor[1:] if back else "",
    )
    following = link(request, page.end_cursor) if page.has_next else None
    preceding = link(request, f"<{page.start_cursor}") if page.has_previous else None
    whole = {"next": following, "previous": preceding}
    if serializer in RECIPES:
        results = results_text(request, serializer, page.items)
        response = Response(object_of({"results": results, **whole}))
    else:
        response = Response({"results": present(request, serializer, page.items), **whole})
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
