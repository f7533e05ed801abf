"""The programme's own brief: statements that only repeat it are marked."""

from __future__ import annotations

import re

from nexus.consolidation.inline import plain
from nexus.consolidation.statements import Statement

_SHINGLE = 3
_FEWEST = 4


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9+#]+", plain(" ".join(text.split())).lower())


def _shingles(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[n : n + _SHINGLE]) for n in range(max(0, len(words) - _SHINGLE + 1))}


class Brief:
    """What the programme itself wrote, as word shingles."""

    def __init__(self, text: str) -> None:
        self.shingles: set[tuple[str, ...]] = set()
        for line in text.splitlines():
            self.shingles |= _shingles(_words(line))

    def repeats(self, statement: Statement) -> bool:
        """Whether nine tenths of a statement's words stand in the brief in the same order."""
        words = _words(statement.text)
        if len(words) < _FEWEST:
            return False
        own = _shingles(words)
        return len(own & self.shingles) >= 0.9 * len(own)
