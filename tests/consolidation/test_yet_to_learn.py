"""What somebody has yet to learn, plans or points to is nothing that was learned."""

from __future__ import annotations

import pytest

from nexus.consolidation.sections import is_of_future
from tests.consolidation.reading import names, places

HEADINGS = [
    "Future Goals",
    "Goals for the Future",
    "What's Next",
    "Areas I Plan to Continue Developing",
    "Skills to Improve",
    "Next Learning Steps",
    "Tools to Learn Next",
]


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize(
    "below",
    [
        "### Technical Skills\n- Redis\n- Docker\n",
        "Looking ahead, I want to grow my DevOps skills:\n\n- **Caching**: with Redis\n- **Testing**: more\n",
        "### 1. Testing\nI want to deepen my skills in:\n- Unit testing with Jest\n- Load testing\n",
    ],
)
def test_sections_about_the_future_name_nothing(parse, heading: str, below: str) -> None:
    assert places(parse, f"# Notes\n\n## {heading}\n{below}") == []


def test_challenges_below_a_heading_about_the_future_are_told(parse) -> None:
    text = "# Next steps\n## Challenges\n- **Problem:** The oven is cold. **Solution:** Light it.\n"
    assert [kind for kind, _ in places(parse, text)] == ["challenge"]


def test_what_one_had_to_learn_is_no_future() -> None:
    assert not is_of_future("What I had to learn")
    assert is_of_future("What I have yet to learn")


def test_strengths_were_learned(parse) -> None:
    text = "## My Technical Strengths\n### 1. **API Design**\nI shape routes with care.\n"
    assert names(parse, text) == [("concept", "API Design")]


def test_how_a_capstone_uses_what_was_learned_repeats_it(parse) -> None:
    text = "## How My Capstone Integrates Course Concepts\n### Caching\n- Used Redis for trays\n"
    assert names(parse, text) == []


def test_where_to_read_more_names_no_tool(parse) -> None:
    text = (
        "## Resources\n### Planning & Tools\n"
        "- [Trello](https://example.org/t) – tasks\n- [Redis](https://example.org/r) – docs\n"
    )
    assert names(parse, text) == []


def test_an_aim_is_no_idea(parse) -> None:
    text = "## Key Learnings\n- Caching\n- Collaborate effectively with bakers in the next town.\n"
    assert names(parse, text) == [("concept", "Caching")]


def test_topics_that_are_kinds_name_their_tools(parse) -> None:
    text = (
        "## Main topics\n- **Styling:** Tailwind CSS, Sass, warm colours\n"
        "- **State:** Redux and Zustand, when needed\n- **Loaf shapes:** Loaves of all kinds\n"
    )
    tools = [name for kind, name in names(parse, text) if kind == "technology"]
    assert tools == ["Tailwind CSS", "Sass", "Redux", "Zustand"]


def test_the_sides_of_a_tool_are_no_names(parse) -> None:
    text = (
        "## Key Learnings\n### Docker\n- **Thin loaves**: small and safe.\n- **Warm users**: not root.\n"
        "### AWS\n- **EKS**: bakes.\n- **IAM**: guards.\n"
    )
    assert names(parse, text) == [
        ("technology", "Docker"),
        ("technology", "AWS"),
        ("technology", "Amazon EKS"),
        ("technology", "AWS IAM"),
    ]
