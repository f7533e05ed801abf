"""Layouts of documents that nobody had read before; every example is made up."""

import pytest

from nexus.consolidation.features import profile
from nexus.consolidation.themes import theme_of, theme_of_fix
from nexus.consolidation.voices import Voice
from tests.consolidation.reading import names, titles, told

# ------------------------------------------------------------------ challenges
NUMBERED = """## Challenges

1. Cold ovens

Challenge: The bread stays white.
Solution:
- Warm the oven first
- Close the door

2. Late trays

Challenge: Trays come after noon.
Solution:
- Call at dawn
"""


def test_a_number_titles_the_labelled_lines_below_it(parse) -> None:
    assert told(parse, NUMBERED) == [
        (((3, 3), (5, 5)), ((6, 8),)),
        (((10, 10), (12, 12)), ((13, 14),)),
    ]


def test_numbers_that_count_the_steps_of_a_solution_title_nothing(parse) -> None:
    text = (
        "## Challenges\n\nChallenge: White bread\nSolution:\n1. Warm the oven\n2. Close the door\n\n"
        "Challenge: Late trays\nSolution:\n1. Call at dawn\n"
    )
    assert told(parse, text) == [(((3, 3),), ((4, 6),)), (((8, 8),), ((9, 10),))]


def test_a_line_after_the_label_of_a_solution_is_no_heading(parse) -> None:
    text = (
        "## Challenges\n\n1. Cold ovens\n\nChallenge: White bread.\nSolution:\n\n"
        "Used two settings for two ovens\n- Closed the door\n"
    )
    assert told(parse, text) == [(((3, 3), (5, 5)), ((6, 6), (8, 9)))]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Baking bread that fell apart until I understood yeast.", "Baking bread that fell apart"),
        ("Trays burned for weeks before we figured out the clock.", "Trays burned for weeks"),
    ],
)
def test_the_way_out_in_the_same_sentence(parse, line: str, problem: str) -> None:
    (one,) = parse(f"## Challenges\n\n- {line}\n- Ovens that never warm up at all.\n").statements[
        :1
    ]
    assert one.problem_text == problem
    assert one.solution == ((3, 3),)


def test_the_sentence_over_a_table_tells_no_challenge(parse) -> None:
    text = (
        "## Challenges\nThis table tells of the hurdles that we met while baking bread.\n\n"
        "| Challenge | Solution |\n|---|---|\n| White bread at noon | Warm the oven before |\n"
    )
    assert told(parse, text) == [(((6, 6),), ((6, 6),))]


# ------------------------------------------------------------------ names
def test_a_section_is_named_straight_below_a_sentence(parse) -> None:
    text = (
        "Learnings\nThis was a long course about bread, of which the tools are told below.\n"
        "Key Technologies\n\nRedis: Keeps the orders of the day.\nDocker: Packs the bakery.\n"
    )
    assert names(parse, text) == [("technology", "Redis"), ("technology", "Docker")]


def test_a_kind_of_work_with_its_tools_in_bold(parse) -> None:
    text = (
        "## Technologies\n- **Databases and storage:** none\n"
        "- **Containerization:** Using **Docker** and **Kubernetes** for every oven.\n"
        "- **Caching:** Kept orders warm with care.\n"
    )
    assert ("technology", "Docker") in names(parse, text)
    assert ("technology", "Kubernetes") in names(parse, text)
    assert ("concept", "Containerization") not in names(parse, text)
    assert ("concept", "Caching") in names(parse, text)


TREE = """## Modules covered

├── Breads of the world
│   └── HTML, CSS
├── Frameworks
│   ├── React (with Hooks)
│   └── Redux
"""


def test_an_outline_that_is_drawn_as_a_tree(parse) -> None:
    found = names(parse, TREE)
    for name in ("HTML5", "CSS3", "React", "Redux"):
        assert ("technology", name) in found


def test_a_drawn_folder_names_nothing(parse) -> None:
    text = (
        "## Technologies\n\n- Redis\n\n├── Dockerfile\n├── README.md\n├── oven/\n│   └── tray.py\n"
    )
    assert names(parse, text) == [("technology", "Redis")]


LOOKED_BACK = """## The road

### Python and Django at Night

I baked a lot with both of them and learned to like it.

### Docker: a new world

At first I did not see why ovens need walls.

### Middleware and Signals

These were things that I had only heard of before.

### Caching beyond Bread

My orders became quicker after this.
"""


def test_headings_over_paragraphs_about_oneself_are_topics(parse) -> None:
    assert names(parse, LOOKED_BACK) == [
        ("technology", "Python"),
        ("technology", "Django"),
        ("technology", "Docker"),
        ("concept", "Middleware and Signals"),
        ("concept", "Caching"),
    ]


def test_headings_over_what_an_application_does_are_none(parse) -> None:
    assert names(parse, LOOKED_BACK.replace("I ", "It ").replace("My ", "All ")) == []


def test_demonstrated_skills_are_learned(parse) -> None:
    text = "## Skills demonstrated\n- **Frontend**: React, TypeScript\n"
    assert names(parse, text) == [("technology", "React"), ("technology", "TypeScript")]


def test_a_stack_among_features_is_read(parse) -> None:
    text = "## Features\n- Bread on demand\n\n### Architecture & Tech Stack\n- **State:** Redux\n"
    assert ("technology", "Redux") in names(parse, text)


# ------------------------------------------------------------------ habits
def test_how_a_team_works_stays_advice_among_advice(parse) -> None:
    text = (
        "## Best practices\n### Ovens\n- Warm the oven before the bread\n"
        "### Collaboration & Development\n- Document every loaf in the book\n- Use short recipes\n"
    )
    assert [kind for kind, _ in titles(parse, text)] == ["practice"] * 3


def test_with_whom_is_collaboration_among_advice_too(parse) -> None:
    text = (
        "## Best practices\n- Warm the oven before the bread\n"
        "### Collaboration\n- Worked with frontend learners\n- Asked peers for reviews\n"
    )
    assert [kind for kind, _ in titles(parse, text)] == [
        "practice",
        "collaboration",
        "collaboration",
    ]


def test_what_one_gained_is_no_advice_but_what_one_learned_to_do(parse) -> None:
    text = (
        "## Best practices and takeaways\n- Gained confidence in baking bread at night\n"
        "- Gained patience, learning to break dough into small parts\n"
    )
    assert [s.lines for s in parse(text).statements] == [(3, 3)]


def test_the_repository_is_nobody_to_work_with(parse) -> None:
    text = (
        "## Collaboration\n- **Kind:** This repository holds bread for all teams\n"
        "- **Copy:** Team members run git clone of the recipes\n- Worked with peers on bread\n"
    )
    assert [s.lines for s in parse(text).statements] == [(4, 4)]


def test_a_label_takes_the_sentence_below_it_into_its_title(parse) -> None:
    text = "## Best practices\n- **Testing:**\n  Taste each loaf before it is sold.\n"
    assert titles(parse, text) == [("practice", "Testing: Taste each loaf before it is sold")]


# ------------------------------------------------------------------ themes
@pytest.mark.parametrize(
    ("title", "solution", "slug"),
    [
        ("Deploying the bakery", "Docker, the same and consistent on each oven", "environments"),
        ("Queries for bread", "Made them quicker: optimised joins", None),
        ("Deploying the bakery on each of nine ovens", "consistent everywhere", None),
        ("Deploying", "", None),
    ],
)
def test_a_title_that_names_an_area_is_read_with_its_solution(
    lexicon, title: str, solution: str, slug: str | None
) -> None:
    voice = Voice("k", "challenge", title, title, solution)
    found = theme_of_fix(voice, lexicon.themes["challenge"])
    assert (found[0].slug if found else None) == slug


def test_what_went_wrong_counts_before_how_it_was_solved(lexicon) -> None:
    voice = Voice("k", "challenge", "Slow queries", "Slow queries", "Consistent environments")
    assert profile(voice, lexicon.themes["challenge"]).theme == "slow-queries"


@pytest.mark.parametrize(
    ("kind", "title", "slug"),
    [
        ("challenge", "Celery tasks for bread fail at night", "tasks-fail"),
        ("challenge", "Keeping state across containers of dough", "container-data"),
        ("challenge", "Debugging JWT of the bakers", "auth-debug"),
        ("challenge", "Documenting the API of the oven", "api-docs"),
        ("challenge", "Infinite scrolling through loaves", "long-lists"),
        ("challenge", "CI/CD and deployment of ovens", "pipeline-setup"),
        ("challenge", "State synchronisation of trays", "state"),
        ("challenge", "Responsive UI inconsistencies of the shop", "responsive"),
        ("practice", "Automate everything: builds and linting", "automate"),
        ("practice", "No N+1 for trays", "queries-in-loops"),
        ("practice", "Optimise the bundle size of the shop", "frontend-speed"),
        ("practice", "Collaboration between frontend and backend is key", "work-together"),
    ],
)
def test_narrow_themes_win_over_wide_ones(lexicon, kind: str, title: str, slug: str) -> None:
    best = theme_of(Voice("k", kind, title, title, ""), lexicon.themes[kind])
    assert best is not None
    assert best[0].slug == slug
