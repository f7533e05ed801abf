"""How what stands beside the items of an answer is read: one query for all of them, bounded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from rest_framework.serializers import Serializer

from nexus.accounts.policies import Viewer
from nexus.common.keyset import encode_cursor, list_sign, ordering_of, value_of

MOST = 10  # of each relation of an item; the rest is a link away

Schema = dict[str, Any]
Shape = type[Serializer[Any]]
Rows = Callable[[Viewer], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Listed:
    """At most MOST rows of an item, and the address of those after them, "" without any."""

    rows: Sequence[Any]
    rest: str = ""


@dataclass(frozen=True, slots=True)
class One:
    """The row that a column of the item points to; None where the viewer may not see it."""

    shape: Shape
    column: str
    rows: Rows

    def read(self, viewer: Viewer, items: Sequence[Any]) -> Mapping[int, Any]:
        """Id of an item → the row."""
        wanted = {item.id: attrgetter(self.column)(item) for item in items}
        found = self.rows(viewer).in_bulk({pk for pk in wanted.values() if pk is not None})
        return {item: found.get(pk) for item, pk in wanted.items()}

    def describe(self, shape: Schema) -> Schema:
        return {"oneOf": [shape, {"type": "null"}], "description": "Null where you may not see it."}


@dataclass(frozen=True, slots=True)
class Many:
    """The rows whose `owner` is the item, in the order of their own list, which `address` names."""

    shape: Shape
    owner: str
    rows: Rows
    address: Callable[[Any], str]

    def read(self, viewer: Viewer, items: Sequence[Any]) -> Mapping[int, Listed]:
        """Id of an item → its first rows."""
        listed = self.rows(viewer)
        order = [F(field).desc() if down else F(field).asc() for field, down in ordering_of(listed)]
        place = Window(RowNumber(), partition_by=[F(self.owner)], order_by=order)
        first = listed.filter(**{f"{self.owner}__in": [item.id for item in items]})
        first = first.annotate(place=place).filter(place__lte=MOST + 1).order_by("place")
        rows: dict[int, list[Any]] = defaultdict(list)
        for row in first:
            rows[getattr(row, self.owner)].append(row)
        return {item.id: self.cut(listed, item, rows[item.id]) for item in items}

    def cut(self, listed: QuerySet[Any], item: Any, rows: list[Any]) -> Listed:
        """The rows that fit, and where their own list goes on."""
        if len(rows) <= MOST:
            return Listed(rows)
        order = ordering_of(listed)
        values = [value_of(rows[MOST - 1], field) for field, _ in order]
        cursor = encode_cursor(list_sign(listed, order), values)
        path, _, query = self.address(item).partition("?")
        query = "&".join(part for part in (query, urlencode({"cursor": cursor})) if part)
        return Listed(rows[:MOST], f"/api/v1/{path}?{query}")

    def describe(self, shape: Schema) -> Schema:
        following = {"type": ["string", "null"], "description": "Where its own list goes on."}
        results = {"type": "array", "items": shape, "maxItems": MOST}
        return {
            "type": "object",
            "properties": {"results": results, "next": following},
            "required": ["next", "results"],
        }


@dataclass(frozen=True, slots=True)
class Around:
    """What is found anew for one item, which never stands in a list."""

    shape: Shape
    find: Callable[[Viewer, Any], Any]

    def read(self, viewer: Viewer, items: Sequence[Any]) -> Mapping[int, Any]:
        """Id of the item → what is found."""
        return {item.id: self.find(viewer, item) for item in items}

    def describe(self, shape: Schema) -> Schema:
        return shape


Relation = One | Many | Around
