"""Canonical entries that voices may join by name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from nexus.consolidation.normalise import stems
from nexus.consolidation.voices import Anchor, Voice

_IDENTIFIER = re.compile(r"[_+]|\d")


class AnchorNames:
    """Anchors by the stems of each name they go by."""

    def __init__(self, anchors: Iterable[Anchor]) -> None:
        self.whole: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self.inside: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for anchor in anchors:
            for name in (anchor.title, *anchor.aliases):
                phrase = tuple(stems(name))
                if phrase:
                    self.whole[phrase].add(anchor.key)
                    # A single word inside a title counts only when it is an identifier.
                    if len(phrase) >= 2 or _IDENTIFIER.search(name):
                        self.inside[phrase].add(anchor.key)
        self.longest = max((len(p) for p in self.inside), default=0)

    def named_in(self, words: Sequence[str]) -> str | None:
        """Key of the one anchor whose longest name the stems of a title hold; None in doubt."""
        if keys := self.whole.get(tuple(words)):
            return min(keys) if len(keys) == 1 else None
        for size in range(min(self.longest, len(words)), 0, -1):
            found: set[str] = set()
            for start in range(len(words) - size + 1):
                found |= self.inside.get(tuple(words[start : start + size]), set())
            if found:
                return min(found) if len(found) == 1 else None
        return None

    def named(self, title: str) -> str | None:
        """Key of the one anchor that goes by exactly this title."""
        keys = self.whole.get(tuple(stems(title)), set())
        return min(keys) if len(keys) == 1 else None


def anchor_voice(anchor: Anchor) -> Voice:
    """An anchor as a voice, so that it can be compared with others."""
    return Voice(
        anchor.key, anchor.kind, anchor.title, " ".join(anchor.aliases), anchor.text, anchor.terms
    )
