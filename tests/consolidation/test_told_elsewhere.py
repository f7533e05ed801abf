"""Lessons inside challenges, and working together told outside bullets."""

from __future__ import annotations

import pytest

from tests.consolidation.reading import places, titles, told

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


def test_a_channel_in_a_quote_is_told(parse) -> None:
    text = "## Collaboration\n\nCome by:\n\n> **Channel**: `#BreadAndOvens`\n"
    assert places(parse, text) == [("collaboration", (5, 5))]


def test_all_that_the_first_week_is_for_is_told(parse) -> None:
    text = (
        "## Bakers' tip\nUse the **first week** to:\n\n- Say which bread you bake.\n"
        "- Agree early on the shape of trays.\n"
    )
    assert [kind for kind, _ in places(parse, text)] == ["collaboration", "collaboration"]


TWO_SECTIONS = """## 3. What Challenges I Have Faced
Some of them:

- The oven of the emulator did not start
- Letters with sugar prices were not delivered
- Routing of trays between rooms was hard

## 4. How Did I Overcome
I overcame them through:

- Asking bakers everywhere
- Falling back to wheels where routing failed
- Checking the prices and the delivery of letters
- Baking in the village in place of the emulator
"""


def test_solutions_in_a_section_of_their_own_are_paired_by_what_they_name(parse) -> None:
    assert told(parse, TWO_SECTIONS) == [
        (((4, 4),), ((14, 14),)),
        (((5, 5),), ((13, 13),)),
        (((6, 6),), ((12, 12),)),
    ]


def test_lists_of_one_length_are_paired_by_order(parse) -> None:
    text = TWO_SECTIONS.replace("- Asking bakers everywhere\n", "")
    assert told(parse, text) == [
        (((4, 4),), ((11, 11),)),
        (((5, 5),), ((12, 12),)),
        (((6, 6),), ((13, 13),)),
    ]


ISSUES = """## Issues & Solutions of the bakery

### Problems We Faced
1. **Cold ovens** - two bakers at one oven
   - **Solution**: A fire for each of them
   - **Lesson**: One oven is never enough for two

2. **Late flour** - it came after noon
   - **Solution**: Order it on the day before

### What We Got Right
- **Small trays** - easy to carry

## Key Takeaways

1. **Start simple** - bread taught us more than cake
"""


def test_sections_beside_problems_are_their_own(parse) -> None:
    assert titles(parse, ISSUES) == [
        ("challenge", "Cold ovens - two bakers at one oven"),
        ("practice", "One oven is never enough for two"),
        ("challenge", "Late flour - it came after noon"),
        ("practice", "Small trays - easy to carry"),
        ("practice", "Start simple - bread taught us more than cake"),
    ]


def test_mistakes_are_challenges_but_for_those_to_avoid(parse) -> None:
    text = "## Common Mistakes{}\n- **Wrong flour** - rye came in place of wheat on Monday\n"
    assert [kind for kind, _ in places(parse, text.format(" & Lessons"))] == ["challenge"]
    assert "challenge" not in [kind for kind, _ in places(parse, text.format(" to avoid"))]


def test_what_comes_next_is_no_practice(parse) -> None:
    text = "## Best Practices\n- Always warm the oven\n\n**Next phase**: Cakes, with more sugar than before.\n"
    assert places(parse, text) == [("practice", (2, 2))]


@pytest.mark.parametrize("arrow", ["->", "=>", "→"])
def test_an_arrow_after_a_label_is_no_part_of_it(parse, arrow: str) -> None:
    text = f"## Challenges\n### Late bread\nSymptom: guests wait.\nFix {arrow} start an hour earlier.\n"
    assert told(parse, text) == [(((2, 3),), ((4, 4),))]


def test_work_in_pairs_is_told_in_a_sentence(parse) -> None:
    text = "## Collaboration\nWe tasted each other's loaves daily and pair baked on Fridays.\n"
    assert places(parse, text) == [("collaboration", (2, 2))]
