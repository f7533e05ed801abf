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


def test_columns_that_markdown_marks_as_a_header_have_any_name(parse) -> None:
    """A column of figures is no solution, and an area is no title."""
    text = (
        "## Challenges\n| Area | Challenge | Solution | Loaves lost |\n|---|---|---|---|\n"
        "| Oven | The crust burns | Turn the tray | 9 |\n| Till | Coins are missing | | 4 |\n"
    )
    found = parse(text).statements
    assert [(s.title, s.solution_text, s.solution) for s in found] == [
        ("The crust burns", "Turn the tray", ((4, 4),)),
        ("Coins are missing", "", ()),
    ]


def test_a_label_before_a_hyphen_begins_anew_after_a_long_line(parse) -> None:
    text = (
        "## Challenges\nChallenge - The oven stops every morning although it was switched on\n"
        "Solution - Another fuse for the oven\n"
    )
    (found,) = parse(text).statements
    assert (found.problem, found.solution) == (((2, 2),), ((3, 3),))


def test_paragraphs_that_each_tell_what_solved_them_are_challenges_of_their_own(parse) -> None:
    text = (
        "## Challenges\nThe oven was slow. We solved it by heating two of them at once.\n\n"
        "Guests waited for bread. The solution was to bake in smaller batches.\n\n"
        "Nobody swept the floor in the end.\n"
    )
    found = parse(text).statements
    assert [(s.title, s.solution_text) for s in found] == [
        ("The oven was slow", "We solved it by heating two of them at once."),
        ("Guests waited for bread", "The solution was to bake in smaller batches."),
        ("Nobody swept the floor in the end", ""),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Q: Why is mail slow?\nA: One worker only\n",
        "- Q: Why is mail slow?\n- A: One worker only\n",
        "- Q: Why is mail slow? A: One worker only\n",
        "1. **Q:** Why is mail slow?\n   **A:** One worker only\n",
        "### Q: Why is mail slow?\nA: One worker only\n",
        "**Question 1:** Why is mail slow?\n\n**Answer:** One worker only\n",
        "**Q1: Why is mail slow?**\n\nA: One worker only\n",
    ],
)
def test_the_letters_of_question_and_answer_are_no_words_of_them(parse, text: str) -> None:
    found = parse(f"## Challenges\n{text}").statements
    assert [(s.title, s.problem_text, s.solution_text) for s in found] == [
        ("Why is mail slow?", "Why is mail slow?", "One worker only")
    ]


def test_questions_about_a_thing_are_no_challenges(parse) -> None:
    text = "## Concepts\n### Caching\nQ: What is it?\nA: A copy that is near\n"
    assert [s.kind for s in parse(text).statements] == ["concept"]


@pytest.mark.parametrize(
    "label", ["What worked", "what helped", "How we fixed it", "How I solved it", "Solved by"]
)
def test_a_label_within_the_line_begins_the_way_out(parse, label) -> None:
    text = f"## Challenges\n- **Cold ovens.** The bread falls. *{label}:* light them at four.\n"
    [told] = parse(text).statements
    assert (told.title, told.problem_text, told.solution_text) == (
        "Cold ovens",
        "Cold ovens. The bread falls",
        "light them at four.",
    )
