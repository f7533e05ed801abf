"""Narrowing a search: by kind, topic, technology, track and cohort."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from nexus.curation.models import Evidence
from nexus.library.models import Entry, Kind
from nexus.library.selectors import count_by_technology, facet_of_tracks
from nexus.library.sql import UNDER_TOPIC, count_by_topic
from nexus.search.sql import Condition


@dataclass(frozen=True, slots=True)
class Filters:
    """What the searcher chose; empty means all."""

    kind: str = ""
    topic: str = ""
    technology: str = ""
    track: str = ""
    cohort: str = ""

    def conditions(self) -> list[Condition]:
        found = []
        if self.kind:
            found.append(Condition("p.kind = %s", (self.kind,)))
        if self.topic:
            found.append(Condition(f"p.entry_id IN ({UNDER_TOPIC})", (self.topic,)))
        if self.technology:
            found.append(
                Condition(
                    "p.entry_id IN (SELECT l.source_id FROM library_link l "
                    "JOIN library_entry t ON t.id = l.target_id "
                    "WHERE l.relation IN ('involves', 'told') "
                    "AND t.kind = 'technology' AND t.slug = %s)",
                    (self.technology,),
                )
            )
        if self.track:
            found.append(
                Condition(
                    "p.entry_id IN (SELECT id FROM library_entry WHERE track IN ('', %s))",
                    (self.track,),
                )
            )
        if self.cohort:
            found.append(
                Condition(
                    "p.entry_id IN (SELECT ev.entry_id FROM curation_evidence ev "
                    "JOIN documents_statement s ON s.id = ev.statement_id AND s.is_current "
                    "JOIN documents_document d ON d.id = s.document_id "
                    "JOIN accounts_cohort c ON c.id = d.cohort_id WHERE c.slug = %s)",
                    (self.cohort,),
                )
            )
        return found


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A choice and how many of the found entries it leaves."""

    value: str
    label: str
    count: int


def count_facets(entry_pks: Sequence[int]) -> dict[str, list[FacetValue]]:
    """Choices over the found entries, the most first; five queries for any number of them."""
    entries = Entry.objects.filter(pk__in=entry_pks)
    kinds, tracks = Counter[str](), Counter[str]()
    for kind, track, n in entries.order_by().values_list("kind", "track").annotate(n=Count("pk")):
        kinds[kind] += n
        tracks[track] += n
    cohorts = Evidence.objects.filter(
        entry__in=entry_pks, statement__is_current=True, statement__document__cohort__isnull=False
    )
    cohort = "statement__document__cohort"
    return {
        "kind": ranked([(kind, Kind(kind).label, n) for kind, n in kinds.items()]),
        "topic": ranked(count_by_topic(entries)),
        "technology": ranked(count_by_technology(entries)),
        "track": ranked(facet_of_tracks(tracks)),
        "cohort": ranked(
            list(
                cohorts.values_list(f"{cohort}__slug", f"{cohort}__name").annotate(
                    n=Count("entry", distinct=True)
                )
            )
        ),
    }


def ranked(rows: Sequence[tuple[str, str, int]]) -> list[FacetValue]:
    found = [FacetValue(value, label, count) for value, label, count in rows if count]
    return sorted(found, key=lambda f: (-f.count, f.label))[:12]
