"""Which filters the lists of REST take, and how OpenAPI describes them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django_filters import (
    CharFilter,
    ChoiceFilter,
    FilterSet,
    IsoDateTimeFilter,
    NumberFilter,
)
from drf_spectacular.utils import OpenApiParameter
from rest_framework.serializers import Serializer

from nexus.accounts import filters as accounts
from nexus.common.narrowing import Created, FlagFilter, WholeNumberFilter, choices_of
from nexus.curation import filters as curation
from nexus.documents import filters as documents
from nexus.jobs import filters as jobs
from nexus.library import filters as library
from nexus.linkcheck import filters as linkcheck
from nexus.rest import serializers as s
from nexus.webhooks import filters as webhooks

FILTERS: dict[type[Serializer[Any]], type[FilterSet]] = {
    s.EntryOut: library.Entries,
    s.RevisionOut: library.Revisions,
    s.SolutionOut: Created,
    s.ReceiptOut: Created,
    s.DocumentOut: Created,
    s.EvidenceOut: curation.EvidenceRows,
    s.JobOut: jobs.Jobs,
    s.LetterOut: jobs.Letters,
    s.TopicOut: library.Topics,
    s.CohortOut: accounts.Cohorts,
    s.ActionOut: curation.Actions,
    s.PersonOut: accounts.People,
    s.AuditOut: accounts.Audit,
    s.ImportOut: documents.Imports,
    s.ImportItemOut: documents.ImportItems,
    s.DeadLinkOut: linkcheck.DeadLinks,
    s.WebhookOut: webhooks.Webhooks,
}
KINDS: dict[type[Any], type[Any]] = {
    FlagFilter: bool,
    CharFilter: str,
    ChoiceFilter: str,
    IsoDateTimeFilter: datetime,
    NumberFilter: float,
    WholeNumberFilter: int,
}


def names_of(serializer: type[Serializer[Any]]) -> list[str]:
    """The parameters by which a list of these can be narrowed."""
    filters = FILTERS.get(serializer)
    return list(filters.base_filters) if filters else []


def describe(serializer: type[Serializer[Any]]) -> list[OpenApiParameter]:
    """How OpenAPI describes them."""
    filters = FILTERS[serializer].base_filters if serializer in FILTERS else {}
    return [
        OpenApiParameter(
            name,
            KINDS[type(found)],
            description=found.label,
            enum=choices_of(found) or None,
        )
        for name, found in filters.items()
    ]
