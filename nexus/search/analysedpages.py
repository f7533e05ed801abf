"""The token columns of a page, made anew only where its words are other ones.

A page's columns hold one line for each of its sections, in order, so the line of a section that
stays the same is taken from the row. Who changes the analyser lets a migration empty the index.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeAlias

from nexus.search.analysis import tokens_and_words
from nexus.search.models import SearchPage
from nexus.search.pages import MOST_SECTIONS, IndexedPage, IndexedSection
from nexus.search.pageterms import weights_of

LONGEST_SECTION = 20_000
Counts: TypeAlias = "Counter[str]"
Section: TypeAlias = "tuple[str, str, str]"  # heading, anchor, text, as rows have them


@dataclass(frozen=True, slots=True)
class Analysis:
    """The token columns of a page, with its words as written, of what is new on it."""

    title: str
    headings: str
    bodies: str
    length: int
    words: Mapping[str, str]

    @property
    def stamp(self) -> str:
        """Another one for other tokens."""
        text = f"{self.title}\0{self.headings}\0{self.bodies}"
        return blake2b(text.encode(), digest_size=8).hexdigest()

    @property
    def weights(self) -> str:
        """What each token is worth."""
        return weights_of(self.stamp, self.title, self.headings, self.bodies, self.length)

    @property
    def tokens(self) -> set[str]:
        """Each token once."""
        return set(f"{self.title} {self.headings} {self.bodies}".split())


def sections_of(page: IndexedPage) -> list[Section]:
    """What rows hold of a page."""
    return [as_section(section) for section in page.sections[:MOST_SECTIONS]]


def as_section(section: IndexedSection) -> Section:
    text = " ".join(section.text[:LONGEST_SECTION].split())
    return section.heading, section.anchor, text


def analyse_page(
    page: IndexedPage, sections: Sequence[Section], row: SearchPage, there: Sequence[Section]
) -> Analysis:
    """Columns for these sections; `there` are those that `row` was made of."""
    words: dict[str, str] = {}
    titles = [line_of(name, words) for name in (page.title, *page.names)]
    known = known_lines(row, there)
    headings, bodies = [], []
    for heading, anchor, text in sections:
        lines = known.get((heading, anchor, text))
        if lines is None:
            lines = line_of(heading, words), line_of(text, words)
        headings.append(lines[0])
        bodies.append(lines[1])
    body = "\n".join(bodies)
    return Analysis("\n".join(titles), "\n".join(headings), body, len(body.split()), words)


def known_lines(row: SearchPage, there: Sequence[Section]) -> dict[Section, tuple[str, str]]:
    """The lines of sections that a row has already."""
    if not there:
        return {}
    headings, bodies = row.heading_tokens.split("\n"), row.body_tokens.split("\n")
    if not len(headings) == len(bodies) == len(there):
        return {}
    return dict(zip(there, zip(headings, bodies, strict=True), strict=True))


def line_of(text: str, words: dict[str, str]) -> str:
    """Tokens with a space on either side of each, so that " token " finds whole tokens only.

    The words they were written as are added to `words`.
    """
    tokens, found = tokens_and_words(text)
    words.update(found)
    return f" {tokens} "


def tokens_of(row: SearchPage) -> set[str]:
    """The tokens of a row as it stands."""
    return set(f"{row.title_tokens} {row.heading_tokens} {row.body_tokens}".split())
