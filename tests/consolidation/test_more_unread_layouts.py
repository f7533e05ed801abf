"""More layouts of documents that nobody had read before; every example is made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nexus.consolidation.escapes import without_escapes
from nexus.consolidation.titledlists import titled_lists
from tests.consolidation.reading import names, places, told


# ------------------------------------------------------------------ code
def test_a_title_ends_code_that_is_never_closed(parse) -> None:
    text = (
        "## Bread\n\n```python\noven = warm()\n\n⚙️ Technologies\n- **Redis**: keeps orders\n\n"
        "✅ Best Practices\nAlways warm the oven early.\n"
    )
    assert places(parse, text) == [("technology", (7, 7)), ("practice", (10, 10))]


def test_a_pasted_sample_with_its_button_is_code(parse) -> None:
    text = (
        "⚙️ Technologies\n🐳 Docker\nPacks the bakery.\n\npython\nCopy code\n# settings.py\nOVENS = 2\n"
        "🧪 Postman\nTried every order.\n"
    )
    assert names(parse, text) == [("technology", "Docker"), ("technology", "Postman")]


# ------------------------------------------------------------------ sections
NUMBERED = """1. Contents of this

2. What I learned (in short)

Redis: keeps the orders of the day.

Docker: packs the whole bakery.

3. Projects & Loaves

Bakery: sells bread at night.

4. Best Practices & Conventions

Warm the oven before every bread.
"""


def test_numbered_lines_go_on_naming_sections(parse) -> None:
    assert places(parse, NUMBERED) == [
        ("technology", (5, 5)),
        ("technology", (7, 7)),
        ("practice", (15, 15)),
    ]


def test_the_numbers_of_a_list_name_no_sections(parse) -> None:
    text = "1. What I learned\n\nThe tools of the course.\n\n1. Redis\n\n2. Docker\n\nPacks the bakery.\n"
    assert ("technology", "Docker") in names(parse, text)


def test_a_table_of_contents_without_marks_names_no_sections(parse) -> None:
    contents = "What I learned\n\nProjects & Loaves\n\nBest Practices & Conventions\n\n"
    assert places(parse, contents + NUMBERED.replace("(in short)", "")) == [
        ("technology", (11, 11)),
        ("technology", (13, 13)),
        ("practice", (21, 21)),
    ]


def test_a_link_of_a_table_of_contents_names_no_section(parse) -> None:
    text = (
        "1. [Bread](#bread)\n2. [Core Concepts](#core-concepts)\n   - Ovens & Trays\n"
        "3. [More](#more)\n\n## Core Concepts\n- **Caching**: keeps bread warm\n"
    )
    assert names(parse, text) == [("concept", "Caching")]


def test_how_to_run_it_is_no_advice(parse) -> None:
    text = (
        "# Best practices\n- Warm the oven before the bread\n\n"
        "## Running locally\n1. Copy the recipes into a folder\n2. Keep the key in a file\n"
    )
    assert places(parse, text) == [("practice", (2, 2))]


def test_learnings_alone_are_not_several_sections(parse) -> None:
    text = (
        "## Major Learnings\n### Key Technologies\n- **Redis**: keeps orders\n"
        "### Core Concepts\n- **Caching**: keeps bread warm\n"
        "### 1. `BreadError` at noon\n* **Problem**: The till fell asleep.\n* **Solution**: Woke it.\n"
    )
    assert places(parse, text) == [
        ("technology", (3, 3)),
        ("concept", (5, 5)),
        ("challenge", (6, 8)),
    ]


@pytest.mark.parametrize(
    "heading", ["System Design & Best Practices", "Concepts, Challenges & Best Practices"]
)
def test_nothing_but_ideas_below_a_heading_that_promises_more(parse, heading: str) -> None:
    text = (
        f"## {heading}\n- **Caching:** keeps bread warm\n"
        "- **Indexing:** finds the tray\n- **Pagination:** one tray at a time\n"
    )
    assert [kind for kind, _ in places(parse, text)] == ["concept"] * 3


def test_advice_that_begins_with_an_idea_stays_advice(parse) -> None:
    text = (
        "## Best practices\n- **Caching:** keep bread warm\n"
        "- **Indexing:** find the tray\n- **Pagination:** one tray at a time\n"
    )
    assert [kind for kind, _ in places(parse, text)] == ["practice"] * 3


# ------------------------------------------------------------------ challenges
def test_a_label_in_bold_on_a_line_of_its_own_belongs_to_its_heading(parse) -> None:
    text = (
        "## Challenges\n\n### Challenge 1: White bread\n\n**Problem:**  \nThe oven stays cold.\n\n"
        "**Solution:**  \nWarm it first.\n\n### Challenge 2: Late trays\n\n**Problem:**  \n"
        "Trays come at noon.\n\n**Solution:**  \nCall at dawn.\n"
    )
    assert [(p[0][0], s[-1][1]) for p, s in told(parse, text)] == [(3, 9), (11, 17)]


WORDS = (
    "of the bread that we baked in the old oven near the river on the very long nights of the year"
)


def test_long_paragraphs_that_each_begin_anew(parse) -> None:
    text = (
        f"## Problems I had to solve\n\nThe oven stayed cold {WORDS}; learning to wait helped.\n\n"
        f"Trays were another headache {WORDS}, and we implemented shelves.\n\n"
        f"Setting up the till took long {WORDS}.\n"
    )
    assert [p for p, _ in told(parse, text)] == [((3, 3),), ((5, 5),), ((7, 7),)]


def test_paragraphs_that_go_on_tell_one(parse) -> None:
    text = (
        f"## Problems I had to solve\n\nThe oven stayed cold {WORDS}.\n\n"
        f"To fix this we implemented a clock {WORDS}.\n\n"
        f"Finally it worked by using it {WORDS}.\n"
    )
    assert told(parse, text) == [(((3, 3),), ((5, 7),))]


# ------------------------------------------------------------------ names
def test_a_column_of_technologies_beside_their_kind(parse) -> None:
    text = (
        "## Key Technologies\n\n| Category | Tools | Description |\n|---|---|---|\n"
        "| **Foundation** | HTML5, JavaScript | What all is built of |\n"
    )
    assert names(parse, text) == [("technology", "HTML5"), ("technology", "JavaScript")]


def test_tools_explained_below_a_heading_that_is_one(parse) -> None:
    text = (
        "## Technologies\n### CI/CD\n- **Jenkins**: builds bread\n- **GitHub Actions**: tastes it\n"
    )
    assert names(parse, text) == [
        ("technology", "CI/CD"),
        ("technology", "Jenkins"),
        ("technology", "GitHub Actions"),
    ]


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("Docker & Containerization", [("technology", "Docker")]),
        ("React & State Management", [("technology", "React"), ("concept", "State Management")]),
    ],
)
def test_a_tool_with_the_work_that_it_is_for(parse, head: str, found: list) -> None:
    assert names(parse, f"## Technologies\n- **{head}:** for bread\n") == found


# ------------------------------------------------------------------ tips
def test_quoted_tips_below_their_label(parse) -> None:
    text = (
        "## Collaboration\n- **Peers**: bake with learners\n\n> **Pro Tip:**\n>\n"
        "> - Find learners with the same oven.\n> - Write recipes down at once.\n"
    )
    assert places(parse, text) == [
        ("collaboration", (2, 2)),
        ("collaboration", (6, 6)),
        ("practice", (7, 7)),
    ]


def test_tips_tell_whom_to_ask(parse) -> None:
    text = "## ProDev Tips\n- Ask for bread in the Discord\n- Taste every loaf before selling\n"
    assert [kind for kind, _ in places(parse, text)] == ["collaboration", "practice"]


# ------------------------------------------------------------------ lists without marks
TITLED = """📚 Highlights
Core Technologies Covered
Redis

Keeps the orders of the day
Answers before the oven is warm
Forgets what nobody asks for

Docker

Packs the whole bakery
Runs it on every hill
Needs no oven of its own

✨ Best Practices
Ovens

Warm the oven before the bread
Keep the door closed at night
Clean the trays after each loaf

Bread

Taste each loaf before it is sold
Write down every recipe of the house
Never sell what is still warm inside
"""


def test_titles_over_lists_without_marks(parse) -> None:
    assert names(parse, TITLED)[:2] == [("technology", "Redis"), ("technology", "Docker")]
    assert places(parse, TITLED)[2:] == [("practice", (n, n)) for n in (18, 19, 20, 24, 25, 26)]


def test_one_titled_list_may_be_wrapped_prose() -> None:
    lines = TITLED.splitlines()[:7]
    assert titled_lists(lines, [False] * len(lines)) == (set(), set())


def test_code_titles_no_list() -> None:
    lines = TITLED.splitlines()
    assert titled_lists(lines, [False] * len(lines))[0] == {2, 8, 15, 21}
    assert titled_lists(lines, [True] * len(lines)) == (set(), set())


@given(st.lists(st.text(alphabet="Ab .:-*\n", max_size=30), max_size=30))
def test_titles_and_lines_of_lists_are_lines_of_the_text(lines: list[str]) -> None:
    lines = "\n".join(lines).split("\n")
    titles, items = titled_lists(lines, [False] * len(lines))
    assert not titles & items
    assert all(lines[n].strip() for n in titles | items)


# ------------------------------------------------------------------ what stands beside a table
TABLE = (
    "## Challenges\n\n| Challenge | Solution |\n|---|---|\n| Cold ovens at noon | Warm them first |\n"
    "| Late trays at dawn | Call them early |\n| White bread at night | Wait for it longer |\n\n"
)


def test_headings_beside_a_table_of_challenges_are_none(parse) -> None:
    text = (
        TABLE + "💡 Of the bakery:\n\nEvery loaf was a chance.\n\n🌍 Growth of it\n\nSold nine.\n"
    )
    assert len(told(parse, text)) == 3


def test_labels_beside_a_table_tell_more(parse) -> None:
    text = TABLE + "### Doors\n- **Problem:** They jam\n- **Solution:** Oil them\n"
    assert len(told(parse, text)) == 4


def test_a_counted_challenge_and_its_problem_are_one(parse) -> None:
    text = (
        "## Challenges\nChallenge 1: White bread\nProblem: The oven stays cold.\nSolution: Warm it.\n"
        "Challenge 2: Late trays\nProblem: They come at noon.\nSolution: Call at dawn.\n"
    )
    assert told(parse, text) == [
        (((2, 3),), ((4, 4),)),
        (((5, 6),), ((7, 7),)),
    ]


def test_an_emoji_and_a_dash_name_a_section(parse) -> None:
    text = (
        "✨ Best Practices\n\nWarm the oven before every bread.\n\n"
        "🤝 Collaboration – Key for Success\n\nFrontend Learners: For tasting bread together.\n"
    )
    assert places(parse, text) == [("practice", (3, 3)), ("collaboration", (7, 7))]


def test_steps_of_a_repository_are_no_collaboration(parse) -> None:
    text = (
        "## Collaboration\n- Worked with peers on bread\n- Fork the repository\n"
        "- Create a feature branch for it\n- Open a pull request\n"
    )
    assert places(parse, text) == [("collaboration", (2, 2))]


def test_what_was_done_with_a_tool_names_no_others(parse) -> None:
    text = (
        "🧩 Technologies\nRedis\n\nCombined orders with Docker and Celery for the bakery.\n\n"
        "Built trays for every order.\n"
    )
    assert names(parse, text) == [("technology", "Redis")]


# ------------------------------------------------------------------ marks that were lost or escaped
ESCAPED = """\\## Technologies

\\- \\*\\*Redis\\*\\*: keeps orders

\\- \\*\\*Docker\\*\\*: packs it

\\## Challenges

\\### \\*\\*1\\. White bread\\*\\*

\\*\\*Problem:\\*\\* The oven stays cold

\\*\\*Solution:\\*\\* Warm it first

\\## Best practices

1\\. Warm the oven before bread
"""


def test_a_document_whose_marks_were_all_escaped(parse) -> None:
    assert places(parse, ESCAPED) == [
        ("technology", (3, 3)),
        ("technology", (5, 5)),
        ("challenge", (9, 13)),
        ("practice", (17, 17)),
    ]
    assert [s.name for s in parse(ESCAPED).statements][:2] == ["Redis", "Docker"]


def test_marks_that_were_escaped_on_purpose_stay(parse) -> None:
    lines = ["\\- one", "a", "b", "c", "d", "e", "f"] * 3
    assert without_escapes(lines) is lines


@given(st.lists(st.text(alphabet="\\-#*1. a", max_size=12), max_size=40))
def test_escapes_leave_the_number_of_lines(lines: list[str]) -> None:
    assert len(without_escapes(lines)) == len(lines)


def test_a_table_of_challenges_that_lost_its_marks(parse) -> None:
    text = (
        "## Challenges & Solutions\nChallenge Solution\nCold ovens at noon Used a clock for them\n"
        "Late trays of the whole hill Called the baker at dawn\n"
        "White bread Switched to another oven\n\n## Notes\n"
    )
    (cold, late, white) = parse(text).statements
    assert (cold.problem_text, cold.solution_text) == (
        "Cold ovens at noon",
        "Used a clock for them",
    )
    assert (late.problem, late.solution) == (((4, 4),), ())
    assert (white.problem, white.solution) == (((5, 5),), ((5, 5),))


@pytest.mark.parametrize("mark", ["**", ""])
def test_a_field_of_work_with_its_tools_in_brackets(parse, mark: str) -> None:
    text = f"## Technologies\n- {mark}Web Development{mark} (React, Next.js)\n- Git\n"
    assert names(parse, text) == [
        ("technology", "React"),
        ("technology", "Next.js"),
        ("technology", "Git"),
    ]


def test_what_an_application_is_for_is_no_challenge(parse) -> None:
    text = "## What problem does this app solve?\n\n- Bread comes late in the morning on the hill\n"
    assert told(parse, text) == []


# ------------------------------------------------------------------ what such rules must leave
def test_a_heading_ends_a_pasted_sample(parse) -> None:
    text = (
        "## Tools\n- Redis\n\nbash\nCopy code\n# a comment\nnpm install\n## Challenges\n"
        "- **Late bread:** Call the baker\n## Best practices\n- Warm the oven early\n"
    )
    assert places(parse, text) == [
        ("technology", (2, 2)),
        ("challenge", (9, 9)),
        ("practice", (11, 11)),
    ]


def test_an_empty_cell_does_not_move_the_names_of_a_row(parse) -> None:
    text = (
        "## Technologies\n\n| Category | Technology | Why |\n|---|---|---|\n"
        "| Database | PostgreSQL | Keeps it |\n| | Redis | Docker needs it |\n"
    )
    assert names(parse, text) == [("technology", "PostgreSQL"), ("technology", "Redis")]


def test_a_table_says_nothing_of_the_columns_of_the_next(parse) -> None:
    text = (
        "## Technologies\n\n| Category | Technology |\n|---|---|\n| Database | PostgreSQL |\n\n"
        "These were used as well.\n\n| Redis | Docker |\n| Celery | Python |\n"
    )
    assert [name for _, name in names(parse, text)] == ["PostgreSQL", "Redis", "Celery"]


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("I could not have baked this without Python, Redis and Docker.", 3),
        ("I avoided downtime by using Python, Redis and Docker.", 3),
        ("I baked this without Python, Redis and Docker.", 0),
        ("I avoided Python, Redis and Docker.", 0),
    ],
)
def test_a_denial_of_a_denial_is_none(parse, sentence: str, count: int) -> None:
    assert len(names(parse, f"## Technologies\n\n{sentence}\n")) == count


def test_a_numbered_section_goes_on_over_a_line_in_bold(parse) -> None:
    text = NUMBERED.replace("Bakery: sells", "**Bakery**\n\nBakery: sells")
    assert places(parse, text) == [
        ("technology", (5, 5)),
        ("technology", (7, 7)),
        ("practice", (17, 17)),
    ]


def test_code_straight_below_a_list_without_marks_ends_it() -> None:
    lines = [
        line
        for title in ("Breads", "Ovens", "Trays")
        for line in (title, "", "Rye", "Spelt", "Wheat", "```", "bake()", "```", "")
    ]
    is_code = [line.startswith(("```", "bake")) for line in lines]
    titles, items = titled_lists(lines, is_code)
    assert titles == {0, 9, 18}
    assert items == {2, 3, 4, 11, 12, 13, 20, 21, 22}
