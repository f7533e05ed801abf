"""What lists of people, of cohorts and of the audit can be narrowed by."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django_filters import CharFilter, ChoiceFilter, FilterSet

from nexus.accounts.models import Role
from nexus.common.narrowing import moment


class Cohorts(FilterSet):  # type: ignore[misc]
    name = CharFilter("name", "icontains", label="A part of the name.")


class People(FilterSet):  # type: ignore[misc]
    role = ChoiceFilter(field_name="role", choices=Role.choices, label="What they may do.")
    name = CharFilter(method="with_name", label="A part of the name that they show.")

    def with_name(self, people: QuerySet[Any], _: str, part: str) -> QuerySet[Any]:
        """A name that is not shown finds nobody: the answer would say whose it is."""
        return people.filter(shows_name=True, name__icontains=part)


class Audit(FilterSet):  # type: ignore[misc]
    action = CharFilter("action", label="What was done, such as `entry.saved`.")
    done_after = moment("at", "gte", "Done at this moment or later")
    done_before = moment("at", "lt", "Done before this moment")
