"""Names of a list that lost its line breaks and marks."""

from __future__ import annotations

import re

from nexus.consolidation.extract.lists import Found
from nexus.consolidation.lexicon import Lexicon
from nexus.consolidation.names import tidy
from nexus.consolidation.sections import TECHNOLOGY

FEWEST = 4  # names in one line that are a list
LONGEST_NAME = 5  # words
LOOKED_AT = 120  # characters before a dash
_DASH = re.compile(r"\s[–—-]\s")


def names_in_line(lexicon: Lexicon, text: str) -> list[Found]:
    """Names of "Redis – quick to read Docker – the same everywhere …"; none of a sentence."""
    dashes = list(_DASH.finditer(text))
    if len(dashes) < FEWEST:
        return []
    befores = (text[max(0, dash.start() - LOOKED_AT) : dash.start()] for dash in dashes)
    found = [name for before in befores if (name := _before(lexicon, before))]
    return found if len(found) >= FEWEST and len(found) * 3 >= len(dashes) * 2 else []


def _before(lexicon: Lexicon, text: str) -> Found | None:
    """The longest name that a text ends with."""
    words = text.split()
    for size in range(min(LONGEST_NAME, len(words)), 0, -1):
        name = tidy(" ".join(words[-size:]))
        term = lexicon.exact(name) if name[:1].isupper() else None
        if term is not None:
            return (term.kind, term.name if term.kind == TECHNOLOGY else name)
    return None
