"""Technologies and concepts by name."""

import re

import pytest

from nexus.consolidation import key_of
from nexus.consolidation.extending import SpellingChange, TermChange, extend


def names(parse, text):
    return [(s.kind, s.name) for s in parse(text).statements]


def test_comma_lists_under_a_category(parse) -> None:
    text = "## Technologies\n- **Languages:** Python, TypeScript & Go\n- **Queue:** Celery + RabbitMQ\n"
    assert names(parse, text) == [
        ("technology", n) for n in ("Python", "TypeScript", "Go", "Celery", "RabbitMQ")
    ]


def test_heading_holds_its_bullets(parse) -> None:
    (found,) = parse("## Technologies\n### 1. Django\n- models\n- views\n").statements
    assert (found.name, found.lines) == ("Django", (2, 4))


def test_concepts_keep_their_words_and_technologies_their_name(parse) -> None:
    text = "## Concepts\n- **Schema design**: keys\n- **NextJS**: pages\n"
    assert names(parse, text) == [("concept", "Schema design"), ("technology", "Next.js")]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("DRF", "django-rest-framework"),
        ("Django Rest Framework (DRF)", "django-rest-framework"),
        ("django-rest-framework", "django-rest-framework"),
        ("C++", "c-plus-plus"),
        ("C", "c"),
        ("C#", "c-sharp"),
        ("Next.js 14+", "next-js"),
        ("Advanced PostgreSQL database", "postgresql"),
        ("React Native", "react-native"),
    ],
)
def test_spellings_of_one_thing(lexicon, text: str, slug: str) -> None:
    assert lexicon.resolve(text).slug == slug


def test_ordinary_words_are_no_technology(lexicon) -> None:
    assert lexicon.mentions("we go and make a flask of tea") == frozenset()
    assert lexicon.mentions("Redis behind django rest framework") == {
        "redis",
        "django-rest-framework",
    }


def test_ordinary_words_stand_for_no_term_whose_other_spelling_they_are(lexicon) -> None:
    assert lexicon.mentions("I am at rest until the next loaf") == frozenset()
    assert lexicon.lead("Next steps for bakers") is None
    assert lexicon.mentions("IAM roles for Next") == {"aws-iam", "next-js"}
    assert lexicon.resolve("Next").slug == "next-js"


@pytest.mark.parametrize(
    "text",
    [
        "we log back in",
        "every code push",
        "the local stack",
        "one note: flour first",
        "rest assured",
        "the fast lane",
        "the after effects of sugar",
        "our sales force",
        "a cookie cutter",
        "a paper trail",
        "at this power point",
        "a type form",
        "live blocks of butter",
        "a tall stack of trays",
        "bakers of one bloc stomp",
        "a frame of wood",
        "we pop 3 loaves",
        "side effects of yeast",
        "polling the bakers",
        "unity of twig, meteor and flipper",
        "open a live share",
    ],
)
def test_words_apart_are_no_name_of_one_word(lexicon, text: str) -> None:
    assert lexicon.mentions(text) == frozenset()
    assert lexicon.lead(f"{text.removeprefix('the ').removeprefix('a ')} of bread") is None


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("a local-stack and a LocalStack", {"localstack"}),
        ("Power Point of loaves", {"powerpoint"}),
        ("next js, node js and scikit learn", {"next-js", "node-js", "scikit-learn"}),
        ("REST Assured beside After Effects", {"rest-assured", "after-effects"}),
        ("Ovens in Go, CD with Jenkins", {"go", "jenkins"}),
        ("Ovens in Go. CD with Jenkins", {"go", "jenkins"}),
        ("GoCD", {"gocd"}),
        ("the react flow of dough", {"react"}),
        ("React Flow of dough", {"react-flow"}),
        ("CI/CD for django rest framework", {"ci-cd", "django-rest-framework"}),
        ("React, native ovens", {"react"}),
        ("a GraphQL request from the Flask login page", {"graphql", "flask"}),
        ("Flask-Login and graphql-request.", {"flask-login", "graphql-request"}),
        ("Django tenants connect to Kafka; kafka connects", {"django", "apache-kafka"}),
    ],
)
def test_words_are_joined_as_names_are_written(lexicon, text: str, slugs: set[str]) -> None:
    assert lexicon.mentions(text) == slugs


def test_an_ordinary_word_stays_one_whatever_it_stands_for(lexicon) -> None:
    own = [TermChange("restify-x", "Restify X", "technology")]
    changed = extend(lexicon, own, [SpellingChange("Rest", "restify-x")])
    assert changed.mentions("we rest on sunday") == frozenset()
    assert changed.mentions("Trays by Rest") == {"restify-x"}


def test_a_spelling_stands_for_one_term(lexicon) -> None:
    spelled = [
        (key_of(text), term.slug)
        for term in lexicon.terms.values()
        for text in (term.name, *term.aliases)
    ]
    assert [key for key, slug in spelled if lexicon.spelled(key).slug != slug] == []


def test_names_with_commas_between_them_are_kept_as_bullets_are(parse) -> None:
    for line in ("Zorbium, Docker, Quuxlite", "Zorbium, Docker and Quuxlite, Redis."):
        bullets = "".join(f"- {n}\n" for n in re.split(r", | and ", line.strip(".")))
        said = [
            [(s.kind, s.name) for s in parse(f"## Technologies used\n{text}\n").statements]
            for text in (line, bullets)
        ]
        assert said[0] == said[1]
        assert said[0][:3] == [("technology", n) for n in ("Zorbium", "Docker", "Quuxlite")]


def test_a_sentence_with_commas_names_only_what_is_known(parse) -> None:
    text = "## Technologies used\nWith Docker, bread, and a lot of patience, we baked.\n"
    assert {s.name for s in parse(text).statements} <= {"Docker"}
