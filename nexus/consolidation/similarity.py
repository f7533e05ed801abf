"""How alike voices are: one vector each, of problem, solution and topic; likeness is the cosine.

Salton and Buckley, "Term-weighting approaches in automatic text retrieval" (1988): (1 + log tf) ·
idf, with unit length for each part before the parts are weighed against one another.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nexus.consolidation.features import PARTS, SHIFT, Features, Ids, finding_ids
from nexus.consolidation.groups import DIGITS

Numbers = NDArray[np.int64]
Likeness = NDArray[np.float64]
LEAST_SHARED = 0.06  # likeness by these features alone from which a pair is looked at
MOST_FINDING = 16  # rarest features of a voice by which it is found
AT_ONCE = 1024  # rows looked at together, so that memory stays bounded
PAIRS_AT_ONCE = 30_000


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each signal counts; `version` stands beside what was decided with them."""

    version: int = 5
    problem: float = 0.55
    solution: float = 0.3
    topic: float = 0.15
    words: float = 0.6  # against character 4-grams
    join: float = 0.4  # likeness from which a voice follows another
    sure: float = 0.65  # likeness from which a voice follows one of a theme that it does not name
    suggest: float = 0.18  # likeness from which two voices are a suggestion

    def of_parts(self) -> NDArray[np.float64]:
        """What each part of a voice counts, in the order of PARTS; their sum is 1."""
        grams = 1 - self.words
        parts = {
            "problem": self.problem * self.words,
            "problem_grams": self.problem * grams,
            "solution": self.solution * self.words,
            "solution_grams": self.solution * grams,
            "topic": self.topic,
            "phrases": 0.0,
        }
        return np.array([parts[name] for name in PARTS])


@dataclass(frozen=True, slots=True)
class Statistics:
    """In how many voices each feature occurs: fitted once, then held until the next fit.

    A feature of one voice is not kept: it says as much as one that nobody has used so far.
    """

    voices: int
    ids: Ids
    frequency: NDArray[np.int32]

    def frequency_of(self, ids: Ids) -> NDArray[np.int32]:
        """In how many voices; 1 for a feature that was not in several at the fit."""
        if not len(self.ids):
            return np.ones(len(ids), np.int32)
        place = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        found: NDArray[np.int32] = np.where(self.ids[place] == ids, self.frequency[place], 1)
        return found

    @property
    def common(self) -> int:
        """A feature in more voices than this finds nothing."""
        return max(64, self.voices // 500)

    def to_bytes(self) -> bytes:
        """Both arrays, compressed."""
        return zlib.compress(
            self.ids.astype("<i4").tobytes() + self.frequency.astype("<i4").tobytes(), 1
        )

    @classmethod
    def from_bytes(cls, voices: int, data: bytes) -> Statistics:
        """What `to_bytes` wrote."""
        both = np.frombuffer(zlib.decompress(data), "<i4").astype(np.int32)
        return cls(voices, both[: len(both) // 2], both[len(both) // 2 :])


def statistics_of(features: Iterable[Features]) -> Statistics:
    """Frequencies over a set of voices."""
    all_ids = [f.ids for f in features]
    joined = np.concatenate(all_ids) if all_ids else np.zeros(0, np.int32)
    ids, counts = np.unique(joined, return_counts=True)
    several = counts > 1
    return Statistics(len(all_ids), ids[several].astype(np.int32), counts[several].astype(np.int32))


def products_of(
    one: sparse.csr_matrix, left: Numbers, other: sparse.csr_matrix, right: Numbers
) -> Likeness:
    """The scalar product of each pair of rows, so many at once that memory stays bounded."""
    found = np.zeros(len(left))
    for start in range(0, len(left), PAIRS_AT_ONCE):
        part = slice(start, start + PAIRS_AT_ONCE)
        products = one[left[part]].multiply(other[right[part]])
        found[part] = np.asarray(products.sum(axis=1)).ravel()
    return found


class Space:
    """Voices as rows of one sparse matrix of unit vectors."""

    def __init__(
        self, features: Sequence[Features], statistics: Statistics, weights: Weights
    ) -> None:
        self.features = features
        self.statistics = statistics
        sizes = np.array([len(f.ids) for f in features], np.int64)
        ids = np.concatenate([f.ids for f in features] or [np.zeros(0, np.int32)])
        counts = np.concatenate([f.counts for f in features] or [np.zeros(0, np.float32)])
        rows = np.repeat(np.arange(len(features)), sizes)
        self.columns, places = np.unique(ids, return_inverse=True)
        frequency = statistics.frequency_of(self.columns)
        idf = np.log((statistics.voices + 1) / (frequency + 1)).clip(0) + 1.0
        values = (1.0 + np.log(counts.astype(np.float64))) * idf[places]
        values = _of_unit_length(values, rows * len(PARTS) + (ids >> SHIFT))
        values *= np.sqrt(weights.of_parts())[ids >> SHIFT]
        values = _of_unit_length(values, rows)
        shape = (len(features), len(self.columns))
        starts = np.concatenate(([0], np.cumsum(sizes)))
        self.matrix = sparse.csr_matrix((values, places.ravel(), starts), shape=shape)

    def likeness(self, left: Numbers, right: Numbers) -> Likeness:
        """Cosine of each pair of rows, 0..1."""
        found = products_of(self.matrix, left, self.matrix, right)
        return np.round(np.minimum(found, 1.0), DIGITS).astype(np.float64)

    def shares_words(self, left: Numbers, right: Numbers) -> NDArray[np.bool_]:
        """Whether each pair has two words of the problem in common, or half of what one has."""
        words = self._problem_words
        sizes = np.asarray(words.sum(axis=1)).ravel()
        shared = products_of(words, left, words, right)
        fewer = np.minimum(sizes[left], sizes[right])
        found: NDArray[np.bool_] = (shared >= 2) | (2 * shared >= fewer)
        return found

    @cached_property
    def _problem_words(self) -> sparse.csr_matrix:
        """1 where the problem of a row has a word."""
        words = self.matrix[:, (self.columns >> SHIFT) == 0]
        words.data = np.ones_like(words.data)
        return words

    def pairs(self) -> Iterator[tuple[Numbers, Numbers]]:
        """Pairs of rows that share features which are not common, left before right."""
        keys = self.finding_matrix()
        if not keys.nnz:
            return
        turned = keys.T.tocsr()
        for start in range(0, keys.shape[0], AT_ONCE):
            shared = (keys[start : start + AT_ONCE] @ turned).tocoo()
            left = shared.row.astype(np.int64) + start
            right = shared.col.astype(np.int64)
            keep = (left < right) & (np.round(shared.data, DIGITS) >= LEAST_SHARED)
            yield left[keep], right[keep]

    def finding_matrix(self) -> sparse.csr_matrix:
        """1 where a row is found by a feature."""
        found = [self.finding_of(f) for f in self.features]
        starts = np.concatenate(([0], np.cumsum([len(f) for f in found], dtype=np.int64)))
        joined = np.concatenate(found or [np.zeros(0, np.int32)])
        places = np.searchsorted(self.columns, joined)
        shape = (len(self.features), len(self.columns))
        sizes = np.diff(starts)
        rows = np.repeat(np.arange(len(found)), sizes)
        values = np.asarray(self.matrix[rows, places]).ravel() if len(rows) else np.zeros(0)
        return sparse.csr_matrix((values, places, starts), shape=shape)

    def finding_of(self, features: Features) -> Ids:
        """The features by which this voice is found; common ones are left out."""
        return found_by(features, self.statistics)


def found_by(features: Features, statistics: Statistics) -> Ids:
    """The rarest features of a voice, by which others are found; common ones find nothing."""
    ids = finding_ids(features)
    frequency = statistics.frequency_of(ids)
    shared = ids[(frequency >= 2) & (frequency <= statistics.common)]
    rarest = np.lexsort((shared, statistics.frequency_of(shared)))[:MOST_FINDING]
    found: Ids = np.sort(np.concatenate((shared[rarest], ids[frequency < 2])))
    return found


def _of_unit_length(values: Likeness, groups: Numbers) -> Likeness:
    """Values divided by the length of the group that each is of."""
    if not len(values):
        return values
    squares = np.bincount(groups, weights=values * values)
    lengths = np.sqrt(squares[groups])
    return values / np.where(lengths > 0, lengths, 1.0)
