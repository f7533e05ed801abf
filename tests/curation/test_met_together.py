"""What the same people wrote of."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from nexus.curation.selectors import list_related
from nexus.library.models import Entry


def text_of(title: str, *technologies: str) -> bytes:
    rows = "\n".join(f"- **{name}**: we used it in {title}." for name in technologies)
    return f"# {title}\n\n## Technologies\n\n{rows}\n".encode()


@pytest.fixture
def hub(make_person: Any, bring: Any) -> None:
    """Redis and Celery together twice, Redis and Vue once, Django in all seven."""
    alone = [["Docker"], ["Kafka"], ["Nginx"], ["MySQL"]]
    for number, names in enumerate(
        [["Redis", "Celery"], ["Redis", "Celery"], ["Redis", "Vue"], *alone]
    ):
        bring(make_person(), (f"{number}.md", text_of(f"Note {number}", "Django", *names)))


def titles(slug: str) -> list[tuple[str, int]]:
    entry = Entry.objects.get(kind="technology", slug=slug)
    found = list_related(viewer=AnonymousUser(), entry=entry).met_together
    return [(row.entry.title, row.people) for row in found]


def test_a_technology_is_used_with_technologies_alone(make_person: Any, bring: Any) -> None:
    for number in range(2):
        text = (
            text_of(f"Note {number}", "Redis", "Celery")
            + b"\n## Best practices\n\n- Write a test.\n"
        )
        bring(make_person(), (f"{number}.md", text))
    assert Entry.objects.get(kind="practice").voice_count == 2
    assert titles("redis") == [("Celery", 2)]


def test_rarer_companions_come_first_and_one_person_is_none(hub: None) -> None:
    assert titles("redis") == [("Celery", 2), ("Django", 3)]


def test_two_queries(hub: None, django_assert_num_queries: Any) -> None:
    entry = Entry.objects.get(kind="technology", slug="redis")
    with django_assert_num_queries(2):
        list_related(viewer=AnonymousUser(), entry=entry)
