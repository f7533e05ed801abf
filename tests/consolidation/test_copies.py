"""How much of two texts is the same, estimated and exactly."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from nexus.consolidation.copies import (
    BUCKETS,
    FEWEST,
    estimate,
    read_sketches,
    resemblance,
    shingles,
    sketch,
)

WORDS = [f"word{n}" for n in range(4000)]


def test_shingles_are_runs_of_five_words_whatever_stands_between() -> None:
    assert len(shingles("one two three four")) == 0
    assert shingles("One, two: three\n\n# four five!").tolist() == (
        shingles("one two three four five").tolist()
    )
    assert len(shingles("one two three four five six")) == 2
    assert shingles("two one three four five").tolist() != (
        shingles("one two three four five").tolist()
    )


def test_resemblance_is_the_share_of_common_shingles() -> None:
    one = shingles("a b c d e f g h i")
    other = shingles("a b c d e f g h z")
    assert (len(one), len(other)) == (5, 5)
    assert resemblance(one, other) == 4 / 6
    assert resemblance(one, one) == 1.0


def test_a_short_text_has_no_sketch() -> None:
    words = " ".join(WORDS[: FEWEST + 3])
    assert sketch(shingles(words)) == b""
    assert len(sketch(shingles(words + " more"))) == 4 * BUCKETS


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), changed=st.floats(0, 0.3), size=st.integers(200, 3000))
def test_a_sketch_estimates_the_resemblance(seed: int, changed: float, size: int) -> None:
    """Within five standard errors of what it stands for."""
    source = random.Random(seed)
    words = [source.choice(WORDS) for _ in range(size)]
    other = words[: int(size * (1 - changed))]
    one, two = shingles(" ".join(words)), shingles(" ".join(other))
    exact = resemblance(one, two)
    rows = read_sketches([sketch(one), sketch(two)])
    error = (exact * (1 - exact) / BUCKETS) ** 0.5
    assert abs(estimate(rows, rows[0])[1] - exact) <= 5 * error + 0.01
