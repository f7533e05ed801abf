"""What joins voices to groups: a theme both speak of, or likeness to all of a group on average."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nexus.consolidation.features import Profile
from nexus.consolidation.groups import Groups
from nexus.consolidation.similarity import DIGITS, Likeness, Numbers, Space, Weights
from nexus.consolidation.vetoes import exclude

WORTH_SHOWING = 0.15  # likeness from which two voices are a suggestion


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs of rows with their likeness; the rows after the profiles are anchors."""

    left: Numbers
    right: Numbers
    values: Likeness


def read_edges(space: Space, profiles: Sequence[Profile], weights: Weights) -> Edges:
    """Every pair that is alike and not excluded; pairs of which both have a theme are left out."""
    themed = np.zeros(space.matrix.shape[0], bool)
    themed[: len(profiles)] = [bool(p.theme) for p in profiles]
    themed[len(profiles) :] = True  # an anchor is a suggestion for what has no theme
    found: list[tuple[Numbers, Numbers, Likeness]] = []
    for left, right in space.pairs():
        keep = ~(themed[left] & themed[right])
        left, right = left[keep], right[keep]
        values = space.likeness(left, right)
        keep = values >= min(WORTH_SHOWING, weights.join)
        found.append((left[keep], right[keep], values[keep]))
    if not found:
        return Edges(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    left = np.concatenate([part[0] for part in found])
    right = np.concatenate([part[1] for part in found])
    values = np.concatenate([part[2] for part in found])
    marks = [p.marks for p in profiles] + [frozenset()] * (len(themed) - len(profiles))
    keep = np.array(
        [not exclude(marks[a], marks[b]) for a, b in zip(left, right, strict=True)], bool
    )
    return Edges(left[keep], right[keep], values[keep])


def link_themes(groups: Groups, profiles: Sequence[Profile], free: Sequence[bool]) -> None:
    """Voices of one theme are one group, as far as decisions allow."""
    first: dict[str, int] = {}
    for row, profile in enumerate(profiles):
        if profile.theme and free[row]:
            groups.merge(first.setdefault(profile.theme, row), row)


def link_by_likeness(
    groups: Groups,
    space: Space,
    profiles: Sequence[Profile],
    edges: Edges,
    free: Sequence[bool],
    weights: Weights,
) -> None:
    """Join voices without a theme: to a theme they are surely like, else to one another.

    The most alike pairs come first; groups merge when their members are alike on average, so
    that no chain forms.
    """
    among = (edges.values >= weights.join) & (edges.right < len(profiles))
    best: dict[int, tuple[float, int]] = {}
    loose: list[tuple[float, int, int]] = []
    for a, b, value in zip(
        edges.left[among].tolist(),
        edges.right[among].tolist(),
        edges.values[among].tolist(),
        strict=True,
    ):
        if not (free[a] and free[b]):
            continue
        themes = bool(profiles[a].theme), bool(profiles[b].theme)
        if not any(themes):
            loose.append((-value, a, b))
        elif value >= weights.sure:
            voice, themed = (b, a) if themes[0] else (a, b)
            best[voice] = max(best.get(voice, (0.0, 0)), (value, -themed))
    attached = {
        voice for voice, (_, themed) in sorted(best.items()) if groups.merge(-themed, voice)
    }
    sums = Sums(space, groups)
    for _, a, b in sorted(loose):
        if a in attached or b in attached or groups.group[a] == groups.group[b]:
            continue
        if sums.mean_likeness(a, b) >= weights.join:
            sums.merge(a, b)


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
