"""Canonical entries that voices may join, and ranked suggestions for the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nexus.consolidation.normalise import stems
from nexus.consolidation.similarity import Statistics, Weights, alike, profile, statistics_of
from nexus.consolidation.vetoes import vetoed
from nexus.consolidation.voices import Anchor, Voice


def phrases_of(anchor: Anchor) -> list[tuple[str, ...]]:
    """The stems of each name an anchor goes by."""
    return [tuple(stems(p)) for p in (anchor.title, *anchor.aliases)]


def _holds(words: list[str], phrase: tuple[str, ...]) -> bool:
    size = len(phrase)
    return any(tuple(words[n : n + size]) == phrase for n in range(len(words) - size + 1))


def nearest_anchor(voice: Voice, anchors: Sequence[Anchor]) -> str | None:
    """Key of the one anchor whose name or alias a voice's title holds; None when in doubt.

    A single-word alias counts only when it is an identifier or names the whole title.
    """
    words = stems(voice.title)
    best: list[tuple[int, str]] = []
    for anchor in anchors:
        sizes = [
            len(p)
            for p, source in zip(phrases_of(anchor), (anchor.title, *anchor.aliases), strict=True)
            if p
            and (len(p) >= 2 or p == tuple(words) or re.search(r"[_+]|\d", source))
            and _holds(words, p)
        ]
        if sizes:
            best.append((max(sizes), anchor.key))
    best.sort(reverse=True)
    if not best or (len(best) > 1 and best[0][0] == best[1][0]):
        return None
    return best[0][1]


def anchor_voice(anchor: Anchor) -> Voice:
    """An anchor as a voice, so that it can be compared with others."""
    return Voice(
        anchor.key, anchor.kind, anchor.title, " ".join(anchor.aliases), anchor.text, anchor.terms
    )


def suggest(
    voice: Voice,
    others: Sequence[Voice | Anchor],
    n: int = 5,
    statistics: Statistics | None = None,
    weights: Weights | None = None,
) -> list[tuple[str, float]]:
    """The n most alike of `others` as (key, likeness), best first; vetoed ones left out."""
    w = weights or Weights()
    pool = [anchor_voice(o) if isinstance(o, Anchor) else o for o in others]
    pool = [o for o in pool if o.kind == voice.kind and o.key != voice.key]
    known = statistics or statistics_of([voice, *pool])
    own = profile(voice, known)
    ranked = [(-alike(own, profile(o, known), w), o.key) for o in pool if not vetoed(voice, o)]
    return [(key, round(-value, 4)) for value, key in sorted(ranked)[:n] if -value >= w.suggest]
