"""Items of lists as JSON, kept in the process by what they are made of.

Key: the shape, the fields that are shown, and every value that an item shows, as the database
gives it. Loader: the serializer, on an object made of those values and nothing else. Invalidator:
none; what has changed in any way has another key. So a list is one query for ids, one for rows,
one for what stands beside them, and a look at what is kept, whoever reads and whatever wrote.

Who may see a row is the list's query to decide. Shapes that show one person something else than
another, names of people among them, have no recipe here.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from rest_framework.serializers import Serializer

from nexus.common.lookups import Lookups
from nexus.common.rawrows import RawRows
from nexus.library import sql
from nexus.library.models import Entry, Topic
from nexus.rest import serializers as s
from nexus.rest.rendering import text_of

OVERHEAD = 3000  # bytes of a key and of what holds it


@dataclass(frozen=True, slots=True)
class Recipe:
    """What the items of a shape are made of: columns of their rows, and rows beside them.

    `guards` are columns that decide who sees a row: what they are is compared with what they
    were when the list was read.
    """

    rows: RawRows
    guards: tuple[str, ...]
    beside: Callable[[Sequence[int]], Mapping[int, Hashable]]
    restore: Callable[[Model, Any], Model]


def with_topics(entry: Model, topics: Sequence[Any]) -> Model:
    """The entry, which asks the database for no topics."""
    shown = [Topic(pk=pk, slug=slug, title=title) for pk, slug, title in topics]
    entry._prefetched_objects_cache = {"topics": shown}  # type: ignore[attr-defined]
    return entry


RECIPES: dict[type[Serializer[Any]], Recipe] = {
    s.EntryOut: Recipe(
        rows=RawRows(
            Entry,
            *("id", "kind", "slug", "title", "summary", "state", "version", "versions"),
            *("is_solved", "of_document", "track", "created_at", "updated_at", "statement_count"),
            *("voice_count", "same_here_count", "worked_count", "broken_count"),
            *("broken_since", "broken_at"),
        ),
        guards=("state", "of_document"),
        beside=sql.topics_of,
        restore=with_topics,
    ),
}


class Fragments:
    """At most so many bytes of JSON; what was asked for least recently leaves."""

    def __init__(self, most_bytes: int) -> None:
        self.lookups = Lookups("items")
        self.most_bytes = most_bytes
        self.bytes = 0
        self.kept: OrderedDict[Hashable, str] = OrderedDict()
        self.lock = Lock()

    def get_many(self, keys: Sequence[Hashable]) -> list[str | None]:
        with self.lock:
            found = [self.kept.get(key) for key in keys]
            for key, text in zip(keys, found, strict=True):
                if text is not None:
                    self.kept.move_to_end(key)
        self.lookups.count(len(found), len(found) - found.count(None))
        return found

    def keep(self, key: Hashable, text: str) -> None:
        with self.lock:
            if key not in self.kept:
                self.kept[key] = text
                self.bytes += OVERHEAD + len(text)
            while self.bytes > self.most_bytes:
                _, gone = self.kept.popitem(last=False)
                self.bytes -= OVERHEAD + len(gone)


fragments = Fragments(settings.NEXUS_FRAGMENT_BYTES)


def ids_of(queryset: QuerySet[Any], serializer: type[Serializer[Any]]) -> QuerySet[Any]:
    """What a page of a list is read as: ids, guards and its order, or whole rows."""
    recipe = RECIPES.get(serializer)
    if recipe is None:
        return queryset
    order = [str(name).removeprefix("-") for name in queryset.query.order_by]
    columns = dict.fromkeys(("id", *recipe.guards, *order))
    columns.pop("pk", None)
    return queryset.prefetch_related(None).values_list(*columns, named=True)


def texts_of(
    serializer: type[Serializer[Any]],
    listed: Sequence[Any],
    names: Sequence[str],
    shape: Callable[[], Serializer[Any]],
) -> dict[int, str]:
    """Id → JSON of each row of `ids_of`; `shape` makes the serializer, which shows `names`.

    What is gone meanwhile, or may be seen by others than before, is left out.
    """
    recipe, asked = RECIPES[serializer], tuple(names)
    rows = recipe.rows.read([one.id for one in listed])
    beside = recipe.beside([one.id for one in listed])
    keys = [
        (serializer, asked, rows[one.id], beside.get(one.id, ()))
        for one in listed
        if one.id in rows and recipe.rows.agrees(rows[one.id], one, recipe.guards)
    ]
    texts, shown = {}, None
    for key, text in zip(keys, fragments.get_many(keys), strict=True):
        _, _, row, more = key
        if text is None:
            shown = shown or shape()
            text = text_of(shown.to_representation(recipe.restore(recipe.rows.model_of(row), more)))
            fragments.keep(key, text)
        texts[row[0]] = text
    return texts
