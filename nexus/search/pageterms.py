"""What searches read of a page: what each token is worth, before it is known what is asked.

BM25F (Robertson, Zaragoza, Taylor 2004): frequencies in title, headings and body are added with
weights before they saturate. Lengths are normalised against fixed averages, so that a score does
not depend on what else was indexed meanwhile, and both databases give the same order.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

# Weights of the fields and how much each is normalised by its length, set by trying neighbours of
# BM25F's usual values on the 60 known items of the corpus; most score within 0.03.
TITLE, HEADING, BODY = 6.0, 2.0, 1.0
# The opening of a page (its first letters) says what it is about; words in it count once more.
OPENING, OPENING_LENGTH = 2.0, 700
BODY_SHARE, BODY_LENGTH = 0.9, 300
HEADING_SHARE, HEADING_LENGTH = 1.0, 20
WEIGHING = 1  # another number for other weights: those in the rows are no longer taken then


@dataclass(frozen=True, slots=True)
class PageTerms:
    """What the ranking reads of a page: its title's tokens, a line for each name, and `weights`.

    A question asks for a few of hundreds of tokens, so the text of weights is looked into as it
    is (`weights_of`): to take it apart would cost more than all that is asked of it.
    """

    title: str
    weights: str

    def weight(self, entry: str) -> float:
        """What a token is worth here, 0 where the page does not hold it; see `entry_of`."""
        found = self.weights.find(entry)
        if found < 0:
            return 0.0
        begins = found + len(entry)
        return float(self.weights[begins : self.weights.index("\n", begins)])

    def letters(self) -> int:
        return len(self.title) + len(self.weights)

    def names(self) -> list[list[str]]:
        """The tokens of each name of the page."""
        return [name.split() for name in self.title.split("\n")]


@dataclass(frozen=True, slots=True)
class PageLines:
    """The token columns of a page: a line for each name, for each heading, for each body."""

    title: str
    headings: str
    bodies: str

    def letters(self) -> int:
        return len(self.title) + len(self.headings) + len(self.bodies)


def entry_of(token: str) -> str:
    """What stands before the weight of a token."""
    return f"\n{token}\t"


def weights_of(stamp: str, title: str, headings: str, bodies: str, length: int) -> str:
    """Each token and its weighted frequency, to four digits, a line for each; first, what of.

    From the token columns of a page (tokens apart by spaces, names and sections by lines) and
    their stamp.
    """
    body_norm = 1 - BODY_SHARE + BODY_SHARE * length / BODY_LENGTH
    in_headings = Counter(headings.split())
    heading_norm = 1 - HEADING_SHARE
    heading_norm += HEADING_SHARE * in_headings.total() / HEADING_LENGTH
    values = {token: BODY * count / body_norm for token, count in Counter(bodies.split()).items()}
    for token, count in Counter(bodies[:OPENING_LENGTH].split()).items():
        values[token] = values.get(token, 0.0) + OPENING * min(count, 2)
    for token, count in in_headings.items():
        values[token] = values.get(token, 0.0) + HEADING * min(count / heading_norm, 4)
    for token, count in Counter(title.split()).items():
        values[token] = values.get(token, 0.0) + TITLE * min(count, 2)
    entries = [f"{entry_of(token)}{value:.4g}" for token, value in values.items()]
    return f"{head_of(stamp)}{''.join(entries)}\n"


def head_of(stamp: str) -> str:
    """How the weights of tokens with this stamp begin.

    Rows that were written without weights, or by a release that did not know of them, are told by
    it from those whose weights are of their tokens.
    """
    return f"{WEIGHING} {stamp}\n"
