"""Draft, published, retired: who sees what."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.common.errors import NotAllowed, NotFound
from nexus.library.models import Entry
from nexus.library.selectors import get_entry, list_entries
from nexus.library.services import create_entry, publish_entry, retire_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(learner: Any) -> Entry:
    return create_entry(actor=learner, kind="challenge", title="Draft", draft=True)


def test_a_draft_is_for_its_author_and_mentors(
    draft: Entry, learner: Any, mentor: Any, maintainer: Any, reader: Any, anonymous: Any
) -> None:
    for viewer in (learner, mentor, maintainer):
        assert get_entry(viewer=viewer, pk=draft.pk) == draft
    for viewer in (reader, anonymous):
        with pytest.raises(NotFound):
            get_entry(viewer=viewer, pk=draft.pk)
        assert list(list_entries(viewer=viewer)) == []


def test_its_author_publishes_it(draft: Entry, learner: Any, anonymous: Any) -> None:
    publish_entry(actor=learner, entry=draft)
    assert list(list_entries(viewer=anonymous)) == [draft]


def test_another_learner_does_not(draft: Entry, make_person: Any) -> None:
    with pytest.raises(NotAllowed):
        publish_entry(actor=make_person("learner"), entry=draft)
    draft.refresh_from_db()
    assert draft.state == Entry.State.DRAFT


def test_retired_is_out_of_sight_and_comes_back(
    challenge: Entry, learner: Any, mentor: Any, anonymous: Any
) -> None:
    with pytest.raises(NotAllowed):
        retire_entry(actor=learner, entry=challenge)
    retire_entry(actor=mentor, entry=challenge)
    for viewer in (anonymous, learner, mentor):
        assert list(list_entries(viewer=viewer)) == []
    assert challenge.revisions.count() == 1
    publish_entry(actor=mentor, entry=challenge)
    assert list(list_entries(viewer=anonymous)) == [challenge]


@pytest.mark.parametrize(
    ("order", "titles"),
    [
        ("title", ["A", "B", "C"]),
        ("created", ["B", "C", "A"]),
        ("voices", ["C", "B", "A"]),
        ("worked", ["A", "B", "C"]),
    ],
)
def test_orders(learner: Any, order: str, titles: list[str]) -> None:
    for title, voices, worked in (("A", 0, 5), ("C", 9, 0), ("B", 0, 0)):
        entry = create_entry(actor=learner, kind="challenge", title=title)
        Entry.objects.filter(pk=entry.pk).update(voice_count=voices, worked_count=worked)
    assert [e.title for e in list_entries(viewer=learner, order=order)] == titles
