"""The one ranking, in Python, for candidates of either database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nexus.search.analysis import STOP
from nexus.search.caches import TERMS
from nexus.search.candidates import Candidates, rarity
from nexus.search.pageterms import PageTerms
from nexus.search.vocabulary import Term

SATURATION = 6.0
COVERAGE_POWER = 0.5
TITLE_BONUS = 0.5
# Of the candidates, in the order of what they promise, so many are read.
MOST_READ = 60


@dataclass(frozen=True, slots=True)
class Scored:
    """A page, how well it answers, and how much of the query it covers (0–1)."""

    page_id: int
    score: float
    coverage: float


Weighted = Sequence[tuple[Term, float]]


def score_page(pk: int, page: PageTerms, weighted: Weighted) -> Scored:
    """BM25F, times how much of the query is covered, plus how nearly the query is the title."""
    total = sum(w for term, w in weighted if not term.is_extra) or 1.0
    covered = score = 0.0
    for term, weight in weighted:
        field = held = 0.0
        for entry, strength in term.entries:
            if value := page.weight(entry):
                field += strength * value
                held += strength
        score += weight * field / (SATURATION + field)
        if not term.is_extra:
            covered += weight * min(1.0, held)
    coverage = covered / total
    score *= coverage**COVERAGE_POWER
    if any(needle in page.title for term, _ in weighted for needle, _ in term.needles):
        score += TITLE_BONUS * total * title_fit(page.names(), weighted, total) ** 2
    return Scored(pk, score, coverage)


def title_fit(names: Sequence[Sequence[str]], weighted: Weighted, total: float) -> float:
    """How nearly the query is the title, or one of the other names: 1 when it is."""
    best = 0.0
    for name in names:
        named = hits = 0.0
        for term, weight in weighted:
            if term.is_extra:
                continue
            hit = min(1.0, sum(strength for token, strength in term.tokens if token in name))
            named += weight * hit
            hits += hit
        words = sum(token not in STOP for token in name) or 1
        best = max(best, named / total * min(1.0, hits / words))
    return best


def weigh(terms: Sequence[Term], pages: int) -> Weighted:
    """Each term with what it weighs in an index of so many pages."""
    return [(term, rarity(term, pages) * term.weight) for term in terms]


def rank(candidates: Candidates, weighted: Weighted, most: int) -> list[Scored]:
    """Candidates, best first; ties by page id."""
    read = candidates.found[: max(MOST_READ, most)]
    pages = TERMS.read({pk: candidates.stamps[pk] for pk in read})
    scored = [score_page(pk, pages[pk], weighted) for pk in read if pk in pages]
    scored = [one for one in scored if one.score]  # found by its address alone
    scored.sort(key=lambda s: (-s.score, s.page_id))
    return scored + [Scored(pk, 0.0, 0.0) for pk in candidates.found[len(read) :]]
