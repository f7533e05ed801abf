"""Lists whose names are told by a sentence, an item or their own items; every example is made up."""

from __future__ import annotations

import pytest

from tests.consolidation.reading import Parse, names, places, told

SKILLS = "- Error handling in ovens\n- Caching of loaves\n"


@pytest.mark.parametrize(
    ("lead", "found"),
    [
        ("This project demonstrates proficiency in:", True),
        ("I strengthened my skills in:", True),
        ("The concepts we learned are as follows;", True),
        ("You go through important concepts, some of which are:", True),
        ("The bakery has an oven for:", False),
        ("The concepts of the bakery:", False),
        ("I gained skills in baking. It sells:", False),
    ],
)
def test_a_sentence_says_what_the_list_below_it_holds(
    parse: Parse, lead: str, *, found: bool
) -> None:
    ideas = [kind for kind, _ in names(parse, f"# Bakery\n\n{lead}\n\n{SKILLS}")]
    assert ideas == (["concept"] * 2 if found else [])


def test_what_a_programme_covers_is_said_in_passing_where_more_is_told(parse: Parse) -> None:
    covers = "# Bakery\n\n## Overview\n\nThe course covers topics of:\n\n" + SKILLS
    assert len(names(parse, covers)) == 2
    assert names(parse, f"{covers}\n## Technologies\n\n- Redis\n") == [("technology", "Redis")]


def test_skills_below_a_heading_that_promises_takeaways_are_ideas(parse: Parse) -> None:
    text = (
        "## Skills and Takeaways\n\nI grew my skills in:\n\n"
        "- **Caching:** Keeping loaves warm for the next guest.\n- **Testing:** Trying each loaf.\n"
    )
    assert {kind for kind, _ in names(parse, text)} == {"concept"}
    advice = text.replace("I grew my skills in:", "What the oven taught:")
    assert {kind for kind, _ in names(parse, advice)} == {"practice"}


def test_an_item_names_the_section_that_it_holds(parse: Parse) -> None:
    text = "# Bakery\n\n## Overview\n\n* **Key Technologies**\n \n  * Redis\n  * Docker\n"
    assert names(parse, text) == [("technology", "Redis"), ("technology", "Docker")]


def test_challenges_below_a_sentence(parse: Parse) -> None:
    text = (
        "# Bakery\n\nSome of the challenges we faced were:\n\n"
        "- The oven stayed cold: fixed by changing the fuse.\n"
        "- Loaves burnt at night: solved with a timer.\n"
    )
    assert [problem for problem, _ in told(parse, text)] == [((5, 5),), ((6, 6),)]


def test_lines_without_marks_below_learning_outcomes(parse: Parse) -> None:
    text = (
        "Bakery\n\nThe main learning outcomes build on that:\n\nRedis for orders\n\n"
        "Docker for ovens\n\nGraphQL for guests\n\nWe bake at night.\n"
    )
    assert names(parse, text) == [
        ("technology", "Redis"),
        ("technology", "Docker"),
        ("technology", "GraphQL"),
    ]


# ------------------------------------------------------------------ stacks
STACK = """# Bakery

## Architecture

- **Framework**: Django with Celery
- **Database**: PostgreSQL (bread) / SQLite (cake)
- **Guests**: known by their faces
- **Hosting**: baked on **Docker** for warm loaves
"""


def test_kinds_of_things_with_their_tools_are_a_stack(parse: Parse) -> None:
    assert names(parse, STACK) == [
        ("technology", "Django"),
        ("technology", "Celery"),
        ("technology", "PostgreSQL"),
        ("technology", "SQLite"),
        ("technology", "Docker"),
    ]


@pytest.mark.parametrize("heading", ["Prerequisites", "Future work", "How to install"])
def test_what_is_needed_or_to_come_is_no_stack(parse: Parse, heading: str) -> None:
    assert names(parse, STACK.replace("Architecture", heading)) == []


def test_two_of_many_items_are_no_stack(parse: Parse) -> None:
    more = "- **Bread**: rye, spelt\n- **Cake**: plum\n- **Night**: quiet\n- **Day**: loud\n"
    assert names(parse, STACK + more) == []


def test_kinds_with_names_in_a_fence_are_read(parse: Parse) -> None:
    fence = "## Technologies\n\n```{}\nBackend: Django, Celery\nData: Redis\n```\n"
    found = [("technology", "Django"), ("technology", "Celery"), ("technology", "Redis")]
    assert names(parse, fence.format("markdown")) == found
    assert names(parse, fence.format("python")) == []


@pytest.mark.parametrize(
    "code",
    ["Name: rye\nOvens: two, three", "Oven: Two, (three)\nBread: Rye", "Oven: Two\nBread: Rye"],
)
def test_other_lines_in_a_fence_are_code(parse: Parse, code: str) -> None:
    assert places(parse, f"## Best Practices\n\n```\n{code}\n```\n") == []


# ------------------------------------------------------------------ labels
def test_what_a_problem_did_is_told_with_it_before_the_solution(parse: Parse) -> None:
    text = (
        "## Challenges\n\n### Cold oven\n\n**Issue:** The fuse broke.\n\n**Impact:** No bread.\n\n"
        "**Solution:** Keep two fuses.\n"
    )
    assert told(parse, text) == [(((3, 3), (5, 5), (7, 7)), ((9, 9),))]
    after = text.replace("**Impact:** No bread.\n\n", "") + "\n**Impact:** Bread again.\n"
    assert told(parse, after) == [(((3, 3), (5, 5)), ((7, 7),))]


def test_a_lesson_that_says_so_is_one_where_nothing_else_tells_of_lessons(parse: Parse) -> None:
    text = "# Bakery\n\n## Our oven\n\n**Key Insight:** warm ovens bake twice as many loaves.\n"
    assert places(parse, text) == [("practice", (5, 5))]
    assert places(parse, text.replace(" bake twice as many loaves", "")) == []


def test_how_long_it_took_is_no_lesson(parse: Parse) -> None:
    text = "## Takeaways\n\n- Warm the oven early\n\n**Time Invested:** 8 hours\n"
    assert places(parse, text) == [("practice", (3, 3))]
