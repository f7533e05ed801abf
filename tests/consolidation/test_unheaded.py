"""Challenges below headings that do not say so, and lists of applications that tell none."""

import pytest

HEADS = ["# What I learned", "# Notes", "# Log\n## Week 3", "## Reflection", "## Practices", ""]
PAIR = ("The till froze at noon", "Restart it from a worker")


def told(parse, text):
    return [
        (s.title, s.problem_text, s.solution_text)
        for s in parse(text).statements
        if s.kind == "challenge"
    ]


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize(
    "body",
    [
        "**Challenge:** {0}\n**Solution:** {1}\n",
        "**Challenge:** {0}\n\n**Solution:** {1}\n",
        "Challenge: {0}\n\nSolution: {1}\n",
        "- Problem: {0}\n- Fix: {1}\n",
        "- Hurdle: {0}\n- What helped: {1}\n",
        "**Issue 1 -** {0}\n\n**To fix this:** {1}\n",
        "- **Challenge:** {0}\n  - **Solution:** {1}\n",
        "1. **Challenge:** {0}\n   **Solution:** {1}\n",
        "- **Problem:** {0} **Solution:** {1}\n",
        "| Problem | Solution |\n|---|---|\n| {0} | {1} |\n",
        "| What went wrong | How I solved it |\n|---|---|\n| {0} | {1} |\n",
    ],
)
def test_a_pair_below_any_heading(parse, head: str, body: str) -> None:
    text = f"{head}\n\n{body.format(*PAIR)}"
    assert told(parse, text) == [(PAIR[0], *PAIR)]
    assert [s.kind for s in parse(text).statements] == ["challenge"]


@pytest.mark.parametrize("header", ["Challenge | Solution", "Problem | How I solved it"])
def test_a_table_of_what_somebody_met_in_an_introduction(parse, header: str) -> None:
    text = f"# Log\n## About this week\n| {header} |\n|---|---|\n| {PAIR[0]} | {PAIR[1]} |\n"
    assert told(parse, text) == [(PAIR[0], *PAIR)]


def test_a_challenge_about_reports_is_told_too(parse) -> None:
    text = "# Log\n## Week 3\n**Problem:** The report of tills is slow\n**Fix:** Cache it\n"
    assert [t for t, _, _ in told(parse, text)] == ["The report of tills is slow"]


def test_pairs_in_a_row_and_what_stands_around_them(parse) -> None:
    text = (
        "# Diary\nThe oven was lit.\n\n**Challenge:** Cold dough\n**Solution:** Warm the tray\n"
        "**Outcome:** it rises\n\n**Challenge:** Burnt crust\n**Solution:** Turn the tray\n\n"
        "We went home.\n"
    )
    assert [(s.lines, s.title) for s in parse(text).statements] == [
        ((4, 6), "Cold dough"),
        ((8, 9), "Burnt crust"),
    ]


@pytest.mark.parametrize("head", ["# Log\n## Week 3\n", "## Reflection\n", ""])
def test_labels_on_lines_of_their_own(parse, head: str) -> None:
    text = f"{head}\n**Challenge**\n\nCold dough\n\n**Solution**\n\nWarm the tray\n"
    assert [t[1:] for t in told(parse, text)] == [("Cold dough", "Warm the tray")]
    assert [t[0] for t in told(parse, text)] == ["Cold dough"]


@pytest.mark.parametrize(
    "part", ["Week 1", "Week 1: Kneading", "Day 2", "Reflection", "Introduction"]
)
def test_a_part_of_a_course_is_no_title_of_a_challenge(parse, part: str) -> None:
    text = f"# Learnings\n## {part}\n**Challenge:** Cold dough\n**Solution:** Warm the tray\n"
    assert told(parse, text) == [("Cold dough", "Cold dough", "Warm the tray")]


def test_what_stands_beside_a_challenge_in_a_lesson_keeps_its_name(parse) -> None:
    text = (
        "## Weekly breakdown\n### Week 3: Redis\n**Challenge:** Cold dough\n"
        "**Solution:** Warm the tray\n### Week 4: Trays\n- **RabbitMQ**: a queue\n"
        "- **Challenge:** Burnt crust\n- **Solution:** Turn the tray\n"
    )
    found = parse(text).statements
    assert sorted((s.kind, s.title) for s in found) == [
        ("challenge", "Burnt crust"),
        ("challenge", "Cold dough"),
        ("technology", "RabbitMQ"),
        ("technology", "Redis"),
    ]


@pytest.mark.parametrize("head", ["## Issues", "## Issues I ran into", "## Bugs we hit"])
def test_issues_with_arrows(parse, head: str) -> None:
    text = (
        f"# Bakery\n{head}\n1. Cold dough rises late -> warm the tray\n2. Burnt crust -> turn it\n"
    )
    assert [(t, s) for t, _, s in told(parse, text)] == [
        ("Cold dough rises late", "warm the tray"),
        ("Burnt crust", "turn it"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# Shop\n## Issues\n- Open an issue when the till breaks\n- Say which till it is\n",
        "# Shop\n## Issues\n1. Go to Issues -> New issue\n2. Click the button -> Send it off\n",
        "# Shop\n## Overview\n**Problem:** Bakers lose bread.\n\n**Solution:** Shop counts it.\n",
        "# Shop\n**Problem:** Bakers lose bread.\n\n**Solution:** Shop counts it.\n\n## Features\n- Tills\n",
        "# Shop\n## Issues\nReport them here.\n- Bug: what happened\n- Fix: what you did\n",
        "# Shop\n## Known issues\n| Issue | Workaround |\n|---|---|\n| No bread is shown at all | reload |\n",
        "# Shop\n## Usage\n| Problem | Solution |\n|---|---|\n| No bread is shown at all | reload |\n",
        "# Shop\n## Bug fixes\n- v1.1 Login page -> moved to the top\n",
        "# Shop\n## Features\n- Problem: reports of tills\n- Solution: answers of clerks\n",
        "# Puzzles\n| Problem | Solution | Difficulty |\n|---|---|---|\n| Two loaves | a map of all loaves | easy |\n",
        "# Puzzles\n| Problem | Solution |\n|---|---|\n| Two loaves | [map](two.py) |\n",
        "# Shop\nProblem: it is closed on Sundays and on holidays\n",
    ],
)
def test_what_tells_no_challenge(parse, text: str) -> None:
    assert told(parse, text) == []
