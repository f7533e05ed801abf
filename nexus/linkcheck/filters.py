"""What the list of links to other sites can be narrowed by."""

from __future__ import annotations

from django_filters import ChoiceFilter, FilterSet

from nexus.linkcheck.models import DEAD


class DeadLinks(FilterSet):  # type: ignore[misc]
    state = ChoiceFilter(
        field_name="state",
        choices=[(state, state) for state in DEAD],
        label="Whether it leads nowhere or has moved.",
    )
