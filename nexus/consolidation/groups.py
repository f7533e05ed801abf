"""Groups of rows that merge by how alike they are on average, unless two of them must not meet."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

DIGITS = 6  # likeness is rounded, so that no order of sums decides


class Groups:
    """Rows 0..n-1, each at first a group of its own, which the number of one of its rows names.

    `likeness` is of every pair of rows, `apart` says which must not meet; both are symmetric, and
    become those of groups in place: a sum of likenesses, and whether any two must not meet.
    """

    def __init__(self, likeness: NDArray[np.float64], apart: NDArray[np.bool_]) -> None:
        self.sums = likeness
        self.apart = apart
        self.group = list(range(len(likeness)))
        self.members = {row: [row] for row in self.group}

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
