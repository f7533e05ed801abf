"""Groups of rows that merge unless a decision keeps two of their members apart."""

from __future__ import annotations

from collections.abc import Mapping


class Groups:
    """Rows 0..n-1, each at first a group of its own. `apart` is row → rows it must not meet."""

    def __init__(self, size: int, apart: Mapping[int, set[int]]) -> None:
        self.group = list(range(size))
        self.members: dict[int, list[int]] = {row: [row] for row in range(size)}
        self.apart = apart

    def allowed(self, a: int, b: int) -> bool:
        """Whether no decision keeps the groups of two rows apart."""
        mine, theirs = self.members[self.group[a]], self.members[self.group[b]]
        return not any(self.apart[m] & set(theirs) for m in mine if m in self.apart)

    def merge(self, a: int, b: int) -> bool:
        """Join the groups of two rows, the smaller into the larger; False when it is forbidden."""
        mine, theirs = self.group[a], self.group[b]
        if mine == theirs:
            return True
        if self.apart and not self.allowed(a, b):
            return False
        keep, drop = sorted((mine, theirs), key=lambda g: (-len(self.members[g]), g))
        moved = self.members.pop(drop)
        for row in moved:
            self.group[row] = keep
        self.members[keep].extend(moved)
        return True

    def sorted(self) -> list[list[int]]:
        """Every group with its rows ascending, by its first row."""
        return sorted(sorted(rows) for rows in self.members.values())
