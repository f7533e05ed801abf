"""Groups of rows that merge by how alike they are on average, unless two of them must not meet."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# Likeness is rounded: neither the order of sums nor what else stands in the space decides.
DIGITS = 6


class Groups:
    """Rows, each at first a group of its own. A group is named by its place among these rows.

    `likeness` is of every pair of them, `apart` says which must not meet; both are symmetric, and
    become those of groups in place: a sum of likenesses, and whether any two must not meet.
    """

    def __init__(
        self, rows: Sequence[int], likeness: NDArray[np.float64], apart: NDArray[np.bool_]
    ) -> None:
        self.sums = likeness
        self.apart = apart
        self.group = {row: place for place, row in enumerate(rows)}
        self.members = {place: [row] for place, row in enumerate(rows)}

    def merge_alike(self, a: int, b: int, least: float) -> None:
        """Join the groups of two rows, if their mean likeness is enough and they may meet."""
        one, other = self.group[a], self.group[b]
        if one == other or self.apart[one, other]:
            return
        pairs = len(self.members[one]) * len(self.members[other])
        if round(float(self.sums[one, other]) / pairs, DIGITS) >= least:
            self.merge(one, other)

    def merge(self, one: int, other: int) -> None:
        """The smaller group becomes part of the larger."""
        keep, drop = sorted((one, other), key=lambda g: (-len(self.members[g]), g))
        moved = self.members.pop(drop)
        for row in moved:
            self.group[row] = keep
        self.members[keep] += moved
        self.sums[keep] += self.sums[drop]
        self.sums[:, keep] = self.sums[keep]
        self.apart[keep] |= self.apart[drop]
        self.apart[:, keep] = self.apart[keep]

    def sorted(self) -> list[list[int]]:
        """Every group with its rows ascending, by its first row."""
        return sorted(sorted(rows) for rows in self.members.values())
