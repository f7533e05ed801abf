"""Practices and collaboration: one statement for each leaf."""

import pytest


def titles(parse, text, kind):
    return [(s.lines, s.title) for s in parse(text).statements if s.kind == kind]


def test_group_with_sub_bullets_gives_one_each(parse) -> None:
    text = (
        "## Best practices\n1. **Order**\n   - Put views in one place\n   - Name what you build\n"
    )
    assert titles(parse, text, "practice") == [
        ((3, 3), "Put views in one place"),
        ((4, 4), "Name what you build"),
    ]


def test_introductions_and_boasts_are_left_out(parse) -> None:
    text = (
        "## Takeaways\nHere is what stayed with me:\n- Gained confidence\n- Reading errors pays\n"
    )
    assert titles(parse, text, "practice") == [((4, 4), "Reading errors pays")]


def test_collaboration_and_a_tip(parse) -> None:
    text = "## Collaboration\n- **Discord**: `#room`\n\n> Tip: write down what you agreed\n"
    parsed = parse(text)
    assert [(s.kind, s.lines) for s in parsed.statements] == [
        ("collaboration", (2, 2)),
        ("practice", (4, 4)),
    ]


def test_a_document_wrapped_in_a_fence_is_read(parse) -> None:
    text = "```markdown\n## Best practices\n- Read the log first\n```\n"
    assert titles(parse, text, "practice") == [((3, 3), "Read the log first")]


@pytest.mark.parametrize(
    "head",
    ["Practices", "My practices", "What I practised", "Good habits", "Recommendations"],
)
def test_headings_that_name_habits_in_other_words(parse, head: str) -> None:
    for text in (
        f"# Bakery\n## {head}\n- Write a test first\n",
        f"## {head}\nWrite a test first\n",
    ):
        assert [(s.kind, s.title) for s in parse(text).statements] == [
            ("practice", "Write a test first")
        ]


def test_recommendations_that_an_application_makes_are_no_practices(parse) -> None:
    assert parse("# Shop\n## Recommendations engine\n- Show bread that others buy\n").is_guide
