"""What layout says: the shape of an item, of the items around it and of its section."""

import pytest

from nexus.consolidation.themes import theme_of
from nexus.consolidation.voices import Voice


def names(parse, text):
    return [(s.kind, s.name) for s in parse(text).statements]


def kinds(parse, text):
    return [(s.kind, s.lines) for s in parse(text).statements]


# ------------------------------------------------------------------ the names in one item
@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("**Signals** (late ones) and **Webhooks**", [("concept", "Signals"), ("concept", "Webhooks")]),
        ("**Others** — caching (of buns), Celery, sourdough", [("concept", "caching"), ("technology", "Celery")]),
        ("**Store safety**: SQL injection checks, locked doors", [("concept", "Store safety")]),
        ("**Fetching dough**: Axios for orders; native `fetch` for news", [("technology", "Axios"), ("technology", "Fetch API")]),
        ("Flutter, Expo, baking UI/UX design principles", [("technology", "Flutter"), ("technology", "Expo"), ("concept", "baking UI/UX design principles")]),
        ("Milestone 3: ovens and trays", []),
        ("Backends with **Python & Django**", [("technology", "Python"), ("technology", "Django")]),
    ],
)  # fmt: skip
def test_names_in_an_item_of_tools(parse, item, expected) -> None:
    assert names(parse, f"## Technologies used\n- {item}\n") == expected


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("**Authentication** with Supabase for bakers", [("concept", "Authentication")]),
        ("Cron basics to advanced ovens", [("technology", "Cron")]),
        ("Pagination, caching, rate limiting", [("concept", "Pagination"), ("concept", "caching"), ("concept", "rate limiting")]),
        ("Bread languages: Sass - they let bakers write less", [("technology", "Sass")]),
    ],
)  # fmt: skip
def test_names_in_an_item_of_ideas(parse, item, expected) -> None:
    assert names(parse, f"## Key concepts\n- {item}\n") == expected


# ------------------------------------------------------------------ what stands around an item
def test_a_tool_that_labels_a_list_among_such_lists_is_a_kind(parse) -> None:
    around = "- **Styles**: Sass, Bulma\n- **Editors**: Vim\n"
    text = f"## Tools\n{around}- **GraphQL**: Hasura\n"
    assert ("technology", "Hasura") in names(parse, text)
    assert ("technology", "GraphQL") not in names(parse, text)


def test_a_tool_among_tools_that_are_explained_is_itself(parse) -> None:
    text = "## Tools\n- **Redis**: keeps the buns warm\n- **GraphQL**: Hasura\n"
    assert names(parse, text) == [("technology", "Redis"), ("technology", "GraphQL")]


def test_an_idea_over_details_is_the_idea(parse) -> None:
    text = (
        "## Technologies covered\n### Mobile development\n- Thumb-sized buttons\n- React Native ovens\n"
        "- Dough that fits the screen\n- Trays without a signal\n"
    )
    assert kinds(parse, text) == [("concept", (2, 6))]


def test_an_idea_over_tools_gives_the_tools(parse) -> None:
    text = "## Technologies covered\n### Mobile development\n- Flutter\n- Expo\n"
    assert names(parse, text) == [("technology", "Flutter"), ("technology", "Expo")]


def test_headings_beside_one_that_only_groups_only_group(parse) -> None:
    text = (
        "## Technologies covered\n### Baking essentials\n- Redis\n- Celery\n"
        "### API design\n- Naming of routes\n- GraphQL menus\n- Versions of a menu\n"
    )
    assert "API design" not in [name for _, name in names(parse, text)]
    assert ("technology", "GraphQL") in names(parse, text)


def test_what_explains_a_tool_names_nothing(parse) -> None:
    text = (
        "## Key technologies\n1. Docker: boxes for bread\n\n**Advantages of Docker**:\n"
        "- Early crumbs: seen soon\n\n**Docker vs. Podman**\n1. Podman\n\n2. Redis: warm trays\n"
    )
    assert names(parse, text) == [("technology", "Docker"), ("technology", "Redis")]


def test_a_lesson_names_what_its_items_do_not(parse) -> None:
    text = (
        "## Lesson 1: Introduction to Flask\n- **Pagination:** one tray at a time\n"
        "## Lesson 2: Features of ovens\n- **Middleware:** what stands between\n"
        "## Lesson 3: Boxes with Docker\n- **Docker:** a box\n"
    )
    assert sorted(names(parse, text)) == sorted(
        [
            ("technology", "Flask"),
            ("concept", "Pagination"),
            ("concept", "Middleware"),
            ("technology", "Docker"),
        ]
    )


# ------------------------------------------------------------------ sections without the usual marks
def test_headings_after_an_empty_section_are_its_parts(parse) -> None:
    text = "## Key concepts\n## Caching\n- warm trays\n## Pagination\n- one tray\n## Licence\n- Free bread\n"
    assert kinds(parse, text) == [("concept", (2, 3)), ("concept", (4, 5))]


def test_bold_lines_that_name_sections_also_end_them(parse) -> None:
    text = "**Key technologies**\n- Redis\n\n**Installation**\n- Celery\n"
    assert names(parse, text) == [("technology", "Redis")]


def test_a_bold_sentence_is_advice_and_no_section(parse) -> None:
    text = "## Best practices\n**Label every tray.**\n\n**Collaborate early with the millers.**\n"
    assert kinds(parse, text) == [("practice", (2, 2)), ("practice", (4, 4))]


def test_a_short_line_above_a_list_is_its_title(parse) -> None:
    text = "## Key concepts\n\nCaching strategies\n- warm trays\n- cold trays\n"
    assert kinds(parse, text) == [("concept", (3, 5))]


def test_lines_are_read_by_their_own_indentation(parse) -> None:
    text = (
        "## Key technologies\n    Redis – Keeps the buns of the whole street warm until evening\n"
        "    Celery – Sends the rolls out while the next ones are being baked\n"
    )
    assert kinds(parse, text) == [("technology", (2, 2)), ("technology", (3, 3))]


def test_a_list_that_lost_its_marks_keeps_its_order_by_indentation(parse) -> None:
    text = (
        "## Key concepts\nCaching strategies\n\n    Warm trays:\n\n        the upper oven\n\n"
        "        the lower oven\n\nPagination\n\n    one tray at a time\n\n    a tray on demand\n"
    )
    assert kinds(parse, text) == [("concept", (2, 8)), ("concept", (10, 14))]


def test_a_title_over_kinds_of_things_gives_the_things(parse) -> None:
    text = (
        "## Tools\n### Shipping and CI/CD\n- **Hosting:** Vercel, Netlify\n- **CI/CD:** Jenkins\n"
    )
    assert names(parse, text) == [("technology", n) for n in ("Vercel", "Netlify", "Jenkins")]


def test_one_word_names_a_section_of_tools(parse) -> None:
    text = "# Oven\n## Tech\nFlutter, Redis, Bulma\n"
    assert names(parse, text) == [("technology", n) for n in ("Flutter", "Redis", "Bulma")]


# ------------------------------------------------------------------ advice, people, challenges
def test_advice_over_its_how_to_is_one_practice(parse) -> None:
    text = "## Best practices\n- Use small trays\n    - Cut the dough first\n    - Then weigh it\n"
    assert kinds(parse, text) == [("practice", (2, 4))]


def test_advice_line_by_line_without_bullets(parse) -> None:
    text = (
        "## Best practices\nUse a thermometer for every single oven in the house, also small ones\n"
        "Keep the flour dry in a closed box, far away from the sinks and doors\n"
    )
    assert kinds(parse, text) == [("practice", (2, 2)), ("practice", (3, 3))]


def test_a_paragraph_below_my_takeaway_is_it(parse) -> None:
    text = "**Personal takeaway**\nThis course taught me that bread is as much about time as about flour.\n"
    assert [k for k, _ in kinds(parse, text)] == ["practice"]


def test_that_something_matters_is_an_insight(parse) -> None:
    text = "## Takeaways\n- Recognition of the importance of clean trays\n- Gained confidence with ovens\n"
    assert kinds(parse, text) == [("practice", (2, 2))]


def test_a_list_of_what_an_application_has_is_no_advice(parse) -> None:
    text = (
        "## Security best practices\n- Doors hashed with salt\n- Locks enforced at night\n"
        "- Flour limits on each tray\n"
    )
    assert kinds(parse, text) == []


def test_people_whose_words_stand_on_the_next_line(parse) -> None:
    text = "## Collaboration\n- **Fellow bakers:**\n  Swapped dough with them, and reviewed each other's trays.\n"
    assert kinds(parse, text) == [("collaboration", (2, 3))]


def test_the_other_half_of_a_mixed_heading_is_no_way_of_working(parse) -> None:
    text = (
        "## Collaboration & Resources\n- **Collaboration:** Met bakers in the yard\n"
        "- **Resources:** Old books about rye\n"
    )
    assert kinds(parse, text) == [("collaboration", (2, 2))]


def test_a_quote_that_names_a_channel(parse) -> None:
    text = "## Collaboration\n### Where\n> Join us in the #rye Discord room\n> Bring flour\n"
    assert kinds(parse, text) == [("collaboration", (3, 4))]


def test_a_bare_label_below_a_numbered_title_is_one_challenge(parse) -> None:
    text = (
        "## Challenges and solutions\n1. Burnt crusts\n**Challenge:**\n- Ovens too hot\n- Timers wrong\n\n"
        "**Solution**\n- Turned them down\n```text\n180 C\n```\n- Bought timers\n"
    )
    (one,) = parse(text).statements
    assert (one.kind, one.lines, one.solution) == ("challenge", (2, 12), ((7, 12),))


def test_headings_that_group_challenges(parse) -> None:
    one = "    Burnt crusts\n\n        Challenge: too hot\n\n        Solution: turned it down\n\n"
    two = one.replace("Burnt crusts", "Flat loaves").replace("too hot", "no yeast")
    text = f"## Challenges\n### In the oven\n{one}{two}### In the shop\n{one}{two}"
    assert kinds(parse, text) == [("challenge", (n, n + 4)) for n in (3, 9, 16, 22)]


def test_a_project_among_practices_is_described_and_no_advice(parse) -> None:
    text = (
        "## Best practices\n- Label every tray\n### Bread shop\n- Architecture: one oven\n"
        "- Features: buns, rolls\n"
    )
    assert kinds(parse, text) == [("practice", (2, 2))]


# ------------------------------------------------------------------ themes
@pytest.mark.parametrize(
    ("title", "theme"),
    [
        ("Version control: branches for bakers, and meaningful commits", "git"),
        ("Use version control with meaningful commits", "commits"),
        ("Documentation: write for APIs, code and bakers alike", "docs"),
        ("Invalidate caches when a price changes", "cache-invalidation"),
        ("Use caching for frequent orders", "cache"),
        ("Write tests for critical trays", "test-critical"),
        ("Version control of the database", None),
    ],
)
def test_the_main_term_of_a_habit_is_its_theme(lexicon, title, theme) -> None:
    voice = Voice("k", "practice", title, "", "")
    found = theme_of(voice, lexicon.themes["practice"])
    assert (found[0].slug if found else None) == theme


def test_sections_in_bold_stand_beside_one_another(parse) -> None:
    text = (
        "**Technologies**\n- Redis\n\n**Challenges**\n**Challenge 1: Pale bread**\n"
        "**Solution:** more heat\n\n**Best practices**\n- Label every tray\n\n"
        "**First week focus**\n- Share your menu with learners\n"
    )
    assert [(s.kind, s.lines) for s in parse(text).statements] == [
        ("technology", (2, 2)),
        ("challenge", (5, 6)),
        ("practice", (9, 9)),
        ("collaboration", (12, 12)),
    ]


def test_a_section_that_is_indented_as_a_whole(parse) -> None:
    text = (
        "## Technologies\n    What I used:\n\n    - **Redis**: rolls\n\n    - **Docker**: ovens\n"
        "## Best practices\n\t- Label every tray\n\t  twice\n\n\tThat was all.\n"
    )
    assert [(s.kind, s.lines, s.name) for s in parse(text).statements] == [
        ("technology", (4, 4), "Redis"),
        ("technology", (6, 6), "Docker"),
        ("practice", (8, 9), ""),
    ]


def test_bullets_beside_the_numbers_of_a_list_are_their_parts(parse) -> None:
    text = "## Key concepts\n1. Caching\n\n* crumbs\n* rolls\n\n2. Pagination\n\n* loaves\n"
    assert [(s.name, s.lines) for s in parse(text).statements] == [
        ("Caching", (2, 5)),
        ("Pagination", (7, 9)),
    ]
    text = "## Key concepts\n1. Caching\n2. Pagination\n\n* Hydration\n"
    assert [s.name for s in parse(text).statements] == ["Caching", "Pagination", "Hydration"]


def test_a_counted_lesson_in_plain_words_is_a_section(parse) -> None:
    text = "# Course\n\nLesson 1: Rolls\n- **Redis**: warm\n\nLesson 2: Loaves\n- **Docker**: big\n"
    assert [s.name for s in parse(text).statements] == ["Redis", "Docker"]
    assert parse("# Course\n\nLesson 1: Rolls\n\nLesson 2: Redis\n").statements == ()


def test_the_schema_of_an_idea_ends_no_section(parse) -> None:
    text = "## Key concepts\n✔ Caching\n✔ Database Schema Design\n✔ Pagination\n"
    assert [s.name for s in parse(text).statements] == [
        "Caching",
        "Database Schema Design",
        "Pagination",
    ]
