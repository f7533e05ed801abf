"""What lists of jobs and of dead letters can be narrowed by."""

from __future__ import annotations

from django_filters import ChoiceFilter, FilterSet

from nexus.common.narrowing import Created, FlagFilter
from nexus.jobs.models import JobState
from nexus.jobs.queues import Queue


class Jobs(Created):
    state = ChoiceFilter(field_name="state", choices=JobState.choices, label="How far it is.")
    queue = ChoiceFilter(field_name="queue", choices=Queue.choices, label="Where it waits.")


class Letters(FilterSet):  # type: ignore[misc]
    settled = FlagFilter(
        "settled_at", "isnull", exclude=True, label="Whether somebody decided about it."
    )
