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


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_advice_without_bullets_is_one_each(parse, gap: str) -> None:
    text = f"## Best practices\n{gap.join(('Keep trays clean', 'Test often', 'Write it down'))}\n"
    assert [t for _, t in titles(parse, text, "practice")] == [
        "Keep trays clean",
        "Test often",
        "Write it down",
    ]


def test_what_an_application_has_is_no_advice_without_bullets_either(parse) -> None:
    text = "## Best practices\n\nWarm ovens\n\nBread by token\n\nSmooth trays\n"
    assert titles(parse, text, "practice") == []


def test_names_of_contributors_are_no_way_of_working(parse) -> None:
    text = "## Collaboration\n- Baked with two peers\n### Contributors\n- Ann Baker\n- Bob Miller\n"
    assert titles(parse, text, "collaboration") == [((2, 2), "Baked with two peers")]
