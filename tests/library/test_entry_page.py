"""What stands beside an entry on its page comes with its row, and is the viewer's own."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from nexus.library.models import Entry, Topic
from nexus.library.selectors import get_entry_page
from nexus.library.services import add_solution, give_receipt, save_lead

pytestmark = pytest.mark.django_db


def page_of(entry: Entry, viewer: Any) -> Any:
    return get_entry_page(viewer=viewer, kind=entry.kind, slug=entry.slug)


def test_it_is_one_query(
    challenge: Entry, learner: Any, reader: Any, django_assert_num_queries: Any
) -> None:
    """With its topics by their ids, who wrote it last, and what this viewer said."""
    solution = add_solution(actor=learner, entry=challenge, text="Use a thread.")
    give_receipt(actor=learner, entry=challenge, outcome="worked")
    give_receipt(actor=reader, entry=challenge, outcome="same-here")
    give_receipt(actor=reader, entry=challenge, outcome="broken", solution=solution)
    save_lead(
        actor=learner,
        entry=challenge,
        expected_version=challenge.version,
        lead="## Symptom\n\nIt waits.",
        note='It is "quoted"',
    )
    for slug in "abc":
        Topic.objects.create(slug=slug, title=slug)
    topics = Topic.objects.order_by("pk")[:3]
    Topic.objects.filter(pk=topics[0].pk).update(title='A "title" with \\ and é')
    challenge.topics.set(reversed(topics))
    with django_assert_num_queries(1):
        page = page_of(challenge, reader)
        shown = [(t.pk, t.slug, t.title) for t in page.entry.topics.all()]
    assert shown == list(topics.values_list("pk", "slug", "title"))
    assert [(r.outcome, r.solution_id) for r in page.own] == [
        ("same-here", None),
        ("broken", solution.pk),
    ]
    last = challenge.revisions.latest("version")
    assert (page.entry.last_at, page.entry.last_note) == (last.created_at, 'It is "quoted"')


def test_nothing_beside_it_is_nothing(challenge: Entry, reader: Any) -> None:
    challenge.topics.clear()
    give_receipt(actor=reader, entry=challenge, outcome="same-here")
    for viewer in (AnonymousUser(), challenge.created_by):
        page = page_of(challenge, viewer)
        assert (list(page.entry.topics.all()), list(page.own)) == ([], [])


def test_what_one_said_is_pressed_on_ones_own_page_alone(
    challenge: Entry, learner: Any, reader: Any
) -> None:
    give_receipt(actor=reader, entry=challenge, outcome="same-here")
    pressed = []
    for person in (reader, learner):
        client = Client()
        client.force_login(person)
        page = client.get(challenge.get_absolute_url()).content.decode()
        pressed.append(page.count('aria-pressed="true"'))
    assert pressed == [1, 0]
