"""What a voice is compared by: counted features as numbers, the same in every process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nexus.consolidation.lexicon import Theme
from nexus.consolidation.normalise import grams, stems
from nexus.consolidation.themes import theme_of
from nexus.consolidation.vetoes import marks_of
from nexus.consolidation.voices import Voice

Ids = NDArray[np.int32]
Counts = NDArray[np.float32]

# The part of a voice stands in the high bits of a feature's number, its hash in the low ones.
PARTS = ("problem", "problem_grams", "solution", "solution_grams", "topic", "phrases")
SHIFT = 27
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
    words: tuple[str, ...] = ()  # stems of the title
    marks: frozenset[str] = frozenset()


def number(part: int, feature: str) -> int:
    """The number of a feature of a part of a voice."""
    return (part << SHIFT) | (crc32(feature.encode()) >> (32 - SHIFT))


def features_of(voice: Voice) -> Features:
    """Stems and 4-grams of problem and solution, and the terms that are named."""
    problem, solution = f"{voice.title} {voice.problem}", voice.solution
    words = stems(problem)
    parts: tuple[Iterable[str], ...] = (
        words,
        grams(problem),
        stems(solution),
        grams(solution),
        voice.terms,
        phrases(words),
    )
    counted: Counter[int] = Counter()
    for part, found in enumerate(parts):
        for feature, count in Counter(found).items():
            counted[number(part, feature)] += count
    ids = np.fromiter(counted.keys(), np.int32, len(counted))
    counts = np.fromiter(counted.values(), np.float32, len(counted))
    order = np.argsort(ids)
    return Features(ids[order], counts[order])


def profile(voice: Voice, themes: Iterable[Theme] = ()) -> Profile:
    """All that clustering reads of a voice. `themes` are those of its kind."""
    found = theme_of(voice, tuple(themes))
    return Profile(
        key=voice.key,
        kind=voice.kind,
        title=voice.title,
        features=features_of(voice),
        theme=found[0].slug if found else "",
        words=tuple(stems(voice.title)),
        marks=marks_of(voice),
    )


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
