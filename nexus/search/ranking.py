"""The one ranking, in Python, for candidates of either database.

BM25F (Robertson, Zaragoza, Taylor 2004): term frequencies of title, headings and body are added
with weights before they saturate. Lengths are normalised against a fixed average, so that a score
does not depend on what else was indexed meanwhile, and both databases give the same order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nexus.search.analysis import STOP
from nexus.search.candidates import Candidates, rarity
from nexus.search.models import SearchPage
from nexus.search.vocabulary import Term

TITLE, HEADING, BODY = 4.0, 3.0, 1.0
# The opening of a page says what it is about; words in it count once more.
OPENING, OPENING_LENGTH = 2.0, 700
SATURATION = 4.2
LENGTH_SHARE = 0.8
AVERAGE_LENGTH = 300
COVERAGE_POWER = 1.0
TITLE_BONUS = 0.5
SECTION_BONUS = 0.1
# Of the candidates, in the order of what they promise, so many are read.
MOST_READ = 100


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
    return sum(weight * text.count(f" {token} ") for token, weight in term.tokens)


def score_page(columns: Columns, weighted: Weighted) -> Scored:
    """BM25F, times how much of the query is covered, plus what the title covers."""
    normal = 1 - LENGTH_SHARE + LENGTH_SHARE * columns.length / AVERAGE_LENGTH
    total = sum(w for term, w in weighted if not term.is_extra) or 1.0
    covered = in_title = best = 0.0
    opening = columns.bodies[:OPENING_LENGTH]
    for term, weight in weighted:
        title = frequency(term, columns.title)
        heading = frequency(term, columns.headings)
        body = frequency(term, columns.bodies)
        field = TITLE * min(title, 2) + HEADING * min(heading, 4) + BODY * body / normal
        if body:
            field += OPENING * min(frequency(term, opening), 2)
        if not field:
            continue
        best += weight * field / (SATURATION + field)
        in_title += weight * min(1.0, title)
        if not term.is_extra:
            covered += weight * min(1.0, title + heading + body)
    coverage = covered / total
    score = best * coverage**COVERAGE_POWER
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


def best_sections(
    columns: Columns, weighted: Weighted, most: int = 3
) -> tuple[tuple[int, ...], float]:
    """Positions of the sections that cover most, and the share of the query the best covers."""
    headings = columns.headings.split("\n")
    bodies = columns.bodies.split("\n")
    total = sum(weight for _, weight in weighted) or 1.0
    # Only tokens the page holds are looked for in each of its sections.
    held = [
        (weight, f" {token} ", strength)
        for term, weight in weighted
        for token, strength in term.tokens
        if f" {token} " in columns.bodies or f" {token} " in columns.headings
    ]
    # What the title names need not be said again in each section.
    named = sum(
        weight * strength
        for term, weight in weighted
        for token, strength in term.tokens
        if f" {token} " in columns.title
    )
    found: list[tuple[float, int]] = []
    widest = 0.0
    for position, (heading, body) in enumerate(zip(headings, bodies, strict=False)):
        value = covered = 0.0
        for weight, token, strength in held:
            count = strength * (2 * heading.count(token) + body.count(token))
            if count:
                value += weight * count / (1.4 + count)
                covered += weight * strength * (token not in columns.title)
        if value:
            found.append((value + 2 * covered, -position))
            widest = max(widest, min(1.0, (covered + named) / total))
    found.sort(reverse=True)
    return tuple(-position for _, position in found[:most]), widest


def rank(candidates: Candidates, terms: Sequence[Term], most: int) -> list[Scored]:
    """Candidates, best first; ties by page id. The best `most` carry their sections."""
    weighted = [(term, rarity(term, candidates.pages) * term.weight) for term in terms]
    total = sum(weight for _, weight in weighted)
    read = candidates.found[: max(MOST_READ, most)]
    columns = {c.page_id: c for c in load_columns(read)}
    scored = [score_page(columns[pk], weighted) for pk in read if pk in columns]
    scored.sort(key=lambda s: (-s.score, s.page_id))
    near = []
    for one in scored[: max(most, 20)]:
        sections, widest = best_sections(columns[one.page_id], weighted)
        score = one.score + SECTION_BONUS * widest * total
        near.append(Scored(one.page_id, score, one.coverage, sections))
    near.sort(key=lambda s: (-s.score, s.page_id))
    rest = [Scored(pk, 0.0, 0.0) for pk in candidates.found[len(read) :]]
    return near + scored[len(near) :] + rest
