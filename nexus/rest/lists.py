"""Lists: filters, keyset pages, links to the next and the previous."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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
from nexus.common.keyset import Cut, Page, cut
from nexus.common.narrowing import MOST_IDS, ORDER_WORDS, ORDERS, narrow, only
from nexus.rest.filters import FILTERS, describe, names_of
from nexus.rest.fragments import RECIPES, ids_of, texts_of
from nexus.rest.including import (
    INCLUDED,
    asked_relations,
    include_parameters,
    included,
)
from nexus.rest.parameters import ASKED, choice, given, number, parameter, refuse_unknown
from nexus.rest.relations import Relation
from nexus.rest.rendering import JsonText, array_of, object_of, with_member
from nexus.rest.serializers.fields import PublicId
from nexus.rest.sparse import FIELDS, asked_fields, keep_fields, keep_only, names_shown
from nexus.rest.statements import STATEMENTS, written

PAGE = 20
CURSOR = OpenApiParameter("cursor", str, description="From `next` or `previous` of the same list.")
LONGEST_CURSOR = 4000  # a title of 200 letters takes twelve bytes for each


def list_parameters(
    serializer: type[Serializer[Any]], *, ordered: bool = False
) -> list[OpenApiParameter]:
    """What every list takes; `ordered` for one that has orders of its own."""
    order = OpenApiParameter("order", str, enum=list(ORDERS), description=ORDER_WORDS)
    return [
        CURSOR,
        limit_parameter(PAGE),
        OpenApiParameter(
            "ids", str, description=f"Only these, at most {MOST_IDS}: `entry-1,entry-2`."
        ),
        FIELDS,
        *include_parameters(serializer),
        *([] if ordered else [order]),
        *describe(serializer),
    ]


def limit_parameter(default: int) -> OpenApiParameter:
    return OpenApiParameter("limit", int, description=f"1 to 100; {default} when it is not given.")


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


def present(request: Request, serializer: type[Serializer[Any]], items: Sequence[Any]) -> Any:
    """The items as the one who asks may read them, with the fields that they ask for."""
    shown = serializer(context={"viewer": request.user})
    keep_fields(request, shown)
    return [shown.to_representation(item) for item in items]


def results_of_page(
    request: Request,
    serializer: type[Serializer[Any]],
    items: Sequence[Any],
    relations: Mapping[str, Relation],
) -> Any:
    """The items of a page, each with what it includes where anything is asked for."""
    more = included(request, relations, items) if relations else {}
    if serializer in RECIPES:
        return results_text(request, serializer, items, more)
    shown = present(request, serializer, items)
    for item, row in zip(items, shown, strict=True):
        row.update({INCLUDED: more[item.id]} if more else {})
    return shown


def results_text(
    request: Request,
    serializer: type[Serializer[Any]],
    rows: Sequence[Any],
    more: Mapping[int, dict[str, Any]],
) -> JsonText:
    """The same as JSON, put together of what is kept of the items and read of what they include."""
    names = asked_fields(request, names_shown(serializer))
    texts = texts_of(serializer, rows, names, lambda: keep_only(serializer(), names))
    return array_of([with_member(text, INCLUDED, more.get(pk)) for pk, text in texts.items()])


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


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request for a page of a list comes to, before any row is read."""

    rows: Iterable[Any]
    cut: Cut
    relations: Mapping[str, Relation]


def respond(
    request: Request, queryset: QuerySet[Any], serializer: type[Serializer[Any]]
) -> Response:
    """{"results", "next", "previous"} of the asked page."""
    return answer(request, serializer, read_asked(request, queryset, serializer))


def respond_again(
    request: Request, make: Callable[[], QuerySet[Any]], serializer: type[Serializer[Any]]
) -> Response:
    """The same of a list that its address and who asks say all about: its statement is kept."""

    key = (serializer, request.get_full_path(), request.user.pk, getattr(request.user, "role", ""))
    asked: Asked | None = STATEMENTS.find("", [key]).get(key)
    if asked is None:
        asked = read_asked(request, make(), serializer)
        if statement := written(asked.rows, asked.cut.order):
            STATEMENTS.keep("", {key: replace(asked, rows=statement)})
    return answer(request, serializer, asked)


def read_asked(
    request: Request, queryset: QuerySet[Any], serializer: type[Serializer[Any]]
) -> Asked:
    """Raises Invalid for parameters that cannot be used, each of which is named."""
    queryset = narrowed(request, queryset, serializer)
    parameter(request, "fields")  # looked at once there are rows to show
    relations = asked_relations(request, serializer)
    page = asked_page(request, MOST_IDS if parameter(request, "ids") else PAGE)
    rows, where = cut(ids_of(queryset, serializer), **page)
    return Asked(rows, where, relations)


def asked_page(request: Request, default: int) -> dict[str, Any]:
    """Which page: its size, and after or before which row. The last that is looked at."""
    cursor = parameter(request, "cursor")
    cursor = cursor if len(cursor) < LONGEST_CURSOR else "x"
    size = number(request, "limit", default)
    refuse_unknown(request)
    back = cursor.startswith("<")
    return {
        "size": size,
        "after": "" if back else cursor,
        "before": cursor[1:] if back else "",
    }


def answer(request: Request, serializer: type[Serializer[Any]], asked: Asked) -> Response:
    """The rows are read, and shown as the one who asks may read them."""
    page = asked.cut.page_of(asked.rows)
    return paged(request, page, results_of_page(request, serializer, page.items, asked.relations))


def paged(request: Request, page: Page[Any], results: Any) -> Response:
    """A page of shown rows, with where the list goes on."""
    following = link(request, page.end_cursor) if page.has_next else None
    preceding = link(request, f"<{page.start_cursor}") if page.has_previous else None
    whole = {"results": results, "next": following, "previous": preceding}
    return linked(Response(object_of(whole) if isinstance(results, JsonText) else whole), whole)


def linked(response: Response, whole: Mapping[str, Any]) -> Response:
    """The links of a page as a header, too (RFC 8288)."""
    found = [(rel, whole[name]) for rel, name in (("next", "next"), ("prev", "previous"))]
    if links := [f'<{url}>; rel="{rel}"' for rel, url in found if url]:
        response["Link"] = ", ".join(links)
    return response


def link(request: Request, cursor: str) -> str:
    """This list's address with another cursor."""
    kept = {name: values for name, values in request.query_params.lists() if name != "cursor"}
    query = urlencode({**kept, "cursor": cursor}, doseq=True)
    return request.build_absolute_uri(f"{request.path}?{query}")
