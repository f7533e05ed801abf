"""Sections that only look like learning name nothing, and those that are it lose nothing."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.calls import counted
from tests.consolidation.reading import names, places

LIST = "\n- **Redis**: keeps orders\n- **Docker**: packs the bakery\n"
KINDS = {
    "challenge": "\n- **Problem:** The oven is cold. **Solution:** Light it first.\n",
    "practice": "\n- Always warm the oven early\n- Never skip the tasting of bread\n",
    "collaboration": "\n- Worked with learners of the next town\n",
    "technology": LIST,
    "concept": "\n- Caching\n- Middleware\n",
}


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Challenges & Next Steps", "challenge"),
        ("Challenges and Areas for Improvement", "challenge"),
        ("Challenges: we want to improve speed", "challenge"),
        ("How My Project Overcame Challenges", "challenge"),
        ("Key Takeaways and Next Steps", "practice"),
        ("Lessons Learned & Future Plans", "practice"),
        ("Best Practices for Continued Growth", "practice"),
        ("Collaboration and Next Steps", "collaboration"),
        ("Technologies Learned and Next Steps", "technology"),
        ("Technologies used, and what's next", "technology"),
        ("Week 3: Next Steps in Baking", "concept"),
    ],
)
def test_a_heading_that_also_looks_ahead_keeps_what_it_holds(
    parse, heading: str, kind: str
) -> None:
    assert kind in Counter(k for k, _ in places(parse, f"# Bakery\n\n## {heading}\n{KINDS[kind]}"))


def test_what_was_learned_stands_below_goals(parse) -> None:
    text = f"## My Learning Roadmap\n### Technologies Learned\n{LIST}"
    assert [name for _, name in names(parse, text)] == ["Redis", "Docker"]


@pytest.mark.parametrize(
    "heading",
    [
        "Skills to improve",
        "What's next",
        "What I want to learn",
        "Technologies I'm planning to learn",
    ],
)
@pytest.mark.parametrize("around", ["Key Learnings", "Technologies", "Important Concepts"])
def test_the_future_inside_what_was_learned_names_nothing(parse, around: str, heading: str) -> None:
    text = f"## {around}\n- Redis\n- Docker\n\n### {heading}\n- Kubernetes\n- GraphQL\n"
    assert [name for _, name in names(parse, text)] == ["Redis", "Docker"]


@pytest.mark.parametrize(
    "text",
    [
        "## Table of Contents\n- Technologies\n  - Django\n  - Redis\n- Challenges\n  - Cold ovens\n  - Late flour\n",
        "## Project Structure\n- frameworks\n  - django\n  - react\n- tools\n  - scripts\n  - docker\n",
        "## Roadmap\n- Technologies\n  - Kubernetes\n  - Redis\n",
        "## Installation\n- Tools\n  - Docker\n  - Git\n",
        "## Features\n- Challenges\n  - Daily quiz for guests\n  - Points for bread\n",
        "## Prerequisites\nYou should have basic knowledge of:\n\n- Python\n- Django\n",
        "## Who is it for\nDevelopers with an understanding of:\n\n- Python\n- Django\n",
        "## Contribute\nWe are looking for people with skills in:\n\n- Python\n- Django\n",
        "## Introduction\nTechnologies I will learn:\n\n- Python\n- Django\n",
        "## Overview\nThe problems we solve:\n\n- Bakers lack flour in winter\n- Guests wait for bread\n",
        "## Contributing\nPlease follow our best practices, which we adopted:\n\n- Fork the repository\n- Open a pull request\n",
        "## Prerequisites\n### Software\n- **Language**: Python\n- **Framework**: Django\n- **Database**: PostgreSQL\n",
        "## What we did not choose\n- **Language**: Python\n- **Framework**: Flask\n- **Database**: MySQL\n",
        "## Features\n- **Insights**: charts of sales for each month and each loaf\n",
        "## Course Structure\n- Lessons: video lectures on Django, Redis and Docker every week\n",
        "## Installation\n- Connect your Slack workspace and post to #alerts\n",
        "## Usage\n- Connect Discord with the bot token (see issue #12)\n",
        "## Collaboration\n> Alone we can do so little.\n> - Helen Baker\n",
    ],
)
def test_what_looks_like_learning_is_none(parse, text: str) -> None:
    assert places(parse, f"# Bakery\n\nA story of bread.\n\n{text}") == []


def test_advice_stays_advice_below_a_sentence_about_skills(parse) -> None:
    text = (
        "## Best Practices\nThese habits improved my skills:\n\n"
        "- Always write tests before merging.\n- Keep loaves small and warm.\n"
    )
    assert [kind for kind, _ in places(parse, text)] == ["practice", "practice"]


def test_ideas_that_are_topics_are_what_it_names(parse) -> None:
    text = (
        "## Key Topics\n- **Containerization**: Docker, Docker Compose, images\n"
        "- **CI/CD**: GitHub Actions, Jenkins, pipelines\n- **Database design**: PostgreSQL, tables, keys\n"
    )
    assert {"Containerization", "Database design"} <= {name for _, name in names(parse, text)}


def test_what_was_learned_may_begin_with_a_verb(parse) -> None:
    text = "## Key Learnings\n- Write RESTful APIs\n- Implement JWT authentication\n"
    assert len(names(parse, text)) == 2


def test_a_lesson_is_told_once(parse) -> None:
    text = (
        "## Challenges and Key Takeaways\n### Challenges\n- **Problem:** It is cold. **Solution:** Light it.\n"
        "### Key Takeaways\n- Key insight: measure the oven before you bake in it.\n"
    )
    assert [kind for kind, _ in places(parse, text)] == ["challenge", "practice"]


def test_a_quoted_item_goes_on_in_the_next_line(parse) -> None:
    text = (
        "## Collaboration\n\nCome by:\n\n> - Share your oven and\n>   your bread with a partner.\n"
    )
    assert places(parse, text) == [("collaboration", (5, 6))]


def test_links_to_pages_of_a_project_are_no_reading_list(parse) -> None:
    text = (
        "## Overview\n### Challenges\n- [Cold ovens](docs/cold.md): solved by a fire below each\n"
    )
    assert [kind for kind, _ in places(parse, text)] == ["challenge"]


def test_a_log_in_a_fence_is_no_list_of_names(parse) -> None:
    text = (
        "## Challenges\n- **Problem:** It is cold. **Solution:** Light it.\n\n"
        "```\nError: Connection refused, retrying\nHint: Check the port, then restart\n```\n"
    )
    assert places(parse, text) == [("challenge", (2, 2))]


@pytest.mark.parametrize(
    "line",
    [
        "> hello there you all\n",
        "> - hello there you all\n",
        "I grew my skills in:\n\nRedis things\n\n",
        "I grew my skills in:\n\n- Redis\n- Docker\n\n",
        "- **Language**: Python\n- **Framework**: Django\n- **Database**: PostgreSQL\n",
        "**Takeaway:** measure the oven before you bake\n\n",
    ],
)
def test_twice_as_much_is_twice_the_work(parse, line: str) -> None:
    def work(times: int) -> int:
        return counted(lambda: parse(f"## Collaboration\n\n{line * times}"))[1]

    work(10)  # what is made once in a process
    assert work(800) < 2.6 * work(400)


def test_a_long_line_above_a_list_is_read_soon(parse) -> None:
    line = "learn-concepts-" * 260 + ".x:\n\n- Redis\n- Docker\n\n"
    _, calls = counted(lambda: parse("# Bakery\n\n" + line * 20))
    assert calls < 200_000


def test_long_lists_of_problems_and_solutions_are_paired_in_linear_time(parse) -> None:
    def work(times: int) -> int:
        asked = "".join(f"- Oven number{n} did not get warm\n" for n in range(times))
        answers = "".join(f"- A fire below number{n} was lit\n" for n in range(times + 1))
        text = f"## Challenges Faced\n\n{asked}\n## How I overcame them\n\n{answers}"
        return counted(lambda: parse(text))[1]

    work(10)
    assert work(800) < 2.6 * work(400)
