"""Short texts that say the same, such as the fixes of one challenge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nexus.consolidation.features import Features, features_of
from nexus.consolidation.groups import Groups
from nexus.consolidation.similarity import DIGITS, Space, Weights, statistics_of
from nexus.consolidation.vetoes import code_names_of, senses_of
from nexus.consolidation.voices import Voice

JOIN = 0.34  # mean likeness from which two fixes are one way to solve it


NOTHING: Mapping[str, frozenset[str]] = {}


def group_alike(
    texts: Mapping[str, str], named: Mapping[str, frozenset[str]] = NOTHING
) -> list[tuple[str, list[str]]]:
    """Key → text as groups: (the key of the most central text, all keys), whatever their order.

    `named` are the technologies that texts name. Opposites stay apart, and so do texts that each
    name a technology, or only names in code, that the other does not. For as many texts as one
    page holds: every pair is looked at.
    """
    keys = sorted(texts)
    if len(keys) < 2:
        return [(key, [key]) for key in keys]
    read = [read_text(texts[key]) for key in keys]
    features = [one.features for one in read]
    space = Space(features, statistics_of(features), Weights())
    groups = Groups(len(keys), apart(read, [named.get(key, frozenset()) for key in keys]))
    sums = Sums(space, groups)
    likeness = (space.matrix @ space.matrix.T).toarray().round(6)
    left, right = np.triu_indices(len(keys), 1)
    values = likeness[left, right]
    alike = values >= JOIN
    order = np.lexsort((right[alike], left[alike], -values[alike]))
    for a, b in zip(left[alike][order].tolist(), right[alike][order].tolist(), strict=True):
        if groups.group[a] != groups.group[b] and sums.mean_likeness(a, b) >= JOIN:
            sums.merge(a, b)
    rows = groups.sorted()
    group_of = np.zeros(len(keys), np.int64)
    for number, members in enumerate(rows):
        group_of[members] = number
    heads = space.most_central(group_of, len(rows))
    return [(keys[heads[n]], [keys[m] for m in members]) for n, members in enumerate(rows)]


@dataclass(frozen=True, slots=True)
class Read:
    """What is compared of a text."""

    features: Features
    senses: frozenset[tuple[int, bool]]
    code: frozenset[str]


@lru_cache(maxsize=1 << 13)
def read_text(text: str) -> Read:
    """Kept, as a page is composed again with each voice that comes to it."""
    features = features_of(Voice("", "solution", "", text, ""))
    return Read(features, senses_of(text), code_names_of(text))


def apart(read: Sequence[Read], named: Sequence[frozenset[str]]) -> dict[int, set[int]]:
    """Row → the rows that say something else, however alike their words are."""
    senses = presence([one.senses for one in read])
    code = presence([one.code for one in read])
    tools = presence(named)
    kept = np.zeros((len(read), len(read)), bool)
    for column, (pair, first) in enumerate(senses.names):
        other = senses.names.get((pair, not first))
        if other is not None:
            one, two = senses.rows[:, column], senses.rows[:, other]
            kept |= np.outer(one & ~two, two & ~one)
    shared = tools.counts @ tools.counts.T
    alone = tools.sizes[:, None] - shared
    kept |= (alone > 0) & (alone.T > 0)
    named_both = (code.sizes[:, None] > 0) & (code.sizes[None, :] > 0)
    kept |= named_both & (code.counts @ code.counts.T == 0)
    kept |= kept.T
    return {
        row: set(np.flatnonzero(kept[row]).tolist())
        for row in np.flatnonzero(kept.any(axis=1)).tolist()
    }


@dataclass(frozen=True, slots=True)
class Presence:
    """Which row holds which name; columns by name."""

    names: dict[Any, int]
    rows: NDArray[np.bool_]

    @property
    def counts(self) -> NDArray[np.int32]:
        return self.rows.astype(np.int32)

    @property
    def sizes(self) -> NDArray[np.int32]:
        found: NDArray[np.int32] = self.counts.sum(axis=1, dtype=np.int32)
        return found


def presence(sets: Sequence[frozenset[Any]]) -> Presence:
    names = {name: n for n, name in enumerate(sorted(set().union(*sets)))}
    rows = np.zeros((len(sets), len(names)), bool)
    for row, found in enumerate(sets):
        rows[row, [names[name] for name in found]] = True
    return Presence(names, rows)


class Sums:
    """Groups with the sum of their rows: its product is the sum of all likenesses."""

    def __init__(self, space: Space, groups: Groups) -> None:
        self.space = space
        self.groups = groups
        self.sums: dict[int, dict[int, float]] = {}

    def of(self, row: int) -> dict[int, float]:
        """The sum of the rows of this row's group."""
        group = self.groups.group[row]
        if group not in self.sums:
            self.sums[group] = self.space.sum_of(self.groups.members[group])
        return self.sums[group]

    def mean_likeness(self, a: int, b: int) -> float:
        """Mean cosine of all pairs between the groups of two rows."""
        sizes = [len(self.groups.members[self.groups.group[row]]) for row in (a, b)]
        one, other = sorted((self.of(a), self.of(b)), key=len)
        total = sum(value * other[column] for column, value in one.items() if column in other)
        return round(total / (sizes[0] * sizes[1]), DIGITS)

    def merge(self, a: int, b: int) -> None:
        """Join two groups, unless a decision keeps them apart."""
        one, other = sorted((self.of(a), self.of(b)), key=len)
        before = self.groups.group[a], self.groups.group[b]
        if self.groups.merge(a, b):
            for column, value in one.items():
                other[column] = other.get(column, 0.0) + value
            for group in before:
                self.sums.pop(group, None)
            self.sums[self.groups.group[a]] = other
