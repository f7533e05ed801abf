"""Fixes are grouped as a plain reading of the rule groups them, in whatever order they come."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nexus.consolidation import group_alike
from nexus.consolidation.alike import JOIN, read_text
from nexus.consolidation.similarity import Space, Weights, statistics_of

WORDS = (
    "oven queue index query cache retry timeout printer label seat parcel night weigh "
    "enable disable add remove select_related prefetch_related set_cookie"
).split()
TOOLS = ("redis", "rabbitmq", "celery")
TEXTS = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=3, max_size=7).map(" ".join),
    min_size=2,
    max_size=14,
    unique=True,
)
Named = Mapping[str, frozenset[str]]


def must_not_meet(one: str, other: str, named: Named) -> bool:
    """Opposite senses, only other names in code, or each a tool that the other does not name."""
    mine, theirs = read_text(one), read_text(other)
    senses = [
        (p, s)
        for p, s in mine.senses
        if (p, not s) in theirs.senses and (p, s) not in theirs.senses
    ]
    if any((p, not s) not in mine.senses for p, s in senses):
        return True
    if mine.code and theirs.code and not mine.code & theirs.code:
        return True
    return bool(named[one] - named[other] and named[other] - named[one])


def plain(texts: list[str], named: Named) -> list[tuple[str, list[str]]]:
    """The most alike pairs first; two groups join when the mean of all their pairs is enough."""
    texts = sorted(texts)
    features = [read_text(text).features for text in texts]
    space = Space(features, statistics_of(features), Weights())
    every = range(len(texts))
    left, right = (np.array(side) for side in zip(*product(every, every), strict=True))
    likeness = dict(zip(product(every, every), space.likeness(left, right).tolist(), strict=True))

    def like(a: int, b: int) -> float:
        return likeness[a, b]

    pairs = sorted((-like(a, b), a, b) for a, b in combinations(every, 2))
    groups = [{row} for row in range(len(texts))]
    for value, a, b in pairs:
        one, other = (next(g for g in groups if row in g) for row in (a, b))
        across = [(x, y) for x in one for y in other]
        if -value < JOIN or one is other:
            continue
        if any(must_not_meet(texts[x], texts[y], named) for x, y in across):
            continue
        if round(sum(like(x, y) for x, y in across) / len(across), 5) >= JOIN:
            groups.remove(other)
            one |= other
    found = []
    for group in groups:
        rows = sorted(group)
        head = max(rows, key=lambda row: (round(sum(like(row, o) for o in rows), 4), -row))
        found.append((texts[head], [texts[row] for row in rows]))
    return sorted(found, key=lambda one: one[1])


@settings(max_examples=150, deadline=None)
@given(texts=TEXTS, data=st.data())
def test_groups_are_those_of_a_plain_reading(texts: list[str], data: st.DataObject) -> None:
    some = st.frozensets(st.sampled_from(TOOLS), max_size=2)
    named = {text: data.draw(some) for text in texts}
    shuffled = data.draw(st.permutations(texts))
    found = group_alike({text: text for text in shuffled}, named.__getitem__)
    assert found == plain(texts, named)
