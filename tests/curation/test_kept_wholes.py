"""What all of an entry's evidence says together is read once, and never what it was before."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nexus.curation.selectors import list_related, list_voices, related, what_is_told, when_seen
from nexus.curation.services import choose_wording
from nexus.library.models import Entry
from nexus.library.services import add_cause, create_entry
from tests.curation.test_voices import note

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_is_read_once_and_anew_after_a_write(make_person: Any, bring: Any, reader: Any) -> None:
    bring(make_person(), ("a.md", note("A", "**Celery**: bakes the bread at night.")))
    celery = Entry.objects.get(title="Celery")

    def told() -> tuple[int, int, int]:
        with CaptureQueriesContext(connection) as queries:
            seen = when_seen(viewer=reader, entry=celery)
            whole = what_is_told(viewer=reader, entry=celery, most=1)
        return len(queries), seen.documents if seen else 0, whole.describing

    assert [told(), told()] == [(6, 1, 1), (3, 1, 1)]
    bring(make_person(), ("b.md", note("B", "**Celery**: fetches flour in the morning.")))
    celery.refresh_from_db()
    assert [told(), told()] == [(8, 2, 2), (4, 2, 2)]


def test_voices_are_put_into_order_once_and_by_the_wording_there_is(
    make_person: Any, bring: Any, mentor: Any, reader: Any
) -> None:
    for number in range(4):
        line = f"**Celery**: bakes {number} trays of bread."
        bring(make_person(), (f"{number}.md", note(f"{number} {number}", line)))
    before = Entry.objects.get(title="Celery")

    def first(entry: Entry) -> tuple[int, list[int]]:
        with CaptureQueriesContext(connection) as queries:
            voices = list_voices(viewer=reader, entry=entry, most=2)
        return len(queries), [voice.statement_id for voice in voices]

    asked = [first(before), first(before)]
    assert [n for n, _ in asked] == [3, 2]
    assert asked[0][1] == asked[1][1]
    last = max(voice.statement_id for voice in list_voices(viewer=reader, entry=before))
    assert last not in asked[0][1]
    choose_wording(actor=mentor, entry=before, statement_pk=last)
    # Who read the entry before does not keep its order for those who read it now.
    assert first(before)[1] == asked[0][1]
    assert first(Entry.objects.get(pk=before.pk))[1][0] == last


def test_what_stands_around_an_entry_is_kept_for_all_and_shown_to_who_may_see_it(
    make_person: Any, bring: Any, mentor: Any, reader: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(related, "MANY", -1)
    lead = "## Symptoms\n\nIt waits.\n"
    told = create_entry(actor=mentor, kind="challenge", title="The oven waits", lead=lead)
    draft = create_entry(
        actor=mentor, kind="challenge", title="Flour is late", lead=lead, draft=True
    )

    def causes(viewer: Any) -> tuple[int, list[str]]:
        with CaptureQueriesContext(connection) as queries:
            found = list_related(viewer=viewer, entry=told)
        return len(queries), [entry.title for entry in found.caused_by]

    assert [causes(mentor)[1], causes(reader)[1]] == [[], []]
    add_cause(actor=mentor, cause=draft, effect=told)
    asked = [causes(mentor), causes(mentor), causes(reader)]
    assert [titles for _, titles in asked] == [["Flour is late"], ["Flour is late"], []]
    assert asked[0][0] > asked[1][0]
