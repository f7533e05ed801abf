"""How every list is narrowed and ordered, below REST and GraphQL: what is added here is on both.

The sets of filters stand with the models that they are about (`filters.py` of each app). A filter
is a column that rows show; what needs more is an argument of the list's selector.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import Field, IntegerField
from django_filters import Filter, FilterSet, IsoDateTimeFilter, NumberFilter

from nexus.common.errors import Invalid, NotFound
from nexus.common.ids import decode_id

# For lists that have no orders of their own.
ORDERS = {"oldest": "id", "newest": "-id"}
ORDER_WORDS = "By when it was made."
MOST_IDS = 100


def moment(field: str, lookup: str, words: str) -> Any:
    """A filter by a time."""
    return IsoDateTimeFilter(field, lookup, label=f"{words}, as 2026-11-25T12:00:00Z.")


class WholeNumberFilter(NumberFilter):  # type: ignore[misc]
    """A filter by a number without a point."""

    field_class = IntegerField


class TrueOrFalse(Field):
    """Django's own takes whatever it does not know for nothing, and the list would be whole."""

    def to_python(self, value: Any) -> bool | None:
        if value in self.empty_values:
            return None
        found = {"true": True, "1": True, "false": False, "0": False}.get(str(value).lower())
        if found is None:
            raise ValidationError("true or false.")
        return found


class FlagFilter(Filter):  # type: ignore[misc]
    """A filter by what is true or false."""

    field_class = TrueOrFalse


class Created(FilterSet):  # type: ignore[misc]
    """By when a row was written."""

    created_after = moment("created_at", "gte", "Written at this moment or later")
    created_before = moment("created_at", "lt", "Written before this moment")


def choices_of(found: Any) -> list[str]:
    """The values that a filter takes; none when it takes any."""
    return [str(value) for value, _ in found.extra.get("choices", [])]


def narrow(
    queryset: QuerySet[Any], filters: type[FilterSet] | None, asked: Mapping[str, Any]
) -> QuerySet[Any]:
    """The rows that the filters leave; None and "" ask for nothing. Raises Invalid, naming each."""
    given = {name: value for name, value in asked.items() if value not in (None, "")}
    if filters is None or not given:
        return queryset
    found = filters(given, queryset)
    if not found.is_valid():
        wrong = {name: str(errors[0]) for name, errors in found.errors.items()}
        raise Invalid("A filter cannot be used.", fields=wrong)
    rows: QuerySet[Any] = found.qs
    return rows


def only(
    queryset: QuerySet[Any], asked: Sequence[str], *, kind: str, source: str = "pk"
) -> QuerySet[Any]:
    """The rows of the asked ids; what is not there, or may not be seen, is left out.

    So is what is the id of nothing here: of another kind, or none. `source` is the column that
    the ids are made of. Raises Invalid.
    """
    if not asked:
        raise Invalid("No id is named.", fields={"ids": "Name at least one, or leave it out."})
    if len(asked) > MOST_IDS:
        raise Invalid("Those are too many ids.", fields={"ids": f"At most {MOST_IDS}."})
    return queryset.filter(**{f"{source}__in": list(numbers_of(kind, asked))})


def numbers_of(kind: str, names: Sequence[str]) -> Iterator[int]:
    """Of those that are ids of this kind."""
    for name in names:
        with suppress(NotFound):
            yield decode_id(kind, name)
