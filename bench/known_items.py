"""Known-item search over the 1,000 pages of the corpus: recall and server time."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from pathlib import Path

from nexus.accounts.models import Person
from nexus.search.selectors import search


@dataclass(frozen=True, slots=True)
class KnownItem:
    """A query, the documents that answer it, and what kind of query it is."""

    query: str
    answers: frozenset[str]
    kind: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Recall of the right document among the first one and five; milliseconds per search.

    `cpu_ms` is the median of processor time: the wall time of a machine with no other work.
    """

    first: float
    five: float
    median_ms: float
    cpu_ms: float
    p95_ms: float
    missed: list[tuple[str, str, int]]


def read_items(path: Path) -> list[KnownItem]:
    items = []
    for line in path.read_text(encoding="utf-8").splitlines():
        query, answers, kind = line.split("\t")
        items.append(KnownItem(query, frozenset(answers.split("|")), kind))
    return items


def place_of(item: KnownItem, viewer: Person) -> int:
    """Rank of the first right document, from 1; 0 when it is not among ten."""
    found = search(viewer=viewer, query=item.query, first=10)
    for place, hit in enumerate(found.hits, 1):
        if item.answers & set(hit.documents):
            return place
    return 0


def measure(items: list[KnownItem], viewer: Person) -> Figures:
    places, times, cpu = [], [], []
    for item in items:
        start, spent = time.perf_counter(), time.process_time()
        places.append(place_of(item, viewer))
        times.append((time.perf_counter() - start) * 1000)
        cpu.append((time.process_time() - spent) * 1000)
    count = len(items)
    return Figures(
        first=sum(p == 1 for p in places) / count,
        five=sum(1 <= p <= 5 for p in places) / count,
        median_ms=statistics.median(times),
        cpu_ms=statistics.median(cpu),
        p95_ms=sorted(times)[int(count * 0.95)],
        missed=[(i.query, i.kind, p) for i, p in zip(items, places, strict=True) if p != 1],
    )
