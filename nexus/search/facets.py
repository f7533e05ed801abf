"""Narrowing a search: by kind, topic, technology, track and cohort."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from nexus.library.models import Kind
from nexus.library.selectors import facet_of_tracks
from nexus.library.sql import FROM_TOPIC
from nexus.search.caches import FACTS
from nexus.search.facetsql import APART, INVOLVED
from nexus.search.sql import Condition

# Each is looked up for each page that holds the words: a list of all that a popular topic or
# technology has would be made for each word that is asked for.
CHOSEN = {
    "kind": "p.kind = %s",
    "topic": f"""EXISTS (
        SELECT 1 FROM library_entry_topics et WHERE et.entry_id = p.entry_id
        AND et.topic_id IN ({FROM_TOPIC} SELECT id FROM below)
    )""",  # noqa: S608 - constants of our own
    "technology": f"""EXISTS (
        SELECT 1 FROM library_link l JOIN library_entry t ON t.id = l.target_id
        WHERE l.source_id = p.entry_id AND l.relation IN ({INVOLVED})
        AND t.kind = 'technology' AND t.slug = %s
    )""",  # noqa: S608 - the same
    "track": """EXISTS (
        SELECT 1 FROM library_entry e WHERE e.id = p.entry_id AND e.track IN ('', %s)
    )""",
    "cohort": """EXISTS (
        SELECT 1 FROM curation_evidence ev
        JOIN documents_statement s ON s.id = ev.statement_id AND s.is_current
        JOIN documents_document d ON d.id = s.document_id
        JOIN accounts_cohort c ON c.id = d.cohort_id
        WHERE ev.entry_id = p.entry_id AND c.slug = %s
    )""",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the searcher chose; empty means all."""

    kind: str = ""
    topic: str = ""
    technology: str = ""
    track: str = ""
    cohort: str = ""

    def conditions(self) -> list[Condition]:
        chosen = ((sql, getattr(self, name)) for name, sql in CHOSEN.items())
        return [Condition(sql, (value,)) for sql, value in chosen if value]


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
    for fact, n in Counter(chain.from_iterable(facts)).items():
        facet, value, label = fact.split(APART)
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
