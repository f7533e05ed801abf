"""The one ranking, in Python, for candidates of either database.

BM25F (Robertson, Zaragoza, Taylor 2004): term frequencies of title, headings and body are added
with weights before they saturate. Lengths are normalised against a fixed average, so that a score
does not depend on what else was indexed meanwhile, and both databases give the same order.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nexus.search.models import SearchPage
from nexus.search.vocabulary import Term

TITLE, HEADING, BODY = 9.0, 3.0, 1.0
SATURATION = 1.4
LENGTH_SHARE = 0.55
AVERAGE_LENGTH = 700
COVERAGE_POWER = 2.0
TITLE_BONUS = 1.2
SECTION_BONUS = 0.8


@dataclass(frozen=True, slots=True)
class Scored:
    """A page and how well it answers; `sections` are positions of its best sections."""

    page_id: int
    score: float
    coverage: float
    sections: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """The token columns of a candidate, padded so that " token " finds whole tokens."""

    page_id: int
    title: str
    headings: str
    bodies: str
    length: int


def load_columns(pks: Sequence[int]) -> list[Columns]:
    rows = SearchPage.objects.filter(pk__in=pks).values_list(
        "pk", "title_tokens", "heading_tokens", "body_tokens", "length"
    )
    return [
        Columns(pk, pad(title), pad(headings), pad(bodies), length)
        for pk, title, headings, bodies, length in rows
    ]


def pad(tokens: str) -> str:
    return f" {tokens} ".replace("\n", " \n ").replace(" ", "  ")


def rarity(term: Term, pages: int) -> float:
    """Inverse document frequency, never below a small positive value."""
    return max(0.1, math.log(1 + (pages - term.pages + 0.5) / (term.pages + 0.5)))


def frequency(term: Term, text: str) -> float:
    """How often any token of the term stands in a padded column, each by its weight."""
    return sum(weight * text.count(f" {token} ") for token, weight in term.tokens)


def score_page(columns: Columns, terms: Sequence[Term], weights: Sequence[float]) -> Scored:
    """BM25F, times how much of the query is covered, plus what the title covers."""
    normal = 1 - LENGTH_SHARE + LENGTH_SHARE * columns.length / AVERAGE_LENGTH
    total = covered = in_title = best = 0.0
    for term, weight in zip(terms, weights, strict=True):
        title = frequency(term, columns.title)
        heading = frequency(term, columns.headings)
        body = frequency(term, columns.bodies)
        weighted = TITLE * min(title, 2) + HEADING * min(heading, 4) + BODY * body / normal
        total += weight
        if weighted:
            strength = max(w for t, w in term.tokens)
            best += weight * weighted / (SATURATION * 3 + weighted)
            covered += weight * strength
            in_title += weight * min(1.0, title)
    coverage = covered / total if total else 0.0
    title_words = max(1, len(columns.title.split()))
    title_fit = in_title / total * min(1.0, len(terms) / title_words) if total else 0.0
    score = best * coverage**COVERAGE_POWER + TITLE_BONUS * title_fit * total
    return Scored(columns.page_id, score, coverage)


def best_sections(
    columns: Columns, terms: Sequence[Term], weights: Sequence[float], most: int = 3
) -> tuple[tuple[int, ...], float]:
    """Positions of the sections that cover most, and the share of the query the best covers."""
    headings = columns.headings.split("\n")
    bodies = columns.bodies.split("\n")
    total = sum(weights) or 1.0
    found: list[tuple[float, int]] = []
    widest = 0.0
    for position, body in enumerate(bodies):
        heading = headings[position] if position < len(headings) else ""
        value = covered = 0.0
        for term, weight in zip(terms, weights, strict=True):
            count = 2 * frequency(term, heading) + frequency(term, body)
            if count:
                value += weight * count / (SATURATION + count)
                covered += weight
        if value:
            found.append((value + 2 * covered, -position))
            widest = max(widest, covered / total)
    found.sort(reverse=True)
    return tuple(-position for _, position in found[:most]), widest


def rank(pks: Iterable[int], terms: Sequence[Term], pages: int, most: int) -> list[Scored]:
    """Candidates, best first; ties by page id. The best `most` carry their sections."""
    weights = [rarity(term, pages) for term in terms]
    columns = {c.page_id: c for c in load_columns(list(pks))}
    scored = [score_page(c, terms, weights) for c in columns.values()]
    scored.sort(key=lambda s: (-s.score, s.page_id))
    near = []
    for one in scored[: most * 2]:
        sections, widest = best_sections(columns[one.page_id], terms, weights)
        bonus = SECTION_BONUS * widest * sum(weights) * 0.5
        near.append(Scored(one.page_id, one.score + bonus, one.coverage, sections))
    near.sort(key=lambda s: (-s.score, s.page_id))
    return near + scored[most * 2 :]
