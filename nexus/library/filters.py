"""What lists of entries, topics and contributions can be narrowed by."""

from __future__ import annotations

from django_filters import CharFilter, FilterSet

from nexus.common.narrowing import Created, WholeNumberFilter, moment


class Entries(Created):
    """`updated_after` is what a copy of the reference asks for."""

    updated_after = moment("updated_at", "gte", "Changed at this moment or later")
    updated_before = moment("updated_at", "lt", "Changed before this moment")


class Revisions(Created):
    version = WholeNumberFilter("version", label="The number of the version.")


class Topics(FilterSet):  # type: ignore[misc]
    parent = CharFilter("parent__slug", label="The slug of the topic right above.")
