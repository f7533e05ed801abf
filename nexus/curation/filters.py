"""What lists of evidence and of curators' actions can be narrowed by."""

from __future__ import annotations

from django_filters import ChoiceFilter, FilterSet, NumberFilter

from nexus.common.narrowing import Created, moment
from nexus.curation.models import Action, Evidence


class EvidenceRows(Created):
    method = ChoiceFilter(
        field_name="method", choices=Evidence.Method.choices, label="How it came to be."
    )
    min_score = NumberFilter("score", "gte", label="From this likeness on.")


class Actions(FilterSet):  # type: ignore[misc]
    kind = ChoiceFilter(field_name="kind", choices=Action.Kind.choices, label="What was done.")
    done_after = moment("at", "gte", "Done at this moment or later")
    done_before = moment("at", "lt", "Done before this moment")
    # Their first names, which stay in REST; in GraphQL these say which page.
    after = moment("at", "gte", "The same as done_after")
    before = moment("at", "lt", "The same as done_before")
