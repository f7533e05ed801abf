"""Which themes a text may speak of, found by its words before any pattern is tried."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from nexus.consolidation.lexicon import Lexicon, Theme

_WORD = re.compile(r"[a-z0-9]+")
_GROUP = re.compile(r"\(\?<!\[a-z0-9\]\)\(\?:(.*)\)", re.S)
Place = tuple[int, int]  # theme and group of words


class ThemeWords:
    """Themes by the letters that their words begin with.

    Words of a theme begin where a word of the text does, so a theme fits only a text of which some
    word begins as one of each group does. A group with a word that begins with no letters is left
    to the patterns.
    """

    def __init__(self, themes: Iterable[Theme]) -> None:
        self.themes = tuple(themes)
        self.beginnings: dict[str, set[Place]] = defaultdict(set)
        self.needed: list[set[Place]] = []
        for number, theme in enumerate(self.themes):
            needed = set()
            for group, pattern in enumerate(theme.patterns):
                begin = beginnings(pattern.pattern)
                if begin:
                    needed.add((number, group))
                    for letters in begin:
                        self.beginnings[letters].add((number, group))
            self.needed.append(needed)
        self.longest = max(map(len, self.beginnings), default=0)
        self._places = lru_cache(maxsize=1 << 16)(self._look_up)

    def likely(self, text: str) -> list[Theme]:
        """The themes that a text may be of, in their order; no other one fits."""
        here: set[Place] = set()
        for word in set(_WORD.findall(text.lower())):
            here |= self._places(word)
        return [t for t, needed in zip(self.themes, self.needed, strict=True) if needed <= here]

    def _look_up(self, word: str) -> frozenset[Place]:
        found: set[Place] = set()
        for size in range(1, min(len(word), self.longest) + 1):
            found |= self.beginnings.get(word[:size], set())
        return frozenset(found)


@lru_cache(maxsize=32)
def theme_words(lexicon: Lexicon, kind: str) -> ThemeWords:
    """Those of a kind, made once for a lexicon."""
    return ThemeWords(lexicon.themes.get(kind, ()))


def beginnings(pattern: str) -> set[str]:
    """The letters that each alternative of a group begins with; empty where one has none."""
    inside = _GROUP.fullmatch(pattern)
    if inside is None:
        return set()
    found = {letters_of(word) for word in alternatives(inside[1])}
    return set() if "" in found else found


def letters_of(word: str) -> str:
    """What every text that matches begins with, as far as that is plain letters."""
    letters = _WORD.match(word.lower())
    if letters is None:
        return ""
    optional = word[letters.end() : letters.end() + 1] in {"?", "*", "{"}
    return letters[0][:-1] if optional else letters[0]


def alternatives(pattern: str) -> list[str]:
    """What stands between the bars of a pattern, those inside brackets aside."""
    found, depth, start, escaped = [], 0, 0, False
    for place, char in enumerate(pattern):
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif char == "|" and not depth:
            found.append(pattern[start:place])
            start = place + 1
    return [*found, pattern[start:]]
