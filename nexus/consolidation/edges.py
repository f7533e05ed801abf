"""Which voices are alike, and how much: each pair from the two voices and the statistics alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from nexus.consolidation.features import Profile
from nexus.consolidation.leaders import Neighbours, Node
from nexus.consolidation.similarity import Likeness, Numbers, Space, Weights
from nexus.consolidation.vetoes import exclude

Pairs = Iterable[tuple[Numbers, Numbers]]
BELOW = 0.01  # how far under the likeness from which one follows
NOBODY: Neighbours = {}


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs of rows with their likeness."""

    left: Numbers
    right: Numbers
    values: Likeness

    def __iter__(self) -> Iterator[tuple[int, int, float]]:
        return zip(self.left.tolist(), self.right.tolist(), self.values.tolist(), strict=True)


def read_edges(
    space: Space, profiles: Sequence[Profile], weights: Weights, pairs: Pairs | None = None
) -> Edges:
    """The pairs that are alike and that nothing excludes; all pairs when none are named.

    Voices of one theme follow it, whatever their likeness, and entries are compared with what has
    no theme: pairs of which both are one or the other are left out. Nobody follows one with whom
    it shares a single word, however rare: that is a question, so it counts a little less.
    """
    kept = np.array([bool(p.theme) or p.is_entry for p in profiles], bool)
    least = min(weights.suggest, weights.join)
    found: list[tuple[Numbers, Numbers, Likeness]] = []
    for left, right in space.pairs() if pairs is None else pairs:
        keep = ~(kept[left] & kept[right])
        left, right = left[keep], right[keep]
        values = space.likeness(left, right)
        follows = np.flatnonzero(values >= weights.join)
        by_one_word = follows[~space.shares_words(left[follows], right[follows])]
        values[by_one_word] = weights.join - BELOW
        keep = values >= least
        found.append((left[keep], right[keep], values[keep]))
    if not found:
        return Edges(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    left, right, values = (np.concatenate(part) for part in zip(*found, strict=True))
    marks = [p.marks for p in profiles]
    keep = np.array(
        [not exclude(marks[a], marks[b]) for a, b in zip(left, right, strict=True)], bool
    )
    return Edges(left[keep], right[keep], values[keep])


class Likenesses:
    """A graph in memory, as `regroup` reads it."""

    def __init__(
        self,
        profiles: Sequence[Profile],
        edges: Edges,
        weights: Weights,
        placed: Collection[str] = (),
        apart: Mapping[str, AbstractSet[str]] | None = None,
    ) -> None:
        self.node = {p.key: node_of(p, placed) for p in profiles if not p.is_entry}
        self.near: dict[str, dict[str, float]] = defaultdict(dict)
        keys = [p.key for p in profiles]
        for left, right, value in edges:
            a, b = keys[left], keys[right]
            if value >= weights.join and a in self.node and b in self.node:
                if apart and b in apart.get(a, ()):
                    continue
                self.near[a][b] = self.near[b][a] = value

    def nodes(self, keys: Collection[str]) -> Mapping[str, Node]:
        return {key: self.node[key] for key in keys}

    def neighbours(self, keys: Collection[str]) -> Mapping[str, Neighbours]:
        return {key: self.near.get(key, NOBODY) for key in keys}

    def groups(self, keys: Collection[str]) -> Mapping[str, str]:
        return {}


def node_of(profile: Profile, placed: Collection[str]) -> Node:
    return Node(
        profile.key, len(profile.features.ids), profile.theme, is_free=profile.key not in placed
    )
