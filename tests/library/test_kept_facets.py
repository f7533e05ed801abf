"""Counts that narrow a list are kept, and always those of who asks."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nexus.accounts.models import Person
from nexus.library.models import Entry
from nexus.library.selectors import _count_facets, facets_of_kind
from nexus.library.services import create_entry
from tests.conftest import MakePerson

pytestmark = pytest.mark.django_db(transaction=True)
CHOSEN: dict[str, Any] = {"topic": "", "technology": "", "track": "", "solved": None}


def write(author: Person, title: str, **more: Any) -> Entry:
    return create_entry(actor=author, kind="practice", title=title, lead="Words.", **more)


def test_each_viewer_has_counts_of_their_own(
    make_person: MakePerson, learner: Person, mentor: Person, anonymous: AnonymousUser
) -> None:
    other = make_person("learner")
    write(learner, "One", track="backend")
    write(learner, "Not yet", track="frontend", draft=True)

    def compared() -> list[int]:
        totals = []
        for viewer in (mentor, learner, other, anonymous, mentor, learner, other, anonymous):
            told = facets_of_kind(viewer=viewer, kind="practice", chosen=CHOSEN)
            assert told == _count_facets(viewer, "practice", CHOSEN)
            totals.append(sum(n for _, _, n in told["track"]))
        return totals

    assert compared() == [2, 2, 1, 1] * 2
    write(other, "Two", track="backend")
    assert compared() == [3, 3, 2, 2] * 2


def test_they_are_counted_once(learner: Person, anonymous: AnonymousUser) -> None:
    write(learner, "One")
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            facets_of_kind(viewer=anonymous, kind="practice", chosen=CHOSEN)
        asked.append(len(queries))
    assert asked == [5, 1]
    facets_of_kind(viewer=anonymous, kind="practice", chosen={**CHOSEN, "track": "backend"})
    with CaptureQueriesContext(connection) as queries:
        facets_of_kind(viewer=anonymous, kind="practice", chosen={**CHOSEN, "solved": True})
    assert len(queries) == 5, "other filters, other counts"
