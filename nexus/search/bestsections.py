"""Which sections of a page answer best."""

from __future__ import annotations

from dataclasses import dataclass

from nexus.search.pageterms import PageLines
from nexus.search.ranking import Weighted


@dataclass(frozen=True, slots=True)
class Best:
    """Where a section stands on its page, and what of the query its text holds."""

    position: int
    tokens: frozenset[str]


def best_sections(page: PageLines, weighted: Weighted, most: int = 3) -> tuple[Best, ...]:
    """The sections that cover most of what the title does not, best first.

    The first section, when only the title holds what was asked.
    """
    # Only tokens the page holds are looked for in each of its sections.
    held = [
        (weight * strength, needle, needle not in page.title)
        for term, weight in weighted
        for needle, strength in term.needles
        if needle in page.bodies or needle in page.headings
    ]
    found: list[tuple[float, int, frozenset[str]]] = []
    sections = zip(page.headings.split("\n"), page.bodies.split("\n"), strict=False)
    for position, (heading, body) in enumerate(sections):
        value, tokens = 0.0, []
        for weight, needle, is_new in held:
            in_body = body.count(needle)
            count = 2 * heading.count(needle) + in_body
            if count:
                value += weight * (count / (1.4 + count) + 2 * is_new)
            if in_body:
                tokens.append(needle.strip())
        if value:
            found.append((value, -position, frozenset(tokens)))
    found.sort(key=lambda one: one[:2], reverse=True)
    best = tuple(Best(-position, tokens) for _, position, tokens in found[:most])
    return best or (Best(0, frozenset()),)
