"""Short texts that say the same, such as the fixes of one challenge."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from nexus.consolidation.features import Features, features_of
from nexus.consolidation.groups import Groups
from nexus.consolidation.similarity import DIGITS, Space, Weights, statistics_of
from nexus.consolidation.voices import Voice

JOIN = 0.34  # mean likeness from which two fixes are one way to solve it


def group_alike(texts: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """Key → text as groups: (the key of the most central text, all keys), whatever their order.

    For as many texts as one page holds: every pair is looked at.
    """
    keys = sorted(texts)
    if len(keys) < 2:
        return [(key, [key]) for key in keys]
    features = [features_of_text(texts[key]) for key in keys]
    space = Space(features, statistics_of(features), Weights())
    groups = Groups(len(keys), {})
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


@lru_cache(maxsize=4096)
def features_of_text(text: str) -> Features:
    """Kept, as a page is composed again with each voice that comes to it."""
    return features_of(Voice("", "solution", "", text, ""))


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
