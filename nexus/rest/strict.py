"""Bodies are what the schema says: no field that nobody reads, no number where a text belongs, no
text that is longer.

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


def unknown_fields(serializer: Any, data: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Paths such as `fields/fxi` of what no serializer takes, each with the one it was sent to."""
    if isinstance(serializer, ListSerializer) and isinstance(data, list):
        for index, one in enumerate(data):
            yield from unknown_fields(serializer.child, one, f"{path}{index}/")
    elif isinstance(serializer, Serializer) and isinstance(data, Mapping):
        known = {name: field for name, field in serializer.fields.items() if not field.read_only}
        for name, value in data.items():
            field = known.get(name)
            if field is None and name not in ALLOWED:
                yield f"{path}{escaped(str(name)[:80])}", serializer
            elif isinstance(field, BaseSerializer):
                yield from unknown_fields(field, value, f"{path}{name}/")


# Which JSON value a field takes, and how it is called. The first that fits counts.
TYPES: tuple[tuple[tuple[type[f.Field[Any, Any, Any, Any]], ...], tuple[type, ...], str], ...] = (
    ((f.BooleanField,), (bool,), "true or false"),
    ((f.IntegerField,), (int,), "a whole number"),
    ((f.FloatField,), (int, float), "a number"),
    ((f.CharField, f.ChoiceField, f.DateTimeField), (str,), "a text"),
)


def wrong_values(
    field: Any, data: Any, path: str = "", *, typed: bool
) -> Iterator[tuple[str, str]]:
    """(path, what it must be) of each text that is longer than its field takes, and of JSON
    (`typed`) of each value of another type.
    """
    if data is None:
        return
    if isinstance(field, Serializer) and isinstance(data, Mapping):
        for name, below in field.fields.items():
            if not below.read_only and name in data:
                yield from wrong_values(below, data[name], f"{path}/{name}", typed=typed)
    elif isinstance(field, ListSerializer | f.ListField) and isinstance(data, list):
        for index, one in enumerate(data):
            yield from wrong_values(field.child, one, f"{path}/{index}", typed=typed)
    elif typed and (words := of_another_type(field, data)):
        yield path.removeprefix("/"), f"It must be {words}."
    elif is_too_long(field, data):
        yield path.removeprefix("/"), f"At most {longest(field)} characters, spaces too."


def of_another_type(field: Any, data: Any) -> str:
    """What a value must be, where it is something else; else ""."""
    for kinds, wanted, words in TYPES:
        if isinstance(field, kinds):
            is_it = isinstance(data, wanted) and (bool in wanted or not isinstance(data, bool))
            return "" if is_it else words
    return ""


def longest(field: Any) -> int | None:
    """How many characters a text may have."""
    return field.max_length if isinstance(field, f.CharField) else None


def is_too_long(field: Any, data: Any) -> bool:
    """Whether DRF, which counts without the spaces around a text, would take more than is said."""
    most = longest(field)
    return most is not None and isinstance(data, str) and len(data.strip()) <= most < len(data)


def escaped(name: str) -> str:
    """As RFC 6901 writes it into a pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def words_for(serializer: BaseSerializer[Any]) -> str:
    """What is taken instead."""
    fields = getattr(serializer, "fields", {})
    names = sorted(name for name, field in fields.items() if not field.read_only)
    return f"It is no field here; {', '.join(names)} are." if names else "No field is taken here."


def errors_of(serializer: BaseSerializer[Any], data: Any, *, typed: bool) -> dict[str, list[str]]:
    """What is unknown, too long, and of JSON (`typed`) of another type, as DRF writes errors."""
    unknown = list(unknown_fields(serializer, data))[:MOST_NAMED]
    wrong = dict(list(wrong_values(serializer, data, typed=typed))[:MOST_NAMED])
    return {
        **{path: [words] for path, words in wrong.items()},
        **{path: [words_for(below)] for path, below in unknown},
    }
