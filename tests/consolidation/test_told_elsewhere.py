"""Lessons inside challenges, and working together told outside bullets."""

from __future__ import annotations

import pytest

from tests.consolidation.reading import places

CHALLENGE = "## Challenges\n### 1. Cold bread\n**Problem:** The bread is cold.\n**Solution:** A fire below it.\n"


def test_the_lesson_of_a_challenge_is_a_practice_too(parse) -> None:
    text = f"{CHALLENGE}**Takeaway:** Light the fire before the dough is ready.\n"
    assert places(parse, text) == [("challenge", (2, 5)), ("practice", (5, 5))]


def test_a_label_with_few_words_is_no_lesson(parse) -> None:
    text = f"{CHALLENGE}**Takeaway:** Warm bread.\n"
    assert places(parse, text) == [("challenge", (2, 5))]


def test_each_item_of_a_pinned_message_is_told(parse) -> None:
    text = (
        "## Collaboration\n**Pinned message**\n\n> Welcome to #BreadAndOvens — meet other bakers.\n>\n"
        "> * Week 1: Post your oven and its loaves.\n> * Ask for a pair to bake with.\n"
    )
    assert places(parse, text) == [
        ("collaboration", (4, 5)),
        ("collaboration", (6, 6)),
        ("collaboration", (7, 7)),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Collaborate via the #BreadAndOvens Discord channel.",
        "Collaborate: Join the #BreadAndOvens Discord channel to meet bakers.",
        "Connect with bakers on Discord in #BreadAndOvens.",
    ],
)
def test_where_to_meet_is_told_anywhere(parse, line: str) -> None:
    assert places(parse, f"## Usage\nRead the book.\n\n{line}\n") == [("collaboration", (4, 4))]


def test_whom_one_looks_forward_to_work_with_stands_above_a_list(parse) -> None:
    text = (
        "## Collaboration\n\nI look forward to collaborating with the bakers of the next town.\n\n"
        "* **Dedicated channel:** `#Bread` on Discord.\n* **Project goal:** To bake all night.\n"
    )
    assert places(parse, text) == [("collaboration", (3, 3)), ("collaboration", (5, 5))]
