"""The arguments that narrow and order connections, made of the sets of filters of REST."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import graphene
from django.db.models import QuerySet
from django_filters import (
    CharFilter,
    ChoiceFilter,
    FilterSet,
    IsoDateTimeFilter,
    NumberFilter,
)
from graphene.utils.str_converters import to_camel_case

from nexus.common.errors import Invalid
from nexus.common.narrowing import (
    MOST_IDS,
    ORDER_WORDS,
    ORDERS,
    FlagFilter,
    WholeNumberFilter,
    choices_of,
    narrow,
    only,
)
from nexus.graphql.arguments import PAGING, one_of

# Values that are chosen are texts, as in the fields that show them and in REST.
KINDS: dict[type[Any], Any] = {
    FlagFilter: graphene.Boolean,
    CharFilter: graphene.String,
    ChoiceFilter: graphene.String,
    IsoDateTimeFilter: graphene.DateTime,
    NumberFilter: graphene.Float,
    WholeNumberFilter: graphene.Int,
}


@dataclass(frozen=True)
class Narrowing:
    """What a list of one type can be narrowed by: ids of a kind, and a set of filters."""

    kind: str
    filters: type[FilterSet] | None = None
    # The column that its ids are made of.
    source: str = "pk"

    def arguments(self) -> dict[str, Any]:
        """`ids`, `order`, and one for each filter."""
        filters = self.filters.base_filters if self.filters else {}
        return {
            "ids": graphene.List(
                graphene.NonNull(graphene.ID), description=f"Only these, at most {MOST_IDS}."
            ),
            "order": graphene.String(description=described(ORDER_WORDS, list(ORDERS))),
            **{
                name: KINDS[type(found)](description=described(found.label, choices_of(found)))
                for name, found in filters.items()
                if name not in PAGING
            },
        }

    def apply(self, queryset: QuerySet[Any], asked: Mapping[str, Any]) -> QuerySet[Any]:
        """The rows that the arguments leave, in their order. Raises Invalid and NotFound."""
        asked = dict(asked)
        ids, order = asked.pop("ids", None), asked.pop("order", None)
        if order := one_of(order, ORDERS, "order"):
            queryset = queryset.order_by(ORDERS[order])
        if ids is not None:
            queryset = only(queryset, ids, kind=self.kind, source=self.source)
        try:
            return narrow(queryset, self.filters, asked)
        except Invalid as error:
            # REST calls them by other names.
            error.fields = {to_camel_case(name): why for name, why in error.fields.items()}
            raise


def described(words: str, choices: list[str]) -> str:
    return f"{words} One of {', '.join(choices)}." if choices else words
