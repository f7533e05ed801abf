"""Statements as hundreds of cohorts would write them: made up, with a realistic spread of words.

A word follows another as often as in the texts of `content/`; into these walks come invented
words with a long tail (names of projects, typos), so that most words are rare and a few are
everywhere, as in real documents. Some statements share their first words with an earlier one, as
learners do who met the same thing.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from nexus.consolidation import Lexicon, Voice

KINDS = ("challenge", "practice", "collaboration")
SHARES = (0.5, 0.42, 0.08)  # of the kinds, as in the labelled documents
RARE = 0.06  # of words, an invented one
AGAIN = 0.3  # of statements, one that begins as an earlier one did
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]+")


class Writer:
    """Walks over pairs of words, always the same for a seed."""

    def __init__(self, content: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.next: dict[str, list[str]] = defaultdict(list)
        for path in sorted(content.rglob("*.md")):
            words = _WORD.findall(path.read_text(encoding="utf-8", errors="ignore"))
            for one, other in pairwise(words):
                self.next[one.lower()].append(other.lower())
        self.starts = sorted(self.next)

    def invented(self) -> str:
        """A word from a long tail: the n-th is n times as rare as the first."""
        rank = int(self.random.paretovariate(0.35)) % 60_000
        letters = "bcdfgklmnprstvz"
        word = ""
        while True:
            word += letters[rank % 15] + "aeiou"[rank % 5]
            rank //= 15
            if not rank:
                return word + "ex"

    def words(self, fewest: int, most: int) -> list[str]:
        """A run of words."""
        word, found = self.random.choice(self.starts), []
        for _ in range(self.random.randint(fewest, most)):
            if self.random.random() < RARE:
                found.append(self.invented())
            word = self.random.choice(self.next.get(word) or self.starts)
            found.append(word)
        return found


def write_statements(content: Path, count: int, seed: int = 7) -> Iterator[tuple[str, str, str]]:
    """(kind, problem, solution) of `count` statements."""
    writer = Writer(content, seed)
    kept: dict[str, list[list[str]]] = {kind: [] for kind in KINDS}
    for _ in range(count):
        (kind,) = writer.random.choices(KINDS, SHARES)
        words = writer.words(8, 30)
        if kept[kind] and writer.random.random() < AGAIN:
            earlier = writer.random.choice(kept[kind])
            words = earlier[: len(earlier) * 2 // 3] + words[: len(words) // 3]
        elif len(kept[kind]) < 20_000:
            kept[kind].append(words)
        solution = " ".join(writer.words(6, 24)) if kind == "challenge" else ""
        yield kind, " ".join(words), solution


def voices(content: Path, count: int, lexicon: Lexicon, seed: int = 7) -> Iterator[Voice]:
    """The same as voices."""
    for n, (kind, problem, solution) in enumerate(write_statements(content, count, seed)):
        title = " ".join(problem.split()[:8])
        terms = lexicon.mentions(f"{problem} {solution}")
        yield Voice(f"{n:064x}", kind, title, problem, solution, terms)
