"""What lists of people and cohorts can be narrowed by."""

from __future__ import annotations

from django_filters import CharFilter, FilterSet


class Cohorts(FilterSet):  # type: ignore[misc]
    name = CharFilter("name", "icontains", label="A part of the name.")
