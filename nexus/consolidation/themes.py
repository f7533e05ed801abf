"""Which theme of the lexicon a voice speaks of."""

from __future__ import annotations

from collections.abc import Sequence

from nexus.consolidation.lexicon import Theme
from nexus.consolidation.voices import Voice

FEWEST = 1.0


def theme_of(voice: Voice, themes: Sequence[Theme]) -> tuple[Theme, float] | None:
    """The best theme with its strength, or None when none fits or two fit equally well."""
    whole = f"{voice.title} {voice.problem}"[:3000]
    best: tuple[float, Theme] | None = None
    for theme in themes:
        in_title = all(p.search(voice.title) for p in theme.patterns)
        if not in_title and not all(p.search(whole) for p in theme.patterns):
            continue
        if theme.veto is not None and theme.veto.search(whole):
            continue
        strength = theme.weight + (1.0 if in_title else 0.0) + 0.25 * len(theme.patterns)
        if best is None or strength > best[0]:
            best = (strength, theme)
    return (best[1], best[0]) if best and best[0] >= FEWEST else None
