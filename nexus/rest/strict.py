"""Bodies are what the schema says: no field that nobody reads, no number where a text belongs.

Who misspells a field would think that it was set. DRF takes `5` for "5", `"yes"` for true and so
on, as forms need it; in JSON such a value is a mistake of the client.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rest_framework import fields as f
from rest_framework.serializers import BaseSerializer, ListSerializer, Serializer

# A form that a browser sends carries its token beside the fields.
ALLOWED = frozenset({"csrfmiddlewaretoken"})
MOST_NAMED = 10


def unknown_fields(serializer: Any, data: Any, path: str = "") -> Iterator[str]:
    """Paths such as `fields/fxi` of what no serializer takes, nested ones among them."""
    if isinstance(serializer, ListSerializer) and isinstance(data, list):
        for index, one in enumerate(data):
            yield from unknown_fields(serializer.child, one, f"{path}{index}/")
    elif isinstance(serializer, Serializer) and isinstance(data, Mapping):
        known = {name: field for name, field in serializer.fields.items() if not field.read_only}
        for name, value in data.items():
            field = known.get(name)
            if field is None and name not in ALLOWED:
                yield f"{path}{escaped(str(name)[:80])}"
            elif isinstance(field, BaseSerializer):
                yield from unknown_fields(field, value, f"{path}{name}/")


# Which JSON value a field takes, and how it is called. The first that fits counts.
TYPES: tuple[tuple[tuple[type[f.Field[Any, Any, Any, Any]], ...], tuple[type, ...], str], ...] = (
    ((f.BooleanField,), (bool,), "true or false"),
    ((f.IntegerField,), (int,), "a whole number"),
    ((f.FloatField,), (int, float), "a number"),
    ((f.CharField, f.ChoiceField, f.DateTimeField), (str,), "a text"),
)


def wrong_types(field: Any, data: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """(path, what it must be) of each value whose JSON type is not that of its field."""
    if data is None:
        return
    if isinstance(field, Serializer) and isinstance(data, Mapping):
        for name, below in field.fields.items():
            if not below.read_only and name in data:
                yield from wrong_types(below, data[name], f"{path}/{name}")
    elif isinstance(field, ListSerializer | f.ListField) and isinstance(data, list):
        for index, one in enumerate(data):
            yield from wrong_types(field.child, one, f"{path}/{index}")
    for kinds, wanted, words in TYPES:
        if isinstance(field, kinds):
            if not isinstance(data, wanted) or (isinstance(data, bool) and bool not in wanted):
                yield path.removeprefix("/"), f"It must be {words}."
            return


def escaped(name: str) -> str:
    """As RFC 6901 writes it into a pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def words_for(serializer: BaseSerializer[Any]) -> str:
    """What is taken instead."""
    fields = getattr(serializer, "fields", {})
    names = sorted(name for name, field in fields.items() if not field.read_only)
    return f"It is no field here; {', '.join(names)} are." if names else "No field is taken here."


def errors_of(serializer: BaseSerializer[Any], data: Any, *, typed: bool) -> dict[str, list[str]]:
    """What is unknown, and of JSON (`typed`) what is of another type, as DRF writes errors."""
    unknown = list(unknown_fields(serializer, data))[:MOST_NAMED]
    wrong = dict(list(wrong_types(serializer, data))[:MOST_NAMED]) if typed else {}
    return {
        **{path: [words] for path, words in wrong.items()},
        **{path: [words_for(serializer)] for path in unknown},
    }
