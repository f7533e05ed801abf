"""Technologies and concepts by name."""

import re

import pytest


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
