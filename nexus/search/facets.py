"""Narrowing a search: by kind, topic, technology, track and cohort."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from nexus.library.models import Kind
from nexus.library.selectors import facet_of_tracks
from nexus.library.sql import UNDER_TOPIC
from nexus.search.caches import FACTS
from nexus.search.facetsql import INVOLVED
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
                    "p.entry_id IN (SELECT l.source_id FROM library_link l "  # noqa: S608
                    "JOIN library_entry t ON t.id = l.target_id "
                    f"WHERE l.relation IN ({INVOLVED}) "
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


def count_facets(mark: str, page_pks: Sequence[int]) -> dict[str, list[FacetValue]]:
    """Choices over the entries among the found pages, the most first; at most one query.

    `mark` is that of the hub's state (nexus.common.touches).
    """
    facts = FACTS.read(mark, page_pks).values()
    counted: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for (facet, value, label), n in Counter(chain.from_iterable(facts)).items():
        counted[facet].append((value, label, n))
    tracks = {value: n for value, _, n in counted["track"]}
    return {
        "kind": ranked([(kind, Kind(kind).label, n) for kind, _, n in counted["kind"]]),
        "topic": ranked(counted["topic"]),
        "technology": ranked(counted["technology"]),
        "track": ranked(facet_of_tracks(tracks)),
        "cohort": ranked(counted["cohort"]),
    }


def ranked(rows: Sequence[tuple[str, str, int]]) -> list[FacetValue]:
    found = [FacetValue(value, label, count) for value, label, count in rows if count]
    return sorted(found, key=lambda f: (-f.count, f.label, f.value))[:12]
