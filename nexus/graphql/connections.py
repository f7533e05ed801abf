"""Relay connections on the keyset paginator that REST uses too."""

from __future__ import annotations

from typing import Any

import graphene
from django.db.models import QuerySet

from nexus.common.keyset import (
    LARGEST_PAGE,
    encode_cursor,
    list_sign,
    ordering_of,
    paginate,
    value_of,
)

PAGE = 20


class PageInfo(graphene.ObjectType):  # type: ignore[misc]
    """Where a page stands in its list."""

    has_next_page = graphene.Boolean(required=True)
    has_previous_page = graphene.Boolean(required=True)
    start_cursor = graphene.String()
    end_cursor = graphene.String()


def connection_of(node: Any) -> Any:
    """The `…Connection` type of a node type, with `edges`, `pageInfo` and `totalCount`."""
    name = node._meta.name
    edge = type(
        f"{name}Edge",
        (graphene.ObjectType,),
        {"node": graphene.Field(node, required=True), "cursor": graphene.String(required=True)},
    )
    return type(
        f"{name}Connection",
        (graphene.ObjectType,),
        {
            "edges": graphene.List(graphene.NonNull(edge), required=True),
            "page_info": graphene.Field(PageInfo, required=True),
            "total_count": graphene.Int(description="Counted only when it is asked for."),
            "resolve_total_count": lambda root, info: root["queryset"].order_by().count(),
        },
    )


def connection_field(connection: Any, **filters: Any) -> Any:
    """A field with `first`, `after`, `last`, `before` and the given filters."""
    return graphene.Field(
        connection,
        required=True,
        first=graphene.Int(description=f"1 to {LARGEST_PAGE}; {PAGE} when it is not given."),
        after=graphene.String(),
        last=graphene.Int(),
        before=graphene.String(),
        **filters,
    )


def resolve_connection(
    queryset: QuerySet[Any],
    *,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> dict[str, Any]:
    """A page of the queryset as a connection; one query, and one more for totalCount if asked."""
    from_end = first is None and last is not None
    given = last if from_end or (before and last is not None) else first
    page = paginate(
        queryset,
        size=PAGE if given is None else given,
        after=after or "",
        before=before or "",
        from_end=from_end,
    )
    order = ordering_of(queryset)
    sign = list_sign(queryset, order)
    return {
        "edges": [
            {"node": item, "cursor": encode_cursor(sign, [value_of(item, f) for f, _ in order])}
            for item in page.items
        ],
        "page_info": {
            "has_next_page": page.has_next,
            "has_previous_page": page.has_previous,
            "start_cursor": page.start_cursor or None,
            "end_cursor": page.end_cursor or None,
        },
        "queryset": queryset,
    }
