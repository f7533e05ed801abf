"""What a voice is compared by: counted features as numbers, the same in every process."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nexus.consolidation.anchors import anchor_voice
from nexus.consolidation.lexicon import Theme
from nexus.consolidation.normalise import grams, stem, stems, words_of
from nexus.consolidation.themes import names_an_area, theme_of, theme_of_fix
from nexus.consolidation.themewords import ThemeWords
from nexus.consolidation.vetoes import marks_of
from nexus.consolidation.voices import Anchor, Voice

_CODE = re.compile(r"\w_\w")
Ids = NDArray[np.int32]
Counts = NDArray[np.float32]

# The part of a voice stands in the high bits of a feature's number, its hash in the low ones.
PARTS = ("problem", "problem_grams", "solution", "solution_grams", "topic", "phrases")
SHIFT = 27
FEATURES_VERSION = 3  # of what a profile holds; another one makes profiles anew
STRONGEST = 3.0  # strength of a theme that a title names with all of its groups
SKETCH = 6  # 4-grams of a problem that serve to find it


@dataclass(frozen=True, slots=True)
class Features:
    """Numbers of features, ascending, and how often each occurs."""

    ids: Ids
    counts: Counts

    def to_bytes(self) -> bytes:
        """Six bytes a feature; counts above 65,535 are cut."""
        counts = np.minimum(self.counts, 65535).astype("<u2")
        return self.ids.astype("<i4").tobytes() + counts.tobytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> Features:
        """What `to_bytes` wrote."""
        size = len(data) // 6
        ids = np.frombuffer(data, "<i4", size).astype(np.int32)
        return cls(ids, np.frombuffer(data, "<u2", size, size * 4).astype(np.float32))


@dataclass(frozen=True, slots=True)
class Profile:
    """A voice reduced to what clustering reads; none of it depends on other voices."""

    key: str
    kind: str
    title: str
    features: Features
    theme: str = ""
    strength: float = 0.0  # how clearly it speaks of its theme, 0..1
    words: tuple[str, ...] = ()  # stems of the title
    marks: frozenset[str] = frozenset()
    terms: frozenset[str] = frozenset()
    is_entry: bool = False  # a canonical entry, which voices are compared with


def number(part: int, feature: str) -> int:
    """The number of a feature of a part of a voice."""
    return (part << SHIFT) | (crc32(feature.encode()) >> (32 - SHIFT))


def features_of(voice: Voice) -> Features:
    """Stems and 4-grams of problem and solution, and the terms and names in code that they name.

    A name in code says what is spoken of, and not what goes wrong with it.
    """
    problem, solution = words_of(f"{voice.title} {voice.problem}"), words_of(voice.solution)
    return counted(
        [
            *(number(4, term) for term in voice.terms),
            *numbers_of(0, problem),
            *numbers_of(2, solution),
            *(number(5, phrase) for phrase in phrases([stem(word) for word in problem])),
        ]
    )


def features_of_text(text: str) -> Features:
    """The same of a text by itself, as that of a problem; it is not looked for by phrases."""
    return counted(numbers_of(0, words_of(text)))


def counted(numbers: Sequence[int]) -> Features:
    """Each of these numbers once, with how often it is there."""
    ids, counts = np.unique(np.array(numbers, np.int32), return_counts=True)
    return Features(ids.astype(np.int32), counts.astype(np.float32))


def numbers_of(part: int, words: Iterable[str]) -> list[int]:
    """The features of the words of a part; of a name in code, that it is spoken of."""
    found: list[int] = []
    for word in words:
        found += [number(4, word)] if _CODE.search(word) else numbers_of_word(part, word)
    return found


@lru_cache(maxsize=1 << 16)
def numbers_of_word(part: int, word: str) -> tuple[int, ...]:
    """The features of one word: its stem in `part`, its 4-grams in the part after that."""
    return (number(part, stem(word)), *(number(part + 1, gram) for gram in grams(word)))


def profile(voice: Voice, themes: Iterable[Theme] | ThemeWords = ()) -> Profile:
    """All that clustering reads of a voice. `themes` are those of its kind."""
    words = themes if isinstance(themes, ThemeWords) else ThemeWords(themes)
    said = f"{voice.title} {voice.problem}"
    found = theme_of(voice, words.likely(said))
    if found is None and names_an_area(voice):
        found = theme_of_fix(voice, words.likely(f"{said} {voice.solution}"))
    return Profile(
        key=voice.key,
        kind=voice.kind,
        title=voice.title,
        features=features_of(voice),
        theme=found[0].slug if found else "",
        strength=min(1.0, found[1] / STRONGEST) if found else 0.0,
        words=tuple(stems(voice.title)),
        marks=marks_of(voice),
        terms=voice.terms,
    )


def entry_profile(anchor: Anchor) -> Profile:
    """A canonical entry as it is compared with voices."""
    voice = anchor_voice(anchor)
    return Profile(anchor.key, anchor.kind, anchor.title, features_of(voice), is_entry=True)


def phrases(words: Sequence[str]) -> list[str]:
    """Pairs of neighbours; they find voices all of whose words are common, and weigh nothing."""
    return [f"{one} {other}" for one, other in pairwise(words)]


def finding_ids(features: Features) -> Ids:
    """By which features a voice may be found: problem stems, terms, phrases, some 4-grams."""
    ids = features.ids
    parts = ids >> SHIFT
    sketch = ids[parts == 1]
    if len(sketch) > SKETCH:
        low = sketch & ((1 << SHIFT) - 1)
        sketch = np.sort(sketch[np.argpartition(low, SKETCH)[:SKETCH]])
    found: Ids = np.concatenate((ids[parts == 0], sketch, ids[parts >= 4]))
    return found
