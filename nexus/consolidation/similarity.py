"""How alike two voices are: words and character 4-grams, problem, solution and topic apart."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from nexus.consolidation.normalise import grams, stems
from nexus.consolidation.vetoes import vetoed
from nexus.consolidation.voices import Voice

Vector = dict[str, float]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each signal counts; a row of a versioned table on the Django side."""

    version: int = 1
    problem: float = 0.62
    solution: float = 0.23
    topic: float = 0.15
    words: float = 0.6  # against character 4-grams
    join: float = 0.38  # mean likeness to the members of a cluster from which a voice joins
    sure: float = 0.62  # likeness from which two voices are merged although no theme holds them
    suggest: float = 0.08


@dataclass(slots=True)
class Statistics:
    """In how many voices each feature occurs."""

    voices: int = 0
    frequency: Counter[str] = field(default_factory=Counter)

    def idf(self, feature: str) -> float:
        """Rarity of a feature."""
        return math.log((self.voices + 1) / (self.frequency.get(feature, 0) + 1)) + 1.0


@dataclass(frozen=True, slots=True)
class Profile:
    """A voice as vectors."""

    voice: Voice
    problem: Vector
    problem_grams: Vector
    solution: Vector
    solution_grams: Vector


def _counts(text: str) -> tuple[Counter[str], Counter[str]]:
    return Counter(stems(text)), Counter(grams(text))


def statistics_of(voices: Iterable[Voice]) -> Statistics:
    """Frequencies over a set of voices."""
    out = Statistics()
    for voice in voices:
        words, chars = _counts(f"{voice.title} {voice.problem} {voice.solution}")
        out.voices += 1
        out.frequency.update(words.keys())
        out.frequency.update(f"4:{g}" for g in chars)
    return out


def _unit(counts: Mapping[str, float], statistics: Statistics, mark: str = "") -> Vector:
    vector = {k: (1 + math.log(c)) * statistics.idf(mark + k) for k, c in counts.items()}
    norm = math.sqrt(sum(v * v for v in vector.values())) or 1.0
    return {k: v / norm for k, v in vector.items()}


def profile(voice: Voice, statistics: Statistics) -> Profile:
    """Vectors of a voice; the title counts twice when the problem repeats it."""
    words, chars = _counts(f"{voice.title} {voice.problem}")
    more, more_chars = _counts(voice.solution)
    return Profile(
        voice,
        _unit(words, statistics),
        _unit(chars, statistics, "4:"),
        _unit(more, statistics),
        _unit(more_chars, statistics, "4:"),
    )


def cosine(a: Vector, b: Vector) -> float:
    """Cosine of two unit vectors."""
    if len(b) < len(a):
        a, b = b, a
    return sum(v * b[k] for k, v in a.items() if k in b)


def _jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0


def alike(a: Profile, b: Profile, weights: Weights | None = None) -> float:
    """Likeness 0..1 of two profiles, vetoes left out."""
    w = weights or Weights()
    problem = w.words * cosine(a.problem, b.problem) + (1 - w.words) * cosine(
        a.problem_grams, b.problem_grams
    )
    total = w.problem * problem
    reach = w.problem
    if a.solution and b.solution:
        total += w.solution * (
            w.words * cosine(a.solution, b.solution)
            + (1 - w.words) * cosine(a.solution_grams, b.solution_grams)
        )
        reach += w.solution
    if a.voice.terms and b.voice.terms:
        total += w.topic * _jaccard(a.voice.terms, b.voice.terms)
        reach += w.topic
    return min(1.0, total / reach)


def score(
    a: Voice, b: Voice, corpus_statistics: Statistics, weights: Weights | None = None
) -> float:
    """Likeness 0..1 of two voices of one kind; 0 when a veto forbids that they are the same."""
    if a.kind != b.kind:
        return 0.0
    if a.key == b.key:
        return 1.0
    if vetoed(a, b):
        return 0.0
    return alike(profile(a, corpus_statistics), profile(b, corpus_statistics), weights)


def candidate_keys(voice: Voice) -> frozenset[str]:
    """What a postings table keeps of a voice: word stems, terms, a sketch of its 4-grams."""
    words = set(stems(f"{voice.title} {voice.problem}"))
    chars = sorted(set(grams(voice.problem)), key=lambda g: hash_of(g))[:6]
    return frozenset(
        {f"w:{w}" for w in words} | {f"t:{t}" for t in voice.terms} | {f"g:{g}" for g in chars}
    )


def hash_of(text: str) -> int:
    """A hash that is the same in every process."""
    value = 2166136261
    for byte in text.encode():
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value
