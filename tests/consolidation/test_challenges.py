"""Problem and solution in the layouts that people use."""

import pytest


def challenges(parse, text):
    return [
        (s.lines, s.problem, s.solution, s.title)
        for s in parse(text).statements
        if s.kind == "challenge"
    ]


def test_labels_in_nested_items(parse) -> None:
    text = "## Challenges\n- **Challenge:** Mail blocks the sign-up page\n  - **Solution:** Send it from a worker\n"
    assert challenges(parse, text) == [
        ((2, 3), ((2, 2),), ((3, 3),), "Mail blocks the sign-up page")
    ]


def test_heading_with_labels_and_outcome(parse) -> None:
    text = (
        "## Challenges\n### Challenge 1: The seat map lags\n**Issue:** ten queries per seat\n"
        "**Fix:** one query\n**Outcome:** it is quick\n"
    )
    assert challenges(parse, text) == [((2, 5), ((2, 3),), ((4, 4),), "The seat map lags")]


def test_table_with_header_description_and_surplus_cell(parse) -> None:
    text = (
        "## Problems and solutions\n| # | Challenge | Description | Solution |\n|--|--|--|--|\n"
        "| 1 | Seats sold twice | two clerks | lock the row | surplus |\n"
    )
    (found,) = parse(text).statements
    assert (found.lines, found.title, found.problem_text, found.solution_text) == (
        (4, 4), "Seats sold twice", "Seats sold twice – two clerks", "lock the row surplus",
    )  # fmt: skip


def test_parallel_lists_are_paired_by_order(parse) -> None:
    text = (
        "## Hurdles\n### Challenges\n- Seats sold twice\n- Mail is slow\n"
        "### Solutions\n- Lock the row\n- Use a worker\n"
    )
    assert [(p, s) for _, p, s, _ in challenges(parse, text)] == [
        (((3, 3),), ((6, 6),)),
        (((4, 4),), ((7, 7),)),
    ]


@pytest.mark.parametrize("mark", ["→", "->", "=>"])
def test_arrow_in_one_line(parse, mark: str) -> None:
    text = f"## Challenges & fixes\n- Seats sold twice {mark} lock the row\n"
    assert challenges(parse, text) == [((2, 2), ((2, 2),), ((2, 2),), "Seats sold twice")]


def test_problem_without_solution(parse) -> None:
    assert challenges(parse, "## Challenges\n- Power cuts\n") == [
        ((2, 2), ((2, 2),), (), "Power cuts")
    ]


def test_features_and_steps_are_no_challenges(parse) -> None:
    text = "# Shop\n## Features\n- Users can pay\n## Installation\n1. Clone it\n2. Run it\n"
    parsed = parse(text)
    assert parsed.statements == ()
    assert parsed.is_guide
