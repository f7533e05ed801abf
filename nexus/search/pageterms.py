"""What each token of a page is worth, before it is known what is asked.

BM25F (Robertson, Zaragoza, Taylor 2004): frequencies in title, headings and body are added with
weights before they saturate. Lengths are normalised against fixed averages, so that a score does
not depend on what else was indexed meanwhile, and both databases give the same order.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass

# Weights of the fields and how much each is normalised by its length, set by trying neighbours of
# BM25F's usual values on the 60 known items of the corpus; most score within 0.03.
TITLE, HEADING, BODY = 6.0, 2.0, 1.0
# The opening of a page (its first letters) says what it is about; words in it count once more.
OPENING, OPENING_LENGTH = 2.0, 700
BODY_SHARE, BODY_LENGTH = 0.9, 300
HEADING_SHARE, HEADING_LENGTH = 1.0, 20


@dataclass(frozen=True, slots=True)
class PageTerms:
    """`values`: token → its weighted frequency. `names`: the tokens of each name of the page.

    `title`, `headings` and `bodies` are the token columns themselves.
    """

    values: dict[str, float]
    names: tuple[tuple[str, ...], ...]
    in_title: frozenset[str]
    title: str
    headings: str
    bodies: str


def terms_of_page(title: str, headings: str, bodies: str, length: int) -> PageTerms:
    """From the token columns of a page (tokens apart by spaces, names and sections by lines)."""
    body_norm = 1 - BODY_SHARE + BODY_SHARE * length / BODY_LENGTH
    in_headings = Counter(headings.split())
    heading_norm = 1 - HEADING_SHARE
    heading_norm += HEADING_SHARE * in_headings.total() / HEADING_LENGTH
    in_body = Counter(bodies.split())
    values = {sys.intern(token): BODY * count / body_norm for token, count in in_body.items()}
    for token, count in Counter(bodies[:OPENING_LENGTH].split()).items():
        values[token] = values.get(token, 0.0) + OPENING * min(count, 2)
    for token, count in in_headings.items():
        values[token] = values.get(token, 0.0) + HEADING * min(count / heading_norm, 4)
    for token, count in Counter(title.split()).items():
        values[token] = values.get(token, 0.0) + TITLE * min(count, 2)
    names = tuple(tuple(name.split()) for name in title.split("\n"))
    return PageTerms(values, names, frozenset(title.split()), title, headings, bodies)
