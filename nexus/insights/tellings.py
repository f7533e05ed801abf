"""Who told what: sets of people, each a number in which every person has a bit.

The database joins, filters and groups: one row for each entry. What remains is to intersect sets
of people (of an entry, a cohort, a track, another entry), which is one machine operation each.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from nexus.accounts.models import Person
from nexus.curation.voices import voice_of_document
from nexus.documents.models import Document
from nexus.insights.figures import FEWEST
from nexus.insights.scope import Scope
from nexus.insights.sql import documents_of_entries

People = int  # bit n is the n-th person who ever came


@dataclass(slots=True)
class Tellings:
    """Of one scope. Copies count as who wrote the original. Only entries of enough people."""

    people: People = 0
    of_entry: dict[int, People] = field(default_factory=dict)
    of_cohort: dict[int, People] = field(default_factory=dict)
    of_track: dict[str, People] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)

    def of_kind(self, kind: str) -> dict[int, People]:
        """Entry id → its people, for one kind."""
        return {pk: people for pk, people in self.of_entry.items() if self.kinds[pk] == kind}


def read_tellings(scope: Scope) -> Tellings:
    """Three statements, whatever the hub holds."""
    found = Tellings()
    author_of = read_authors(scope, found)
    for entry, kind, documents in documents_of_entries():
        people = reduce(or_, {author_of.get(pk, 0) for pk in documents.split(",")})
        found.people |= people
        if people.bit_count() >= FEWEST:
            found.of_entry[entry] = people
            found.kinds[entry] = kind
    found.of_cohort = {pk: people & found.people for pk, people in found.of_cohort.items()}
    found.of_track = {name: people & found.people for name, people in found.of_track.items()}
    return found


def read_authors(scope: Scope, found: Tellings) -> dict[str, People]:
    """Document → its author, for documents of the scope; fills in whose cohort and track it is."""
    documents = Document.objects.filter(erased_at__isnull=True, retracted_at__isnull=True)
    if scope.cohort is not None:
        documents = documents.filter(cohort=scope.cohort)
    if scope.track:
        documents = documents.filter(track=scope.track)
    if scope.since is not None:
        documents = documents.filter(created_at__gte=scope.since)
    bit_of = bits_of_people()
    author_of = {}
    rows = documents.order_by().annotate(voice=voice_of_document())
    for pk, person, cohort, track in rows.values_list("pk", "voice", "cohort_id", "track"):
        author_of[str(pk)] = bit = bit_of[person]
        found.of_track[track] = found.of_track.get(track, 0) | bit
        if cohort is not None:
            found.of_cohort[cohort] = found.of_cohort.get(cohort, 0) | bit
    return author_of


def bits_of_people() -> dict[int, People]:
    """Each person's own bit. Everybody has one, in or out of a scope, whatever they did.

    So the same people are the same set, and the same number, wherever they are counted.
    """
    everybody = Person.objects.order_by("pk").values_list("pk", flat=True)
    return {pk: 1 << place for place, pk in enumerate(everybody)}
