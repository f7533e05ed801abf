"""What lists of imports and of their files can be narrowed by."""

from __future__ import annotations

from django_filters import ChoiceFilter, FilterSet

from nexus.documents.models import ImportItem
from nexus.jobs.models import JobState


class Imports(FilterSet):  # type: ignore[misc]
    state = ChoiceFilter(
        field_name="job__state", choices=JobState.choices, label="How far its job is."
    )


class ImportItems(FilterSet):  # type: ignore[misc]
    state = ChoiceFilter(
        field_name="state", choices=ImportItem.State.choices, label="What became of it."
    )
