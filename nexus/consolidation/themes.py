"""Which theme of the lexicon a voice speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nexus.consolidation.lexicon import Theme
from nexus.consolidation.voices import Voice

FEWEST = 1.0
IN_TITLE = 1.25
LEADING = 1.5
SHORT_TITLE = 5  # words that name an area and not yet what went wrong
MAIN = 1.5
_LEAD = re.compile(r"\s*(?::|\s[–—-]\s|→|\()")
_ASIDE = re.compile(r"\([^()]*\)?")


def theme_of(voice: Voice, themes: Sequence[Theme]) -> tuple[Theme, float] | None:
    """The best theme with its strength, or None when none fits.

    A title says more than what follows it, and its first words (before a colon or a bracket) say
    most; a habit is of no theme whose first group of words its title lacks, and its main term is
    the one named first: "security: check input" is of security. Of two that are equally strong the
    one whose words come first wins.
    """
    title = " ".join(_ASIDE.sub(" ", voice.title).split()) or voice.title
    cut = _LEAD.search(voice.title)
    said = _Said(
        voice.kind == "practice",
        title,
        voice.title[: cut.start()] if cut else "",
        f"{voice.title} {voice.problem}"[:3000],
    )
    fitting = [f for theme in themes if (f := _fits(theme, said))]
    if not fitting:
        return None
    if said.is_habit:
        main = min(f.main for f in fitting)
        fitting = [replace(f, strength=f.strength + MAIN * (f.main == main)) for f in fitting]
    best = max(fitting, key=lambda f: (f.strength, -f.first))
    return (best.theme, best.strength) if best.strength >= FEWEST else None


def names_an_area(voice: Voice) -> bool:
    """Whether a problem was solved and its title is too short to say what went wrong."""
    is_solved = voice.kind != "practice" and bool(voice.solution)
    return is_solved and len(voice.title.split()) <= SHORT_TITLE


def theme_of_fix(voice: Voice, themes: Sequence[Theme]) -> tuple[Theme, float] | None:
    """The theme of a problem that only names its area, by how it was solved; None for others.

    The title says what it is about ("Deploying"), the solution what of it ("the same on each …").
    """
    if not names_an_area(voice):
        return None
    whole = f"{voice.title} {voice.problem} {voice.solution}"[:3000]
    said = _Said(False, voice.title, "", whole)
    about = [t for t in themes if t.patterns[0].search(voice.title)]
    fitting = [f for theme in about if (f := _fits(theme, said))]
    best = max(fitting, key=lambda f: (f.strength, -f.first), default=None)
    return (best.theme, best.strength) if best and best.strength >= FEWEST else None


@dataclass(frozen=True, slots=True)
class _Said:
    """The words of a voice: a title without asides, what stands before its colon, all of it."""

    is_habit: bool
    title: str
    lead: str
    whole: str


@dataclass(frozen=True, slots=True)
class _Fit:
    """A theme of which a voice is: how surely, and where its words stand."""

    theme: Theme
    strength: float
    first: int  # of all its words
    main: int  # of its first group


def _fits(theme: Theme, said: _Said) -> _Fit | None:
    """How a theme fits a voice, None when it does not."""
    if said.is_habit and theme.patterns[0].search(said.title) is None:
        return None
    level, words = IN_TITLE, said.title
    first = _places(theme, words)
    if first is None:
        level, words = 0.0, said.whole
        first = _places(theme, words)
    if first is None or (theme.veto is not None and theme.veto.search(words)):
        return None
    main = theme.patterns[0].search(words)
    strength = theme.weight + level + 0.25 * len(theme.patterns)
    if said.lead and theme.patterns[0].search(said.lead):
        strength += LEADING
    return _Fit(theme, strength, first, main.start() if main else len(words))


def _places(theme: Theme, text: str) -> int | None:
    """Where the first word of a theme stands in a text of which it is, else None."""
    first = len(text)
    for pattern in theme.patterns:
        found = pattern.search(text)
        if found is None:
            return None
        first = min(first, found.start())
    return first
