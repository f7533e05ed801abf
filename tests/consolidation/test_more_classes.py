"""More classes of error of documents that nobody tuned for; every example is made up."""

import pytest

from nexus.consolidation.themes import theme_of
from nexus.consolidation.voices import Voice


def kinds(parse, text):
    return [(s.kind, s.lines) for s in parse(text).statements]


def names(parse, text):
    return [(s.kind, s.name) for s in parse(text).statements]


# ------------------------------------------------------------------ names
def test_an_idea_with_the_name_of_a_tool_in_it_is_an_idea(parse) -> None:
    text = (
        "## Weekly breakdown\n### Week 2: Trays\n- **GitLab Tray Management**: where trays go\n"
        "- **API Oven Creation**: how ovens come\n- **GitLab**: where it runs\n"
    )
    assert names(parse, text) == [
        ("concept", "GitLab Tray Management"),
        ("concept", "API Oven Creation"),
        ("technology", "GitLab"),
    ]


def test_words_that_are_tools_too_are_none_beside_unknown_ones(parse) -> None:
    text = "## Technologies\n- **Foundation & Baking Phase**\n- **Go & Rust**\n"
    assert names(parse, text) == [("technology", "Go"), ("technology", "Rust")]


def test_the_work_at_the_end_of_a_course_teaches_nothing_new(parse) -> None:
    text = (
        "## Weekly breakdown\n### Week 3: Trays\n- **Signals**: who hears\n"
        "### Week 9: Everything\n**Capstone bakery**\n- **Bread Presentation**: show it\n"
    )
    assert [n for _, n in names(parse, text)] == ["Signals"]


def test_tools_after_a_plural_are_not_what_they_do(parse) -> None:
    text = "## Technologies\n- **CI/CD tools**: automated testing and baking\n"
    assert names(parse, text) == [("technology", "CI/CD")]


def test_an_idea_comes_before_the_tools_it_is_done_with(parse) -> None:
    text = (
        "## Key learnings\n- Pagination with **Elasticsearch**\n- **Secure pagination** with Git\n"
        "- Background jobs with **Celery**\n"
    )
    assert names(parse, text) == [
        ("concept", "Pagination"),
        ("technology", "Elasticsearch"),
        ("concept", "Secure pagination"),
        ("technology", "Celery"),
    ]


def test_an_idea_whose_parts_are_explained_counts_as_they_do(parse) -> None:
    text = (
        "## Key concepts\n### Caching\n- **Eviction**: what goes first\n- **Warm-up**: what comes first\n"
        "### Styling & bread\n- **Theming**: light crust\n- **Layouts**: rows of rolls\n"
    )
    assert [n for _, n in names(parse, text)] == [
        "Caching",
        "Eviction",
        "Warm-up",
        "Theming",
        "Layouts",
    ]


def test_tools_in_brackets_after_their_plural_among_concepts(parse) -> None:
    text = "## Key concepts\n- **CSS preprocessors (Less / Stylus)**\n- Version control (Git)\n"
    assert names(parse, text) == [
        ("technology", "Less"),
        ("technology", "Stylus"),
        ("concept", "Version control"),
    ]


def test_a_title_in_bold_is_of_what_follows_its_kind(parse) -> None:
    text = "## Key concepts\n- **Task queues: Celery / RabbitMQ**\n- **Python: lazy bread rolls**\n"
    assert names(parse, text) == [
        ("technology", "Celery"),
        ("technology", "RabbitMQ"),
        ("concept", "lazy bread rolls"),
    ]


def test_a_list_whose_breaks_were_lost(parse) -> None:
    line = "Redis – quick to read Docker – the same oven Caching – warm rolls Vue.js – thin crust"
    assert [n for _, n in names(parse, f"# Notes\n{line}\n")] == [
        "Redis",
        "Docker",
        "Caching",
        "Vue.js",
    ]
    assert names(parse, "# Notes\nOurs - a small Redis - was warm - and quick - and good\n") == []


def test_milestones_are_no_technology(parse) -> None:
    text = "## Technologies\n- Redis\n### Milestones & loaves\n- Payment day\n- Baking day\n"
    assert names(parse, text) == [("technology", "Redis")]


def test_what_is_said_about_pipelines_is_an_idea(parse) -> None:
    text = (
        "## Technologies\n- **CI/CD concepts**: warm\n- CI/CD oven integration\n- CI/CD pipelines\n"
    )
    assert names(parse, text) == [
        ("concept", "CI/CD concepts"),
        ("concept", "CI/CD oven integration"),
        ("technology", "CI/CD"),
    ]


def test_a_tool_with_its_techniques_is_the_tool(parse) -> None:
    text = "## Technologies\n- MySQL with oven techniques and bread strategies\n"
    assert names(parse, text) == [("technology", "MySQL")]


def test_a_plural_over_tools_gives_way_to_them(parse) -> None:
    text = (
        "## Technologies\n- NoSQL databases:\n  - MongoDB for menus\n  - Redis for rolls\n"
        "  - Ways of storing bread\n"
    )
    assert names(parse, text) == [("technology", "MongoDB"), ("technology", "Redis")]


def test_an_idea_with_a_tool_among_its_details_is_the_idea(parse) -> None:
    text = (
        "## Technologies\n- Redis\n- Pagination:\n  - MongoDB cursors\n  - loaves to a page\n"
        "  - crumbs on the next\n"
    )
    assert names(parse, text) == [("technology", "Redis"), ("concept", "Pagination")]


def test_ideas_over_their_own_lists_are_the_parts_of_a_heading(parse) -> None:
    text = (
        "## Key concepts\n### Baking excellence\n- Dough models:\n  - sour\n  - sweet\n"
        "- Oven models:\n  - gas\n"
    )
    assert names(parse, text) == [("concept", "Dough models"), ("concept", "Oven models")]


def test_a_name_that_nobody_knows_in_a_list_of_pipelines(parse) -> None:
    text = (
        "## Tools\n- **Editors**: Vim, Emacs\n- **Styles**: Sass\n- **CI/CD**: Jenkins, Crumb CI\n"
    )
    assert [n for _, n in names(parse, text)] == ["Vim", "Emacs", "Sass", "Jenkins", "Crumb CI"]


def test_a_heading_without_a_name_among_concepts_only_groups(parse) -> None:
    text = "## Key concepts\n### Additional bread concepts\n**Eviction**: what goes\n\n**Warm-up**: what comes\n"
    assert names(parse, text) == [("concept", "Eviction"), ("concept", "Warm-up")]


# ------------------------------------------------------------------ challenges told in passing
@pytest.mark.parametrize(
    ("text", "lines", "problem", "solution"),
    [
        ("### The Cold Problem\nPale.\n### The Cold Solution\nHeat.\n", (3, 6), (3, 4), (5, 6)),
        ("### Problem\nPale.\n### Solution\nHeat.\n", (3, 6), (3, 4), (5, 6)),
        ("### Cold\n#### Problem\nPale.\n#### Solution\nHeat.\n", (3, 7), (3, 5), (6, 7)),
        ("### Cold\n- **Problem:** pale\n- **Fix:** heat\n", (3, 5), (3, 4), (5, 5)),
    ],
)
def test_a_problem_and_its_solution_among_practices(parse, text, lines, problem, solution) -> None:
    statements = parse(f"## Best practices\n- Label every tray\n{text}").statements
    assert [(s.kind, s.lines, s.problem, s.solution) for s in statements] == [
        ("practice", (2, 2), (), ()),
        ("challenge", lines, (problem,), (solution,)),
    ]


def test_advice_about_problems_stays_advice(parse) -> None:
    text = "## Best practices\n### Ovens\n- Label every tray\n- Solution: heat early\n### The Cold Problem\n- Heat early\n"
    assert {k for k, _ in kinds(parse, text)} == {"practice"}


# ------------------------------------------------------------------ collaboration
def test_a_line_that_leads_a_list_is_not_part_of_the_bullet_before(parse) -> None:
    text = "## Collaboration\nOther bakers:\n- Share ideas with peers\nGuests:\n- Bake with them\n"
    assert kinds(parse, text) == [("collaboration", (3, 3)), ("collaboration", (5, 5))]


def test_lines_below_a_heading_that_says_with_whom(parse) -> None:
    text = (
        "## Collaboration\n### Frontend learners\n\nDesigned neat trays.\n\nMended the oven door.\n"
    )
    assert kinds(parse, text) == [("collaboration", (4, 4)), ("collaboration", (6, 6))]
    text = "## Collaboration\n### Ovens\n\nDesigned neat trays.\n\nMended the oven door.\n"
    assert kinds(parse, text) == []


def test_what_is_done_in_a_channel_counts_beside_it(parse) -> None:
    text = (
        "## Collaboration\n- **Slack channel:** `#bread`\n  - Share ideas\n  - Ask other bakers\n"
    )
    assert kinds(parse, text) == [
        ("collaboration", (2, 2)),
        ("collaboration", (3, 3)),
        ("collaboration", (4, 4)),
    ]


def test_the_other_half_of_a_heading_is_no_collaboration(parse) -> None:
    text = (
        "## Collaboration & resources\n- **Together:** baked with other learners\n"
        "- **Approach:** neat trays\n- **Books:** one on bread\n"
    )
    assert kinds(parse, text) == [("collaboration", (2, 2))]


def test_what_collaboration_was_good_for_is_none(parse) -> None:
    text = (
        "## Collaboration\n- Baked with other learners\n\nIt helped me improve:\n- Rolls\n- Ovens\n"
    )
    assert kinds(parse, text) == [("collaboration", (2, 2))]
    text = "## Collaboration\nPeers who helped me:\n- Bakers of rolls\n"
    assert kinds(parse, text) == [("collaboration", (3, 3))]
    text = "## Best practices\nThese helped me improve:\n- Label every tray\n"
    assert kinds(parse, text) == [("practice", (3, 3))]


def test_an_invitation_to_a_channel_counts_elsewhere(parse) -> None:
    text = "## How to use\n1. Join the `#bread` Discord channel\n2. Join us\n"
    assert kinds(parse, text) == [("collaboration", (2, 2))]


# ------------------------------------------------------------------ themes
@pytest.mark.parametrize(
    ("kind", "title", "slug"),
    [
        ("practice", "Modular apps of one file structure", "folders"),
        ("practice", "Skip unnecessary queries", "backend-speed"),
        ("practice", "Cache menus that are read by frequent queries", "cache"),
        ("practice", "A clean git history", "commits"),
        ("practice", "Prioritise security: environment variables, oven keys", "secure"),
        ("practice", "Problem-solving mindset: break big tasks into small pieces", "small-steps"),
        ("practice", "Collaborating with frontend learners", "work-together"),
        ("practice", "User experience first, with accessible trays", "users-first"),
        ("challenge", "Sending notifications in the background", "long-tasks"),
        ("challenge", "Pipelines that fail", "pipelines"),
    ],
)
def test_a_title_decides_the_theme(lexicon, kind: str, title: str, slug: str) -> None:
    best = theme_of(Voice("k", kind, title, title, ""), lexicon.themes[kind])
    assert best is not None
    assert best[0].slug == slug


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("practice", "Client caches: use Apollo"),
        ("practice", "Logs in the developer tools: use them"),
        ("practice", "Monitor web vitals: performance"),
        ("practice", "Separate oven components"),
        ("challenge", "Designing a consistent API"),
    ],
)
def test_what_only_shares_words_has_no_theme(lexicon, kind: str, title: str) -> None:
    assert theme_of(Voice("k", kind, title, title, ""), lexicon.themes[kind]) is None
