"""Which theme of the lexicon a voice speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nexus.consolidation.lexicon import Theme
from nexus.consolidation.voices import Voice

FEWEST = 1.0
IN_TITLE = 1.25
LEADING = 0.75
_LEAD = re.compile(r"\s*(?::|\s[–—-]\s|→|\()")
_ASIDE = re.compile(r"\([^()]*\)?")


def theme_of(voice: Voice, themes: Sequence[Theme]) -> tuple[Theme, float] | None:
    """The best theme with its strength, or None when none fits.

    A title says more than what follows it, and its first words (before a colon or a bracket) say
    most; a habit is of no theme whose first group of words its title lacks. Of two that are
    equally strong the one whose words come first wins.
    """
    title = " ".join(_ASIDE.sub(" ", voice.title).split()) or voice.title
    cut = _LEAD.search(voice.title)
    lead = voice.title[: cut.start()] if cut else ""
    whole = f"{voice.title} {voice.problem}"[:3000]
    best: tuple[float, int, Theme] | None = None
    for theme in themes:
        level, words = IN_TITLE, title
        found = _places(theme, title)
        if found is None and (voice.kind != "practice" or theme.patterns[0].search(title)):
            level, words = 0.0, whole
            found = _places(theme, whole)
        if found is None or (theme.veto is not None and theme.veto.search(words)):
            continue
        strength = theme.weight + level + 0.25 * len(theme.patterns)
        if lead and theme.patterns[0].search(lead):
            strength += LEADING
        if best is None or (strength, -found) > (best[0], -best[1]):
            best = (strength, found, theme)
    return (best[2], best[0]) if best and best[0] >= FEWEST else None


def _places(theme: Theme, text: str) -> int | None:
    """Where the first word of a theme stands in a text of which it is, else None."""
    first = len(text)
    for pattern in theme.patterns:
        found = pattern.search(text)
        if found is None:
            return None
        first = min(first, found.start())
    return first
