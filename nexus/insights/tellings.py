"""Who told what: people and the entries that their words are on, as sets of numbers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from nexus.curation.models import Evidence
from nexus.curation.voices import voice
from nexus.insights.scope import Scope
from nexus.library.models import Entry

People = set[int]


@dataclass(slots=True)
class Tellings:
    """Of one scope. Copies count as who wrote the original."""

    people: People = field(default_factory=set)
    of_entry: dict[int, People] = field(default_factory=lambda: defaultdict(set))
    of_cohort: dict[int, People] = field(default_factory=lambda: defaultdict(set))
    of_track: dict[str, People] = field(default_factory=lambda: defaultdict(set))
    kinds: dict[int, str] = field(default_factory=dict)

    def of_kind(self, kind: str) -> dict[int, People]:
        """Entry id → its people, for one kind."""
        return {pk: people for pk, people in self.of_entry.items() if self.kinds[pk] == kind}


def read_tellings(scope: Scope) -> Tellings:
    """Everything in one statement: the figures are counted from sets, not one query each."""
    rows = Evidence.objects.filter(
        entry__state=Entry.State.PUBLISHED,
        statement__is_current=True,
        statement__document__erased_at__isnull=True,
        statement__document__retracted_at__isnull=True,
    )
    if scope.cohort is not None:
        rows = rows.filter(statement__document__cohort=scope.cohort)
    if scope.track:
        rows = rows.filter(statement__document__track=scope.track)
    if scope.since is not None:
        rows = rows.filter(statement__document__created_at__gte=scope.since)
    found = Tellings()
    for entry, kind, person, cohort, track in (
        rows.order_by()
        .annotate(voice=voice("statement__"))
        .values_list(
            "entry_id",
            "entry__kind",
            "voice",
            "statement__document__cohort_id",
            "statement__document__track",
        )
        .distinct()
    ):
        found.people.add(person)
        found.of_entry[entry].add(person)
        found.kinds[entry] = kind
        found.of_track[track].add(person)
        if cohort is not None:
            found.of_cohort[cohort].add(person)
    return found
