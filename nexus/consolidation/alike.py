"""Short texts that say the same, such as the fixes of one challenge."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nexus.consolidation.features import Features, features_of_text
from nexus.consolidation.groups import DIGITS, Groups
from nexus.consolidation.similarity import Space, Weights, statistics_of
from nexus.consolidation.vetoes import code_names_of, senses_of

Flags = NDArray[np.bool_]
JOIN = 0.34  # mean likeness from which two fixes are one way to solve it
ROUNDS_TO_JOIN = JOIN - 0.5 * 10**-DIGITS


def nothing(text: str) -> frozenset[str]:
    return frozenset()


def group_alike(
    texts: Mapping[str, str], technologies: Callable[[str], frozenset[str]] = nothing
) -> list[tuple[str, list[str]]]:
    """Key → text as groups: (the key of the most central text, all keys), whatever their order.

    `technologies` says what a text names, and is asked of those that are like another one alone.
    Opposites stay apart, and so do texts that each name a technology, or only names in code, that
    the other does not. For as many texts as one page holds: every pair is looked at.
    """
    keys = sorted(texts)
    if len(keys) < 2:
        return [(key, [key]) for key in keys]
    read = [read_text(texts[key]) for key in keys]
    features = [one.features for one in read]
    matrix = Space(features, statistics_of(features), Weights()).matrix
    likeness = (matrix @ matrix.T).toarray()
    left, right = np.nonzero(np.triu(likeness >= ROUNDS_TO_JOIN, 1))
    values = likeness[left, right].round(DIGITS)
    some = np.unique(np.concatenate((left, right)))
    groups = Groups(
        some.tolist(),
        likeness[np.ix_(some, some)],
        apart([read[row] for row in some], [technologies(texts[keys[row]]) for row in some]),
    )
    for place in np.lexsort((right, left, -values)).tolist():
        groups.merge_alike(int(left[place]), int(right[place]), JOIN)
    alone = [[row] for row in sorted(set(range(len(keys))).difference(some.tolist()))]
    found = sorted([*groups.sorted(), *alone])
    return [(keys[central(likeness, rows)], [keys[row] for row in rows]) for rows in found]


def central(likeness: NDArray[np.float64], rows: Sequence[int]) -> int:
    """The row that is most like all of its group; the first of equals."""
    if len(rows) < 3:
        return rows[0]
    sums = likeness[np.ix_(rows, rows)].sum(axis=1).round(DIGITS)
    return rows[int(sums.argmax())]


@dataclass(frozen=True, slots=True)
class Read:
    """What is compared of a text."""

    features: Features
    senses: frozenset[tuple[int, bool]]
    code: frozenset[str]


@lru_cache(maxsize=1 << 13)
def read_text(text: str) -> Read:
    """Kept, as a page is composed again with each voice that comes to it."""
    return Read(features_of_text(text), senses_of(text), code_names_of(text))


def apart(read: Sequence[Read], named: Sequence[frozenset[str]]) -> Flags:
    """Which rows say something else than which, however alike their words are."""
    kept = np.zeros((len(read), len(read)), bool)
    for pair in {pair for one in read for pair, _ in one.senses}:
        sides = [{first for n, first in one.senses if n == pair} for one in read]
        yes, no = (
            [row for row, side in enumerate(sides) if side == {is_}] for is_ in (True, False)
        )
        kept[np.ix_(yes, no)] = True
    rows, shared, sizes = in_common(named)
    alone = sizes[:, None] > shared
    kept[np.ix_(rows, rows)] |= alone & alone.T
    rows, shared, _ = in_common([one.code for one in read])
    kept[np.ix_(rows, rows)] |= shared == 0
    return kept | kept.T


def in_common(
    sets: Sequence[frozenset[str]],
) -> tuple[list[int], NDArray[np.float64], NDArray[np.float64]]:
    """Rows that hold any name, how many names each two of them share, and how many each has."""
    rows = [row for row, names in enumerate(sets) if names]
    place = {name: n for n, name in enumerate(sorted(set().union(*sets)))}
    held = np.zeros((len(rows), len(place)))
    for number, row in enumerate(rows):
        held[number, [place[name] for name in sets[row]]] = 1
    return rows, held @ held.T, held.sum(axis=1)
