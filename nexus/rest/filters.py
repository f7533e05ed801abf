"""What lists can be narrowed by beside what their selectors offer: the columns that they show."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django_filters import (
    BooleanFilter,
    CharFilter,
    ChoiceFilter,
    FilterSet,
    IsoDateTimeFilter,
    NumberFilter,
)
from drf_spectacular.utils import OpenApiParameter
from rest_framework.serializers import Serializer

from nexus.common.errors import Invalid
from nexus.curation.models import Action, Evidence
from nexus.jobs.models import JobState
from nexus.jobs.queues import Queue
from nexus.rest import serializers as s


def moment(field: str, lookup: str, words: str) -> Any:
    return IsoDateTimeFilter(field, lookup, label=f"{words}, as 2026-11-25T12:00:00Z.")


class Created(FilterSet):  # type: ignore[misc]
    """By when a row was written."""

    created_after = moment("created_at", "gte", "Written at this moment or later")
    created_before = moment("created_at", "lt", "Written before this moment")


class Entries(Created):
    """`updated_after` is what a copy of the reference asks for."""

    updated_after = moment("updated_at", "gte", "Changed at this moment or later")
    updated_before = moment("updated_at", "lt", "Changed before this moment")


class Revisions(Created):
    version = NumberFilter("version", label="The number of the version.")


class EvidenceRows(Created):
    method = ChoiceFilter(
        field_name="method", choices=Evidence.Method.choices, label="How it came to be."
    )
    min_score = NumberFilter("score", "gte", label="From this likeness on.")


class Jobs(Created):
    state = ChoiceFilter(field_name="state", choices=JobState.choices, label="How far it is.")
    queue = ChoiceFilter(field_name="queue", choices=Queue.choices, label="Where it waits.")


class Letters(FilterSet):  # type: ignore[misc]
    settled = BooleanFilter(
        "settled_at", "isnull", exclude=True, label="Whether somebody decided about it."
    )


class Topics(FilterSet):  # type: ignore[misc]
    parent = CharFilter("parent__slug", label="The slug of the topic right above.")


class Cohorts(FilterSet):  # type: ignore[misc]
    name = CharFilter("name", "icontains", label="A part of the name.")


class Actions(FilterSet):  # type: ignore[misc]
    kind = ChoiceFilter(field_name="kind", choices=Action.Kind.choices, label="What was done.")
    after = moment("at", "gte", "Done at this moment or later")
    before = moment("at", "lt", "Done before this moment")


FILTERS: dict[type[Serializer[Any]], type[Any]] = {
    s.EntryOut: Entries,
    s.RevisionOut: Revisions,
    s.SolutionOut: Created,
    s.ReceiptOut: Created,
    s.DocumentOut: Created,
    s.EvidenceOut: EvidenceRows,
    s.JobOut: Jobs,
    s.LetterOut: Letters,
    s.TopicOut: Topics,
    s.CohortOut: Cohorts,
    s.ActionOut: Actions,
}


def names_of(serializer: type[Serializer[Any]]) -> list[str]:
    """The parameters by which a list of these can be narrowed."""
    filters = FILTERS.get(serializer)
    return list(filters.base_filters) if filters else []


def narrow(
    queryset: QuerySet[Any], serializer: type[Serializer[Any]], asked: dict[str, str]
) -> QuerySet[Any]:
    """The rows that the parameters leave. Raises Invalid, which names each."""
    filters = FILTERS.get(serializer)
    if filters is None or not any(asked.values()):
        return queryset
    found = filters(asked, queryset)
    if not found.is_valid():
        wrong = {name: str(errors[0]) for name, errors in found.errors.items()}
        raise Invalid("A filter cannot be used.", fields=wrong)
    rows: QuerySet[Any] = found.qs
    return rows


def describe(serializer: type[Serializer[Any]]) -> list[OpenApiParameter]:
    """How OpenAPI describes them."""
    kinds = {IsoDateTimeFilter: datetime, NumberFilter: float}
    filters = FILTERS[serializer].base_filters if serializer in FILTERS else {}
    return [
        OpenApiParameter(
            name,
            kinds.get(type(found), str),
            description=found.label,
            enum=[value for value, _ in found.extra.get("choices", [])] or None,
        )
        for name, found in filters.items()
    ]
