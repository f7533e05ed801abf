"""Names in layouts that lists of tools and ideas have; every example is made up."""

import pytest

from nexus.consolidation.blocks import scan


def names(parse, text):
    return [(s.kind[0], s.name) for s in parse(text).statements if s.kind[0] in "tc"]


@pytest.mark.parametrize(
    ("section", "sentence", "found"),
    [
        ("Technologies", "I baked with Python, Redis and Docker.", ["Python", "Redis", "Docker"]),
        (
            "Tools",
            "The oven was built with Django, Redis and Celery.",
            ["Django", "Redis", "Celery"],
        ),
        (
            "Concepts",
            "I studied pagination, caching and testing.",
            ["pagination", "caching", "testing"],
        ),
        (
            "Tech stack",
            "For many weeks of the summer we worked in the bakery using Python, Django and Redis. "
            "Later on we also explored Docker and Kubernetes.",
            ["Python", "Django", "Redis", "Docker", "Kubernetes"],
        ),
    ],
)
def test_a_sentence_lists_what_follows_its_verb(parse, section, sentence, found) -> None:
    assert [n for _, n in names(parse, f"# Bakery\n\n## {section}\n\n{sentence}\n")] == found


@pytest.mark.parametrize(
    "sentence",
    [
        "We have not baked with Kubernetes, Terraform.",
        "I decided against using Angular and Vue.",
        "I never learned Python, Redis, Docker.",
        "We didn't bake with Python, Redis and Docker.",
        "I plan to learn Python, Redis and Docker.",
        "I would like to bake with Python, Redis and Docker.",
        "We baked without using Python and Redis.",
    ],
)
def test_tools_that_were_not_used_are_none(parse, sentence: str) -> None:
    assert names(parse, f"# Bakery\n\n## Tech stack\n\n{sentence}\n") == []


def test_a_sentence_on_what_was_not_used_leaves_the_next_alone(parse) -> None:
    text = "## Tech stack\n\nI did not bake with Django and Flask. Not only ovens: I used Redis and Docker.\n"
    assert names(parse, text) == [("t", "Redis"), ("t", "Docker")]
    text = "## Tech stack\n\nNot warm yet, but built with Django, Redis and Docker.\n"
    assert names(parse, text) == [("t", "Django"), ("t", "Redis"), ("t", "Docker")]


def test_a_long_sentence_beside_a_list_only_introduces_it(parse) -> None:
    text = (
        "## Technologies\n\nFor many weeks of the summer we worked in the bakery using Python, Django "
        "and Redis.\n\n- Docker\n- Celery\n"
    )
    assert names(parse, text) == [("t", "Docker"), ("t", "Celery")]


def test_a_sentence_below_a_tool_only_tells_of_it(parse) -> None:
    text = "## What I learned\n### Phones with Flutter\nBaked apps using Flutter and Dart.\n### Redis\nWarm.\n"
    assert names(parse, text) == [("t", "Flutter"), ("t", "Redis")]


def test_what_a_tool_is_for_goes_on_after_a_comma(parse) -> None:
    text = (
        "## Technologies\n- Redis for trays, session storage, and late cookies\n"
        "- Python for flour, Docker for ovens\n- Celery for bread, pytest\n"
    )
    assert [n for _, n in names(parse, text)] == ["Redis", "Python", "Docker", "Celery", "pytest"]


@pytest.mark.parametrize(
    ("item", "found"),
    [
        ("Python for ovens, django, celery and redis", ["Python", "Django", "Celery", "Redis"]),
        ("We used docker for trays, kubernetes, and terraform", ["Kubernetes", "Terraform"]),
        ("Redis for orders, docker for ovens, and nginx", ["Redis", "Docker", "Nginx"]),
        ("Docker for trays, warm bread, testing and nginx", ["Docker", "Nginx"]),
        ("Docker for trays, react testing library", ["Docker", "React Testing Library"]),
    ],
)
def test_tools_after_what_one_is_for_count_in_small_letters_too(parse, item, found) -> None:
    assert [n for _, n in names(parse, f"## Technologies\n- {item}\n")] == found


def test_ideas_parted_by_bars_are_several(parse) -> None:
    text = "## Concepts\n- Pagination | Caching\n- Testing · Debugging\n"
    assert [n for _, n in names(parse, text)] == ["Pagination", "Caching", "Testing", "Debugging"]


def test_a_slash_parts_two_tools_before_what_they_are_for(parse) -> None:
    text = "## Tools\n- npm/yarn package trays\n- CI/CD with flour\n"
    assert names(parse, text) == [("t", "npm"), ("t", "Yarn"), ("t", "CI/CD")]


def test_letters_number_a_list_too(parse) -> None:
    text = "## Technologies\na. Python\nb. Redis\nc. Docker\n"
    assert names(parse, text) == [("t", "Python"), ("t", "Redis"), ("t", "Docker")]


def test_letters_number_a_list_with_lines_between(parse) -> None:
    text = "## Technologies\n\na. Python\n\n   For flour.\n\nb. Redis\n\nc. Docker\n"
    assert names(parse, text) == [("t", "Python"), ("t", "Redis"), ("t", "Docker")]


def test_a_letter_in_prose_numbers_nothing() -> None:
    lines = [
        "i. e. the oven failed in winter",
        "",
        "e. coli grew in the dough",
        "",
        "e. g. the salt was late",
        "",
        "a. m. baking was cold",
    ]
    assert {block.kind for block in scan(lines)} == {"text"}
    after = ["a. flour", "b. salt", "", "e. coli grew"]
    assert [block.kind for block in scan(after)] == ["item", "item", "text"]


def test_what_one_gained_of_a_tool_is_the_tool(parse) -> None:
    text = "## Technologies\n- Proficiency in Python\n- Knowledge of GraphQL\n- How to use pytest\n"
    assert names(parse, text) == [("t", "Python"), ("t", "GraphQL"), ("t", "pytest")]


def test_all_tools_that_work_is_done_with_count(parse) -> None:
    text = "## Technologies\n- State management with Redux and Zustand\n- Agile/Scrum\n"
    assert names(parse, text) == [("t", "Redux"), ("t", "Zustand"), ("c", "Agile/Scrum")]


def test_items_in_bold_below_two_tools_name_their_own(parse) -> None:
    text = (
        "## Technologies\n### Python & Django\n- **Python basics**: loops\n- **Django**: trays\n"
        "- **Celery**: late baking\n- **Pagination**: few at once\n- **Oven lore**: heat\n"
    )
    assert names(parse, text) == [
        ("t", "Python"),
        ("t", "Django"),
        ("t", "Celery"),
        ("c", "Pagination"),
    ]


def test_sides_of_tools_stay_below_them(parse) -> None:
    text = "## Technologies\n### Python & Django\n- **Loops**: round\n- **Trays**: flat\n- **Heat**: hot\n"
    assert names(parse, text) == [("t", "Python"), ("t", "Django")]


def test_ideas_after_an_idea_detail_it(parse) -> None:
    text = "## Technologies\n- **Authentication & authorization**: JWT, session management, CSRF\n- **Redis**: trays\n"
    assert names(parse, text) == [("c", "Authentication and authorization"), ("t", "Redis")]
    text = "## Technologies\n- **Login systems**: JWT, OAuth, caching\n- **Styling**: Tailwind CSS, reusable components\n"
    assert names(parse, text) == [
        ("c", "Login systems"),
        ("t", "Tailwind CSS"),
        ("c", "reusable components"),
    ]


# ------------------------------------------------------------------ outside sections that say so
def test_lists_of_nothing_but_tools_are_tools(parse) -> None:
    text = (
        "# Bakery\n\n## Frontend\n- React\n- TypeScript – for trays\n\n## Databases\n- PostgreSQL\n\n"
        "## Orders\n- Redis\n- Docker\n"
    )
    assert names(parse, text) == [("t", "React"), ("t", "TypeScript"), ("t", "PostgreSQL")]


def test_tools_of_a_pasted_brief_are_tools(parse) -> None:
    text = (
        "# Bakery\n\n## About the course\n\n### Tools to explore\nBakers can use:\n- **Trello/Notion** – lists\n"
        "- **Zoom** – calls\n- **GraphQL** – orders\n- **Caching** – warm bread\n"
    )
    assert names(parse, text) == [
        ("t", "Trello"),
        ("t", "Notion"),
        ("t", "Zoom"),
        ("t", "GraphQL"),
        ("c", "Caching"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# Bakery\n\n## Getting started\n\n### Tools you need\n- Python 3.12\n- Docker\n",
        "# Bakery\n\n## Backend\n- Django\n- Baking bread for Redis\n- Selling bread\n",
        "# Bakery\n\n## Next steps\n\n### Tools to explore\n- Kubernetes\n- Terraform\n",
        "# Bakery\n\n## Databases\n- PostgreSQL\n",
    ],
)
def test_other_lists_are_none(parse, text: str) -> None:
    assert names(parse, text) == []


def test_headings_beside_one_another_are_what_was_learned(parse) -> None:
    text = (
        "# Phones with Flutter\nBaked two.\n\n# GraphQL\n- orders\n\n# Docker & Kubernetes\n- trays\n\n"
        "# Caching\nKept it warm.\n\n# My oven\n- hot\n"
    )
    assert names(parse, text) == [
        ("t", "Flutter"),
        ("t", "GraphQL"),
        ("t", "Docker"),
        ("t", "Kubernetes"),
        ("c", "Caching"),
    ]


def test_what_stands_below_a_topic_is_read_too(parse) -> None:
    text = (
        "# Bakery\n\n## Docker\nTech stack: Django, GraphQL, Pytest\n\n"
        "- Join us on Discord: #bakers-talk\n\n## Redis\nKept warm.\n\n### Databases\n"
        "- PostgreSQL\n- SQLite\n\n## Celery\nBuilt with: Flask, RabbitMQ\n"
    )
    assert [(s.kind, s.name or s.title) for s in parse(text).statements] == [
        ("technology", "Docker"),
        ("technology", "Django"),
        ("technology", "GraphQL"),
        ("technology", "pytest"),
        ("collaboration", "Join us on Discord: #bakers-talk"),
        ("technology", "Redis"),
        ("technology", "PostgreSQL"),
        ("technology", "SQLite"),
        ("technology", "Celery"),
        ("technology", "Flask"),
        ("technology", "RabbitMQ"),
    ]


def test_an_invitation_beside_a_list_of_tools_is_read_too(parse) -> None:
    text = (
        "# Bakery\n\n## Backend\n- Django\n- Redis\n- Celery\n- Join us on Discord: #bakers-talk\n"
    )
    assert [s.kind[0] for s in parse(text).statements] == ["t", "t", "t", "c"]


def test_two_headings_of_a_project_are_not(parse) -> None:
    text = "# Bakery\n\n## Docker\n- run it\n\n## Testing\n- try it\n\n## Swagger\n- read it\n"
    assert names(parse, text) == []


@pytest.mark.parametrize(
    "above",
    [
        "Deployment",
        "Deploying",
        "Usage",
        "Integrations",
        "Before you begin",
        "Downloads",
        "Examples",
    ],
)
def test_headings_below_what_one_does_with_a_project_are_not(parse, above: str) -> None:
    text = f"# Bakery\n\n## {above}\n### Docker\nWarm.\n### Python\nCold.\n### Redis\nLate.\n"
    assert names(parse, text) == []


def test_headings_over_steps_are_not(parse) -> None:
    text = (
        "# Bakery\n\n## Docker\nRun the oven.\n\n## Heroku\nPush the trays.\n\n"
        "## Netlify\nA place for bread.\n"
    )
    assert names(parse, text) == []


@pytest.mark.parametrize("above", ["Tested on", "Deployment"])
def test_lists_of_where_a_project_runs_are_none(parse, above: str) -> None:
    text = f"# Bakery\n\n## {above}\n\n### Platforms\n- Windows\n- Linux\n"
    assert names(parse, text) == []
    assert names(parse, "# Bakery\n\n## Deployment\n- Heroku\n- Netlify\n- Vercel\n") == []


# ------------------------------------------------------------------ headings
@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("What I used", [("t", "Redis"), ("c", "Caching")]),
        ("Tech", [("t", "Redis"), ("c", "Caching")]),
        ("Skills", [("t", "Redis"), ("c", "Caching")]),
        ("Things I've learned", [("t", "Redis"), ("c", "Caching")]),
        ("Curriculum", [("t", "Redis"), ("c", "Caching")]),
        ("Key ideas", [("t", "Redis"), ("c", "Caching")]),
        ("Topics", [("t", "Redis"), ("c", "Caching")]),
        ("Guidelines", []),
    ],
)
def test_more_headings_say_what_was_learned(parse, heading: str, found) -> None:
    assert names(parse, f"# Bakery\n\n## {heading}\n- Redis\n- Caching\n") == found


@pytest.mark.parametrize(
    "heading",
    ["Languages used", "Skills", "What we used", "Toolbox", "Competencies", "Course content"],
)
def test_only_what_is_known_counts_where_anything_may_stand(parse, heading: str) -> None:
    text = f"# Bakery\n\n## {heading}\n- English\n- Python\n- Flour\n- Introduction\n- Caching\n"
    assert names(parse, text) == [("t", "Python"), ("c", "Caching")]


def test_in_a_section_of_tools_a_list_holds_nothing_else(parse) -> None:
    text = "# Bakery\n\n## Tech stack\n### Languages used\n- Python\n- DoughScript\n### Databases\n- Redis\n"
    assert names(parse, text) == [("t", "Python"), ("t", "DoughScript"), ("t", "Redis")]


def test_the_content_of_a_document_is_no_section(parse) -> None:
    assert names(parse, "# Bakery\n\n## Content\n- Data model\n- How to bake\n- Docker\n") == []


def test_what_was_hard_is_told_below_it(parse) -> None:
    text = "# Bakery\n\n## What was hard\n- Cold ovens: we lit them\n- Old flour: we bought some\n"
    assert [(s.kind, s.title) for s in parse(text).statements] == [
        ("challenge", "Cold ovens"),
        ("challenge", "Old flour"),
    ]


def test_a_heading_of_several_sections_leaves_each_to_its_own(parse) -> None:
    text = (
        "# Bakery\n\n## Learnings, challenges & takeaways\n### What I learned\n- Docker\n"
        "### What was hard\n- Cold ovens: we lit them\n### What I take away\n- Bake early\n"
    )
    assert [(s.kind, s.name or s.title) for s in parse(text).statements] == [
        ("technology", "Docker"),
        ("challenge", "Cold ovens"),
        ("practice", "Bake early"),
    ]


def test_a_heading_of_several_sections_tells_something_itself(parse) -> None:
    text = (
        "# Bakery\n\n## Challenges and learnings\n\nThe oven failed in winter because of ice. "
        "We fixed it with salt.\n\n### Challenges\n- Old flour: we bought some\n"
        "### Best practices\n- Bake early\n"
    )
    assert [(s.kind, s.title) for s in parse(text).statements] == [
        ("challenge", "The oven failed in winter because of ice"),
        ("challenge", "Old flour"),
        ("practice", "Bake early"),
    ]


def test_what_introduces_several_sections_tells_nothing(parse) -> None:
    text = (
        "# Bakery\n\n## Learnings, challenges & takeaways\n\nHere is what was hard this winter.\n\n"
        "### What I learned\n- Docker\n### What was hard\n- Cold ovens: we lit them\n"
    )
    assert [s.name or s.title for s in parse(text).statements] == ["Docker", "Cold ovens"]


def test_what_was_learned_of_a_challenge_stays_its_part(parse) -> None:
    text = "## Challenges & lessons\n### Cold ovens\n**Solution:** light them\n### What I learned\nWarm first.\n"
    assert {s.kind for s in parse(text).statements} == {"challenge"}


# ------------------------------------------------------------------ marks
def test_names_in_code_beside_one_another_are_a_list(parse) -> None:
    assert names(parse, "## Technologies\n`Git` `Redis` `Docker`\n") == [
        ("t", "Git"),
        ("t", "Redis"),
        ("t", "Docker"),
    ]


def test_what_a_term_means_is_no_name(parse) -> None:
    text = "## Technologies\n\nGit\n: old bread\n\nDocker\n: the trays\n"
    assert names(parse, text) == [("t", "Git"), ("t", "Docker")]


def test_a_kind_of_tools_is_defined_by_their_names(parse) -> None:
    text = (
        "## Technologies\n\nFrontend\n: React, Redux\n\nDatabases\n: PostgreSQL\n: Redis\n\n"
        "Git\n: old bread, Docker\n: Celery\n\nCaching\n: warm bread, Django\n"
    )
    assert names(parse, text) == [
        ("t", "React"),
        ("t", "Redux"),
        ("t", "PostgreSQL"),
        ("t", "Redis"),
        ("t", "Git"),
        ("c", "Caching"),
    ]
    text = "## Concepts\n\nBackend\n: caching, pagination\n\nTesting\n: warm bread, late\n"
    assert [n for _, n in names(parse, text)] == ["Backend", "caching", "pagination", "Testing"]
