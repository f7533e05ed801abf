"""Figures of overlapping scopes, subtracted from one another, tell on nobody."""

from __future__ import annotations

from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nexus.insights.figures import FEWEST, protect, share, shown

SETS = st.integers(0, (1 << 60) - 1)  # people: each has a bit


@given(people=SETS)
def test_a_figure_is_a_multiple_of_five_and_never_of_fewer(people: int) -> None:
    number, found = people.bit_count(), shown(people)
    assert (found is None) is (number < FEWEST)
    if found is not None:
        assert found % FEWEST == 0
        assert found >= FEWEST
        assert abs(found - number) < FEWEST


@given(people=SETS, other=SETS)
def test_the_same_people_are_the_same_number_everywhere(people: int, other: int) -> None:
    """Asking in another way about the same people cannot sharpen the figure."""
    assert shown(people) == shown(people | (people & other))


def test_one_person_more_or_less_is_not_to_be_seen() -> None:
    """Of every number, what is shown may be what is shown of one person fewer."""
    for number in range(FEWEST + 1, 200):
        here = {protect(number, str(mark)) for mark in range(200)}
        without = {protect(number - 1, str(mark)) for mark in range(200)}
        assert here & without, number


def test_figures_are_right_on_average() -> None:
    for number in range(FEWEST, 30):
        drawn = [protect(number, str(mark)) or 0 for mark in range(3000)]
        assert fmean(drawn) == pytest.approx(number, abs=0.25)


def test_another_hub_draws_otherwise(settings: object) -> None:
    """Who reads this code cannot know which way a figure was rounded."""
    here = [protect(7, str(mark)) for mark in range(100)]
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]
    assert [protect(7, str(mark)) for mark in range(100)] != here


@given(part=SETS, whole=SETS)
def test_a_share_is_in_tenths_of_ten_people_or_more(part: int, whole: int) -> None:
    found = share(part, whole)
    if whole.bit_count() < FEWEST or (part & whole).bit_count() < FEWEST:
        assert found is None
    if found is not None:
        assert found in range(0, 101, 10)
