"""Every content file keeps the format that content/README.md promises."""

from __future__ import annotations

import pytest
from content_files import CONTENT, KINDS, SUBJECT_KINDS, Entry, entries, topics

ALL = entries()
KEYS = {entry.key for entry in ALL}
TOPICS = {topic["slug"] for topic in topics()}
CHALLENGE_SECTIONS = ["Symptom", "Cause", "Fix", "How to check", "Versions"]
GUIDE_KEYS = {"title", "summary", "topics", "aliases", "related"}
CHALLENGE_KEYS = {
    "title", "summary", "topics", "technologies", "concepts", "practices", "aliases", "track",
    "errors",
}  # fmt: skip
# What the programme teaches, by kind.
TAUGHT = {
    "technologies": {
        "python", "django", "django-rest-framework", "graphene-django", "graphql", "docker",
        "docker-compose", "github-actions", "celery", "rabbitmq", "redis", "postgresql",
    },
    "concepts": {
        "relational-modelling", "normalisation", "indexing", "orm", "raw-sql", "async-views",
        "task-queues", "queryset-caching", "view-caching", "rest-resources", "pagination",
        "filtering", "graphql-queries", "graphql-mutations", "ci-cd", "containerisation",
        "rate-limiting", "token-authentication",
    },
    "practices": {
        "modular-code", "test-early-and-often", "unit-tests", "integration-tests", "end-to-end-tests", "documentation",
        "early-collaboration", "version-control",
    },
    "together": {
        "sharing-ideas", "debugging-each-others-services", "agreeing-on-apis", "planning",
    },
}  # fmt: skip

every_entry = pytest.mark.parametrize("entry", ALL, ids=lambda entry: entry.key)
every_challenge = pytest.mark.parametrize(
    "entry", entries("challenges"), ids=lambda entry: entry.slug
)
every_guide = pytest.mark.parametrize("entry", entries(*SUBJECT_KINDS), ids=lambda entry: entry.key)


def test_counts() -> None:
    counts = {kind: len(list((CONTENT / kind).glob("*.md"))) for kind in KINDS}
    assert counts == {
        "challenges": 20, "technologies": 12, "concepts": 18, "practices": 8, "together": 4,
        "guides": 3,
    }  # fmt: skip


@pytest.mark.parametrize("kind", SUBJECT_KINDS)
def test_every_taught_subject_has_its_guide(kind: str) -> None:
    assert {path.stem for path in (CONTENT / kind).glob("*.md")} == TAUGHT[kind]


@every_entry
def test_front_matter(entry: Entry) -> None:
    expected = CHALLENGE_KEYS if entry.kind == "challenges" else GUIDE_KEYS
    assert set(entry.meta) == expected
    assert isinstance(entry.meta["title"], str)
    summary = entry.meta["summary"]
    assert isinstance(summary, str)
    assert 20 <= len(summary) <= 140
    assert "\n" not in summary
    for key in expected - {"title", "summary", "track"}:
        values = entry.meta[key]
        assert values, f"{key} is empty"
        assert all(isinstance(value, str) and value.strip() for value in values), key
        assert len({value.casefold() for value in values}) == len(values), f"{key} repeats itself"
    assert entry.meta["title"].casefold() not in {a.casefold() for a in entry.meta["aliases"]}


@every_entry
def test_references_resolve(entry: Entry) -> None:
    assert set(entry.meta["topics"]) <= TOPICS
    assert set(entry.links) <= KEYS
    assert set(entry.meta.get("related", [])) <= KEYS - {entry.key}
    for kind in ("technologies", "concepts", "practices"):
        assert {f"{kind}/{slug}" for slug in entry.meta.get(kind, [])} <= KEYS


@every_entry
def test_body(entry: Entry) -> None:
    assert not [line for line in entry.prose.split("\n") if line.startswith("# ")], "title is above"
    assert all(language for language, _ in entry.code_blocks), (
        "every fenced block names its language"
    )
    rows = [line for line in entry.prose.split("\n") if line.startswith("|")]
    assert not [row for row in rows if "[[" in row and "|" in row.split("[[")[1].split("]]")[0]]
    assert "\r" not in entry.body
    assert entry.body.endswith("\n")


@every_challenge
def test_challenge(entry: Entry) -> None:
    assert entry.headings == CHALLENGE_SECTIONS
    assert entry.code_blocks, "a fix has code"
    assert entry.meta["track"] in {"backend", "frontend", "both"}
    assert 1 <= len(entry.meta["errors"]) <= 4
    assert 4 <= len(entry.meta["aliases"]) <= 10
    for heading, after in zip(CHALLENGE_SECTIONS, [*CHALLENGE_SECTIONS[1:], None], strict=True):
        section = (
            entry.body.split(f"\n## {heading}\n", 1)[-1] if heading != "Symptom" else entry.body
        )
        text = section.split(f"\n## {after}\n", 1)[0] if after else section
        assert len(text.split()) >= 5, f"{heading} says too little"


@every_guide
def test_guide_length(entry: Entry) -> None:
    assert 150 <= len(entry.body.split()) <= 350


def test_titles_and_challenge_aliases_are_unique() -> None:
    titles = [entry.meta["title"].casefold() for entry in ALL]
    assert len(set(titles)) == len(titles)
    aliases = [
        alias.casefold() for entry in entries("challenges") for alias in entry.meta["aliases"]
    ]
    assert len(set(aliases)) == len(aliases)


def test_each_error_belongs_to_one_challenge() -> None:
    errors = [error.strip() for entry in entries("challenges") for error in entry.meta["errors"]]
    assert len(set(errors)) == len(errors)


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("blocking requests", "long-task-blocks-request"),
        ("N+1", "n-plus-one-queries"),
        ("select_related", "n-plus-one-queries"),
        ("prefetch_related", "n-plus-one-queries"),
        ("rate limit", "throttled-429"),
        ("works on my machine", "works-on-my-machine"),
        ("CI/CD complexity", "ci-service-containers"),
        ("CORS error", "cors-blocked"),
        ("merge conflict", "conflicting-migrations"),
    ],
)
def test_what_people_type_is_an_alias(words: str, slug: str) -> None:
    owners = [e.slug for e in entries("challenges") if words in e.meta["aliases"]]
    assert owners == [slug]


def test_topics_form_a_tree_and_are_all_used() -> None:
    tree = topics()
    assert all(set(topic) == {"slug", "title", "parent", "summary"} for topic in tree)
    assert all(topic["title"] and topic["summary"] for topic in tree)
    assert len(TOPICS) == len(tree)
    roots = [topic["slug"] for topic in tree if not topic["parent"]]
    assert 7 <= len(roots) <= 10
    assert all(topic["parent"] in roots for topic in tree if topic["parent"])
    used = {slug for entry in ALL for slug in entry.meta["topics"]}
    parents = {topic["parent"] for topic in tree}
    assert TOPICS - used - parents == set()
