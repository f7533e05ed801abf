"""Words by how they begin: what a theme looks for in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Stems:
    """Beginnings of words, as one pattern.

    It is compiled when something is first looked for: that takes long for all themes together, and
    most processes look for few of them.
    """

    pattern: str

    @classmethod
    def of(cls, words: Iterable[str]) -> Stems:
        """Any of these beginnings; each may be a pattern itself ("colou?r")."""
        return cls(r"(?<![a-z0-9])(?:" + "|".join(words) + ")")

    def search(self, text: str) -> re.Match[str] | None:
        """The first place where a word of a text begins so. Raises re.error for no pattern."""
        return _compiled(self.pattern).search(text)


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.I)
