"""The one ranking, in Python, for candidates of either database.

BM25F (Robertson, Zaragoza, Taylor 2004): term frequencies of title, headings and body are added
with weights before they saturate. Lengths are normalised against a fixed average, so that a score
does not depend on what else was indexed meanwhile, and both databases give the same order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nexus.search.analysis import STOP
from nexus.search.candidates import Candidates, rarity
from nexus.search.models import SearchPage
from nexus.search.vocabulary import Term

# Weights of the fields and how much each is normalised by its length, set by trying neighbours of
# BM25F's usual values on the 60 known items of the corpus; all within a tenth do as well.
TITLE, HEADING, BODY = 6.0, 2.0, 1.0
# The opening of a page says what it is about; words in it count once more.
OPENING, OPENING_LENGTH = 2.0, 700
SATURATION = 6.0
BODY_SHARE, BODY_LENGTH = 0.9, 300
HEADING_SHARE, HEADING_LENGTH = 1.0, 20
COVERAGE_POWER = 0.5
TITLE_BONUS = 0.5
# Of the candidates, in the order of what they promise, so many are read.
MOST_READ = 60


@dataclass(frozen=True, slots=True)
class Scored:
    """A page and how well it answers; `sections` are positions of its best sections."""

    page_id: int
    score: float
    coverage: float
    sections: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """The token columns of a candidate; each token has a space on either side."""

    page_id: int
    title: str
    headings: str
    bodies: str
    length: int


Weighted = Sequence[tuple[Term, float]]


def load_columns(pks: Sequence[int]) -> list[Columns]:
    rows = SearchPage.objects.filter(pk__in=pks).values_list(
        "pk", "title_tokens", "heading_tokens", "body_tokens", "length"
    )
    return [Columns(*row) for row in rows]


def frequency(term: Term, text: str) -> float:
    """How often any token of the term stands in a column, each by its weight."""
    found = 0.0
    for needle, weight in term.needles:
        found += weight * text.count(needle)
    return found


def held_by(pk: int, terms: int, candidates: Candidates) -> list[int]:
    """Numbers of the terms that a page may hold: the rest need not be looked for."""
    holders = candidates.holders
    return [n for n in range(terms) if n not in holders or pk in holders[n]]


def score_page(columns: Columns, weighted: Weighted, held: Sequence[int]) -> Scored:
    """BM25F, times how much of the query is covered, plus how nearly the query is the title."""
    body_norm = 1 - BODY_SHARE + BODY_SHARE * columns.length / BODY_LENGTH
    heading_length = columns.headings.count(" ")
    heading_norm = 1 - HEADING_SHARE + HEADING_SHARE * heading_length / HEADING_LENGTH
    total = sum(w for term, w in weighted if not term.is_extra) or 1.0
    covered = score = 0.0
    in_title = False
    opening = columns.bodies[:OPENING_LENGTH]
    for number in held:
        term, weight = weighted[number]
        title = frequency(term, columns.title)
        heading = frequency(term, columns.headings)
        body = frequency(term, columns.bodies)
        field = TITLE * min(title, 2) + BODY * body / body_norm
        if heading:
            field += HEADING * min(heading / heading_norm, 4)
        if body:
            field += OPENING * min(frequency(term, opening), 2)
        score += weight * field / (SATURATION + field)
        in_title = in_title or title > 0
        if not term.is_extra:
            covered += weight * min(1.0, title + heading + body)
    coverage = covered / total
    score *= coverage**COVERAGE_POWER
    if in_title:
        score += TITLE_BONUS * total * title_fit(columns.title, weighted, total) ** 2
    return Scored(columns.page_id, score, coverage)


def title_fit(title: str, weighted: Weighted, total: float) -> float:
    """How nearly the query is the title, or one of the other names: 1 when it is."""
    best = 0.0
    for name in title.split("\n"):
        hits = [
            (weight, min(1.0, frequency(term, name)))
            for term, weight in weighted
            if not term.is_extra
        ]
        named = sum(weight * hit for weight, hit in hits) / total
        words = len([token for token in name.split() if token not in STOP]) or 1
        best = max(best, named * min(1.0, sum(hit for _, hit in hits) / words))
    return best


def best_sections(columns: Columns, weighted: Weighted, most: int = 3) -> tuple[int, ...]:
    """Positions of the sections that cover most of what the title does not, best first.

    The first section, when only the title holds what was asked.
    """
    # Only tokens the page holds are looked for in each of its sections.
    held = [
        (weight * strength, needle, needle not in columns.title)
        for term, weight in weighted
        for needle, strength in term.needles
        if needle in columns.bodies or needle in columns.headings
    ]
    found: list[tuple[float, int]] = []
    sections = zip(columns.headings.split("\n"), columns.bodies.split("\n"), strict=False)
    for position, (heading, body) in enumerate(sections):
        value = 0.0
        for weight, token, is_new in held:
            count = 2 * heading.count(token) + body.count(token)
            if count:
                value += weight * (count / (1.4 + count) + 2 * is_new)
        if value:
            found.append((value, -position))
    found.sort(reverse=True)
    return tuple(-position for _, position in found[:most]) or (0,)


def rank(candidates: Candidates, terms: Sequence[Term], most: int) -> list[Scored]:
    """Candidates, best first; ties by page id. The best `most` carry their sections."""
    weighted = [(term, rarity(term, candidates.pages) * term.weight) for term in terms]
    read = candidates.found[: max(MOST_READ, most)]
    columns = {c.page_id: c for c in load_columns(read)}
    scored = [
        score_page(columns[pk], weighted, held_by(pk, len(weighted), candidates))
        for pk in read
        if pk in columns
    ]
    scored.sort(key=lambda s: (-s.score, s.page_id))
    shown = [
        replace(one, sections=best_sections(columns[one.page_id], weighted))
        for one in scored[:most]
    ]
    rest = [Scored(pk, 0.0, 0.0) for pk in candidates.found[len(read) :]]
    return shown + scored[most:] + rest
