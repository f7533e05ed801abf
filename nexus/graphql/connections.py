"""Relay connections on the keyset paginator that REST uses too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import graphene
from django.db.models import QuerySet

from nexus.common.errors import Invalid
from nexus.common.keyset import (
    LARGEST_PAGE,
    encode_cursor,
    list_sign,
    ordering_of,
    paginate,
    value_of,
)
from nexus.common.narrowing import MOST_IDS
from nexus.graphql.arguments import PAGING
from nexus.graphql.filters import Narrowing

PAGE = 20


class PageInfo(graphene.ObjectType):  # type: ignore[misc]
    """Where a page stands in its list."""

    has_next_page = graphene.Boolean(required=True)
    has_previous_page = graphene.Boolean(required=True)
    start_cursor = graphene.String()
    end_cursor = graphene.String()


def connection_of(node: Any, narrowing: Narrowing) -> Any:
    """The `…Connection` type of a node type, with `edges`, `pageInfo` and `totalCount`."""
    name = node._meta.name
    edge = type(
        f"{name}Edge",
        (graphene.ObjectType,),
        {"node": graphene.Field(node, required=True), "cursor": graphene.String(required=True)},
    )
    connection = type(
        f"{name}Connection",
        (graphene.ObjectType,),
        {
            "edges": graphene.List(graphene.NonNull(edge), required=True),
            "page_info": graphene.Field(PageInfo, required=True),
            "total_count": graphene.Int(description="Counted only when it is asked for."),
            "resolve_total_count": lambda root, info: root["queryset"].order_by().count(),
        },
    )
    connection.narrowing = narrowing  # type: ignore[attr-defined]
    return connection


def paging() -> dict[str, Any]:
    """The arguments that say which page."""
    return {
        "first": graphene.Int(
            description=f"1 to {LARGEST_PAGE}; {PAGE} when it is not given, all of asked `ids`."
        ),
        "after": graphene.String(),
        "last": graphene.Int(),
        "before": graphene.String(),
    }


class ConnectionField(graphene.Field):  # type: ignore[misc]
    """A list as pages: its resolver gives all rows, the field narrows, orders and pages them.

    `own` are the arguments that the resolver takes; an order among them replaces the general ones.
    """

    def __init__(self, connection: Any, **own: Any) -> None:
        self.own = frozenset(own)
        self.narrowing: Narrowing = connection.narrowing
        every = {**paging(), **self.narrowing.arguments(), **own}
        super().__init__(connection, required=True, args=every)

    def wrap_resolve(self, parent_resolver: Callable[..., Any]) -> Callable[..., Any]:
        rows_of = super().wrap_resolve(parent_resolver)

        def resolve(root: Any, info: Any, **asked: Any) -> dict[str, Any]:
            own = {name: asked.pop(name) for name in self.own & asked.keys()}
            page = {name: asked.pop(name) for name in PAGING & asked.keys()}
            rows = self.narrowing.apply(rows_of(root, info, **own), asked)
            return resolve_connection(rows, size=MOST_IDS if asked.get("ids") else PAGE, **page)

        return resolve


def resolve_connection(
    queryset: QuerySet[Any],
    *,
    size: int = PAGE,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> dict[str, Any]:
    """A page of the queryset as a connection; one query, and one more for totalCount if asked.

    `size` is that of a page that says nothing of it. What REST calls otherwise has its name here
    where it is refused.
    """
    from_end = first is None and last is not None
    given = last if from_end or (before and last is not None) else first
    try:
        page = paginate(
            queryset,
            size=size if given is None else given,
            after=after or "",
            before=before or "",
            from_end=from_end,
        )
    except Invalid as error:
        called = {
            "limit": "first" if given == first else "last",
            "cursor": "after" if after else "before",
        }
        error.fields = {called.get(name, name): why for name, why in error.fields.items()}
        raise
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
