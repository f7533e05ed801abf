"""One entry for each real thing: 353 names as people write them, 0.98 both ways."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from nexus.consolidation import Lexicon, slugify

NAMES = Path(__file__).parent / "data" / "names.txt"


def read_names() -> list[tuple[int, str]]:
    """(line, name): names on one line are one thing."""
    found = []
    for number, line in enumerate(NAMES.read_text(encoding="utf-8").splitlines()):
        if line and not line.startswith("#"):
            found += [(number, name.strip()) for name in line.partition(":")[2].split("|")]
    return found


def test_names_of_one_thing_are_one_entry(lexicon) -> None:
    """Pairs of names: of those joined, and of those that belong together, how many are right."""
    rows = read_names()
    assert len(rows) == 353
    terms = [lexicon.resolve(name) for _, name in rows]
    keys = [t.slug if t else slugify(name) for t, (_, name) in zip(terms, rows, strict=True)]
    right = joined = belonging = 0
    for one, other in combinations(range(len(rows)), 2):
        same, together = rows[one][0] == rows[other][0], keys[one] == keys[other]
        right += same and together
        joined += together
        belonging += same
    assert right / joined >= 0.98
    assert right / belonging >= 0.98


@pytest.mark.parametrize(
    "name",
    ["Secure Shell", "Efficient Net", "Secure Cookies", "Go best practices", "Role of Redis"],
)
def test_a_tool_is_not_what_is_left_of_another_name(lexicon: Lexicon, name: str) -> None:
    """Adjectives and the like may be part of a tool's name; around an idea they say little."""
    assert lexicon.resolve(name) is None


def test_an_idea_is_what_is_left_of_its_name(lexicon: Lexicon) -> None:
    for name in ("Secure pagination", "Importance of pagination", "Pagination best practices"):
        found = lexicon.resolve(name)
        assert found is not None, name
        assert found.slug == "pagination"
