"""What the same people wrote of."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from nexus.curation.selectors import list_met_together
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
    found = list_met_together(viewer=AnonymousUser(), entry=entry)
    return [(other.title, people) for other, people in found]


def test_rarer_companions_come_first_and_one_person_is_none(hub: None) -> None:
    assert titles("redis") == [("Celery", 2), ("Django", 3)]


def test_two_queries(hub: None, django_assert_num_queries: Any) -> None:
    entry = Entry.objects.get(kind="technology", slug="redis")
    with django_assert_num_queries(2):
        list_met_together(viewer=AnonymousUser(), entry=entry)
