"""Classes of error that documents nobody had labelled showed; every example is made up."""

import pytest

from nexus.consolidation.themes import theme_of
from nexus.consolidation.voices import Voice


def found(parse, text):
    return [(s.kind, s.lines, s.name or s.title) for s in parse(text).statements]


def kinds(parse, text):
    return [(s.kind, s.lines) for s in parse(text).statements]


def names(parse, text):
    return [(s.kind, s.name) for s in parse(text).statements]


# ------------------------------------------------------------------ sections
def test_a_rubric_is_no_advice(parse) -> None:
    text = (
        "## Grading criteria\n### Problem-solving approach\n- Neat queues for the bakery\n"
        "### Best practice for points (15%)\n- Did you lint the oven?\n"
    )
    assert kinds(parse, text) == []


def test_a_sentence_about_a_section_is_not_its_content(parse) -> None:
    text = "## Key features\n### Challenges & solutions\nThe hurdles that bakers met and how they went.\n"
    assert kinds(parse, text) == []


def test_ideas_for_later_end_a_section(parse) -> None:
    text = "## Technologies used\n- **Redis**: orders\n### Extension ideas\n- **Voucher books**: for guests\n"
    assert names(parse, text) == [("technology", "Redis")]


def test_learning_outcomes_of_a_case_study_are_learned(parse) -> None:
    text = "## Case study: a bakery\n### Learning outcomes\n- **Price design**: what is fair\n"
    assert names(parse, text) == [("concept", "Price design")]


def test_version_control_beside_collaboration_is_a_tool(parse) -> None:
    text = "## Major learnings\n### Collaboration and version control\n- Git basics\n"
    assert names(parse, text) == [("technology", "Git")]


def test_skills_in_a_section_of_practices_are_no_practices(parse) -> None:
    text = "## Best practices\n- Label every tray\n### Skills developed\n- Kneading by hand and machine\n"
    assert [k for k in kinds(parse, text) if k[0] == "practice"] == [("practice", (2, 2))]


def test_weeks_of_a_course_are_learned(parse) -> None:
    text = "## Weekly breakdown\n### Week 3: Kneading data\n- **Signals**: who hears what\n"
    assert names(parse, text) == [("concept", "Signals")]


def test_lines_without_marks_name_their_sections(parse) -> None:
    text = "Engineering Best Practices and Methodologies\n\nTray labels: write the hour on each\n"
    assert [k for k, _ in kinds(parse, text)] == ["practice"]


# ------------------------------------------------------------------ names
def test_a_title_over_code_is_no_concept(parse) -> None:
    text = "## Key concepts\n### Oven settings\n```yaml\nheat: 200\n```\n"
    assert kinds(parse, text) == []


def test_tools_in_bold_inside_a_sentence(parse) -> None:
    text = "## Technologies\n- Baking orders with **Celery** and **RabbitMQ**\n"
    assert names(parse, text) == [("technology", "Celery"), ("technology", "RabbitMQ")]


def test_a_kind_of_work_with_its_tools(parse) -> None:
    text = "## Technologies\n- **Mobile development** with Flutter & Dart. I made a bread scale.\n"
    assert names(parse, text) == [("technology", "Flutter"), ("technology", "Dart")]


def test_tools_in_brackets_after_their_kind(parse) -> None:
    text = "## Technologies\n- Hosting platforms (Heroku, Netlify)\n"
    assert names(parse, text) == [("technology", "Heroku"), ("technology", "Netlify")]


def test_a_pipeline_is_a_category_before_its_tools(parse) -> None:
    text = "## Technologies\n- **CI/CD**: Jenkins, CircleCI\n- **CI/CD**: bread on every push\n"
    assert [n for _, n in names(parse, text)] == ["Jenkins", "CircleCI", "CI/CD"]


def test_tools_below_a_concept_keep_their_name(parse) -> None:
    text = (
        "## Key concepts\n### Caching\n- **Memcached**: keeps the menu warm\n- when to bake anew\n"
    )
    assert [n for _, n in names(parse, text)] == ["Caching", "Memcached"]


def test_frameworks_of_a_language_are_not_the_language(parse) -> None:
    text = "## Technologies\n- **Web development**: modern Python frameworks, state management\n"
    assert names(parse, text) == [("concept", "Web development")]


def test_what_was_done_and_steps_are_no_names(parse) -> None:
    text = "## Technologies\n- Deployed bakeries to hosts like Heroku and Netlify\n- Create a menu file\n"
    assert names(parse, text) == []


def test_a_long_item_is_named_by_its_first_words(parse) -> None:
    text = "## Major learnings\n- Menu variable management with many small files\n"
    assert names(parse, text) == [("concept", "Menu variable management")]


def test_abstract_words_are_no_technology(parse) -> None:
    text = "## Technologies\n- Hospitality\n- Kubernetes\n"
    assert names(parse, text) == [("concept", "Hospitality"), ("technology", "Kubernetes")]


def test_the_stack_of_a_project_in_one_line(parse) -> None:
    text = "# Works\n## My bakery\n**Stack:** Vue.js + Django | Redis\n"
    assert [n for _, n in names(parse, text)] == ["Vue.js", "Django", "Redis"]


def test_pros_and_cons_are_no_concepts(parse) -> None:
    text = "## Technologies\n### Redis\n- quick\n### Pros\n- Warm bread\n### Drawbacks\n- Crumbs\n"
    assert names(parse, text) == [("technology", "Redis")]


def test_a_drawn_tree_is_no_list_of_names(parse) -> None:
    assert names(parse, "## Technologies\n- Redis\n\n└── ovens/\n└── bread.yml\n") == [
        ("technology", "Redis")
    ]


def test_names_that_nobody_knows_in_a_list_of_tools(parse) -> None:
    text = "## Technologies\n- **Icons:** Heroicons, Figma, Breadicons.js, Loafset\n- **crumb-client**: talks HTTP\n"
    assert [n for _, n in names(parse, text)] == [
        "Heroicons",
        "Figma",
        "Breadicons.js",
        "Loafset",
        "crumb-client",
    ]


def test_what_tools_are_for_is_no_part_of_their_list(parse) -> None:
    text = "## Technologies\n- **Stores**: Redis and Memcached for menus and caching\n"
    assert names(parse, text) == [("technology", "Redis"), ("technology", "Memcached")]


def test_a_plural_kind_gives_way_to_its_tools(parse) -> None:
    text = "## Technologies\n- **NoSQL solutions**: MongoDB and Redis\n"
    assert names(parse, text) == [("technology", "MongoDB"), ("technology", "Redis")]


def test_a_category_whose_text_begins_with_words_stays(parse) -> None:
    text = "## Technologies\n- **Cloud services**: Deployment strategies on AWS, Heroku, or Azure\n"
    assert [k for k, _ in names(parse, text)] == ["concept"]


def test_a_pipeline_in_a_table_gives_way_to_its_tool(parse) -> None:
    text = "## Technologies\n| Category | Tool |\n|--|--|\n| CI/CD | Jenkins |\n"
    assert names(parse, text) == [("technology", "Jenkins")]


def test_an_outcome_names_nothing_and_tools_name_all(parse) -> None:
    text = (
        "## Major learnings\n- **Key outcome**: better Python for bakers\n"
        "- **Core tools & concepts:** Redis, caching, bread\n"
    )
    assert names(parse, text) == [("technology", "Redis"), ("concept", "caching")]


def test_a_numbered_list_goes_on_after_an_explanation(parse) -> None:
    text = "## Technologies\n1. Redis\n\n**Example of a menu**\n- Warm bread\n\n2. Docker\n"
    assert [n for _, n in names(parse, text)] == ["Redis", "Docker"]


def test_a_bare_category_is_no_technology(parse) -> None:
    assert names(parse, "## Technologies\n- Frontend\n- Redis\n") == [("technology", "Redis")]


# ------------------------------------------------------------------ challenges
def test_bullets_under_a_numbered_line_belong_to_it(parse) -> None:
    text = (
        "## Challenges\n1) **Burnt bread**\n- What I saw: black loaves\n- What I did: a timer\n\n"
        "2) **Cold bread**\n- What I saw: pale loaves\n- What I did: more heat\n"
    )
    parsed = [(s.lines, s.problem, s.solution) for s in parse(text).statements]
    assert parsed == [
        ((2, 4), ((2, 3),), ((4, 4),)),
        ((6, 8), ((6, 7),), ((8, 8),)),
    ]


def test_where_challenges_are_counted_another_heading_is_none(parse) -> None:
    text = (
        "## Challenges\n### 1. Burnt bread\nI set a timer.\n### 2. Cold bread\nI fixed the door.\n"
        "### Wiring the oven\n1. **Plug**: find the plug\n2. **Switch**: press it\n"
    )
    assert [lines for _, lines in kinds(parse, text)] == [(2, 3), (4, 5)]


def test_what_was_learned_stays_with_its_challenge(parse) -> None:
    text = (
        "## Challenges\n### Challenge 1: Burnt bread\n**Problem:** no timer\n**Solution:** a timer\n\n"
        "**Key learnings:**\n- Timers ring\n"
    )
    assert kinds(parse, text) == [("challenge", (2, 7))]


def test_challenges_of_a_line_whose_breaks_were_lost(parse) -> None:
    text = "# Notes\nBread Challenge: it burnt at once. Solution: a timer. Problem: cold dough. Fix: wait."
    assert [(s.problem_text, s.solution_text.strip()) for s in parse(text).statements] == [
        ("it burnt at once", "a timer."),
        ("cold dough", "wait."),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "(This part will be filled with the hurdles that I meet while I bake all these loaves.)",
        "[All the hurdles that I met while baking are told over there](docs/hurdles.md)",
    ],
)
def test_promises_and_pointers_are_no_challenge(parse, line: str) -> None:
    assert kinds(parse, f"## Challenges\n{line}\n") == []


# ------------------------------------------------------------------ practices, collaboration
def test_tips_about_people_are_collaboration(parse) -> None:
    text = "## Baker tips\n- Share your menu with other learners\n- Label every tray\n"
    assert kinds(parse, text) == [("collaboration", (2, 2)), ("practice", (3, 3))]


def test_gains_after_a_lead_are_no_lessons(parse) -> None:
    text = "## Lessons learned\n- **Dough**: Gained insight into it\n- **Ovens**: heat them early\n"
    assert kinds(parse, text) == [("practice", (3, 3))]


def test_a_takeaway_told_in_prose_counts(parse) -> None:
    text = "## Takeaways\n- Label every tray\n\nMy biggest lesson: ovens need time.\n"
    assert found(parse, text)[1:] == [("practice", (4, 4), "ovens need time")]


def test_a_channel_counts_as_quote_and_after_a_list(parse) -> None:
    text = "## Collaboration\n- Paired with bakers\n\n> Slack channel: `#bread`\n> come by\n\nDiscord: #rolls\n"
    assert kinds(parse, text) == [
        ("collaboration", (2, 2)),
        ("collaboration", (4, 5)),
        ("collaboration", (7, 7)),
    ]


def test_a_channel_and_joint_work_count_elsewhere(parse) -> None:
    text = "## Contact\n- Discord: #bread\n- Discord: [help](https://example.org)\n## Milestones\n* Paired with frontend learners on trays\n"
    assert kinds(parse, text) == [("collaboration", (2, 2)), ("collaboration", (5, 5))]


def test_an_invitation_alone_in_its_section(parse) -> None:
    text = "## Collaboration\nThis repository is shared. I am open to baking with other learners.\n"
    assert kinds(parse, text) == [("collaboration", (2, 2))]


def test_routes_below_a_collaboration_are_not_part_of_it(parse) -> None:
    text = (
        "## Collaboration\n- Opened routes for:\n  - `/api/bread/`\n- Paired with other learners\n"
    )
    assert kinds(parse, text) == [("collaboration", (4, 4))]


# ------------------------------------------------------------------ themes
def voice(title: str, rest: str = "") -> Voice:
    return Voice("k", "practice", title, f"{title} {rest}".strip(), "")


@pytest.mark.parametrize(
    ("kind", "title", "slug"),
    [
        ("practice", "Version control: clear commit messages on short branches", "git"),
        ("practice", "Put security first (environment variables, logins)", "secure"),
        ("practice", "Small commits are atomic", "commits"),
        (
            "practice",
            "Divide tasks until components are small and manageable pieces",
            "small-steps",
        ),
        ("practice", "Serve it over HTTPS only", "https"),
        ("practice", "Keep packages updated", "update-dependencies"),
        ("practice", "Reading the docs before asking", "read-docs"),
        ("challenge", "Too many calls: throttling was needed", "rate-limits"),
        ("challenge", "Designing relationships between database tables", "data-model"),
        ("challenge", "Setting up a pipeline took weeks", "pipeline-setup"),
        ("challenge", "Data consistency between two shops", "data-consistency"),
    ],
)
def test_a_title_decides_the_theme(lexicon, kind: str, title: str, slug: str) -> None:
    best = theme_of(voice(title), lexicon.themes[kind])
    assert best is not None
    assert best[0].slug == slug


def test_words_of_the_body_do_not_rule_out_a_title(lexicon) -> None:
    best = theme_of(
        voice("Our API was slow", "because of queries in a loop"), lexicon.themes["challenge"]
    )
    assert best is not None
    assert best[0].slug == "slow-api"


def test_states_of_an_application_are_no_advice(parse) -> None:
    text = "## Security best practices\n- Oven doors locked, crumb protection enabled\n- Always lock the oven\n"
    assert kinds(parse, text) == [("practice", (3, 3))]


def test_bare_nouns_without_a_mark_are_no_advice(parse) -> None:
    text = "## Best practices\n\nReusable bread baskets\n\nAlways warm the baskets\n"
    assert kinds(parse, text) == [("practice", (5, 5))]


def test_words_far_from_a_habits_title_give_it_no_theme(lexicon) -> None:
    best = theme_of(
        voice("Warm the oven", "so that nobody commits frequently to cold bread in git"),
        lexicon.themes["practice"],
    )
    assert best is None


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("DRY: bake it once", "dry"),
        ("Separation of concerns in every oven", "concerns"),
        ("Aim at high coverage", "coverage"),
        ("PEP 8 to the letter", "style-guide"),
    ],
)
def test_narrow_habits_are_apart_from_wide_ones(lexicon, title: str, slug: str) -> None:
    best = theme_of(voice(title), lexicon.themes["practice"])
    assert best is not None
    assert best[0].slug == slug


def test_no_two_themes_share_an_address(lexicon) -> None:
    slugs = [theme.slug for all_of in lexicon.themes.values() for theme in all_of]
    assert len(slugs) == len(set(slugs))
