"""What all of an entry's evidence says together is read once, and never what it was before."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nexus.curation.selectors import count_describing, when_seen
from nexus.library.models import Entry
from tests.curation.test_voices import note

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_is_read_once_and_anew_after_a_write(make_person: Any, bring: Any, reader: Any) -> None:
    bring(make_person(), ("a.md", note("A", "**Celery**: bakes the bread at night.")))
    celery = Entry.objects.get(title="Celery")

    def told() -> tuple[int, int, int]:
        with CaptureQueriesContext(connection) as queries:
            seen = when_seen(viewer=reader, entry=celery)
            describing = count_describing(viewer=reader, entry=celery)
        return len(queries), seen.documents if seen else 0, describing

    assert [told(), told()] == [(4, 1, 1), (2, 1, 1)]
    bring(make_person(), ("b.md", note("B", "**Celery**: fetches flour in the morning.")))
    assert [told(), told()] == [(4, 2, 2), (2, 2, 2)]
