"""Lists of entries put together of what is kept of their items: quicker, never otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nexus.accounts.policies import ANONYMOUS
from nexus.library.models import Entry, Topic
from nexus.library.services import create_entry
from nexus.rest.fragments import OVERHEAD, Fragments, fragments, ids_of, texts_of
from nexus.rest.serializers import EntryOut
from tests.support import api_of

pytestmark = pytest.mark.django_db
ENTRIES = "/api/v1/entries/"


@pytest.fixture(autouse=True)
def cold() -> None:
    fragments.kept.clear()
    fragments.bytes = 0


@pytest.fixture
def entry(learner: Any) -> Entry:
    for slug in ("queues", "caching"):
        Topic.objects.create(slug=slug, title=slug.title())
    topics = ["queues", "caching"]
    return create_entry(
        actor=learner, kind="practice", title="“A” <b>\u2028", lead="x", topics=topics
    )


def listed(query: str = "") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = api_of(ANONYMOUS).get(f"{ENTRIES}?{query}").json()["results"]
    return rows


def test_items_are_what_the_serializer_makes_cold_and_warm(fill: Any, entry: Entry) -> None:
    fill(3)
    entries = Entry.objects.filter(state="published", of_document=False)
    expected = {row["id"]: row for row in EntryOut(entries, many=True).data}
    assert len(expected) >= 4
    for _ in ("cold", "warm"):
        assert {row["id"]: row for row in listed("limit=100")} == expected
    assert list(listed()[0]) == list(EntryOut().fields)


def test_a_list_is_three_queries_and_reads_no_more_for_what_is_not_kept(fill: Any) -> None:
    fill(3)
    for _ in ("cold", "warm"):
        with CaptureQueriesContext(connection) as asked:
            assert len(listed()) >= 4
        assert len(asked) == 3


CHANGES: dict[str, Callable[[Entry], Any]] = {
    "title": lambda entry: Entry.objects.filter(pk=entry.pk).update(title="Other"),
    "count": lambda entry: Entry.objects.filter(pk=entry.pk).update(worked_count=7),
    "moment": lambda entry: Entry.objects.filter(pk=entry.pk).update(broken_at=timezone.now()),
    "flag": lambda entry: Entry.objects.filter(pk=entry.pk).update(is_solved=True),
    "topic taken": lambda entry: entry.topics.remove(entry.topics.all()[0]),
    "topic renamed": lambda entry: Topic.objects.filter(slug="queues").update(title="Lines"),
    "retired": lambda entry: Entry.objects.filter(pk=entry.pk).update(state="retired"),
}


@pytest.mark.parametrize("name", list(CHANGES))
def test_a_change_past_every_service_is_in_the_next_answer(entry: Entry, name: str) -> None:
    before = listed()
    CHANGES[name](entry)
    after = listed()
    assert after != before
    fragments.kept.clear()
    assert listed() == after


def test_what_changes_back_is_what_it_was(entry: Entry) -> None:
    before = listed()
    for title in ("Other", entry.title):
        Entry.objects.filter(pk=entry.pk).update(title=title)
        assert listed()[0]["title"] == title
    assert listed() == before


def test_fields_are_kept_apart(entry: Entry) -> None:
    whole = listed()[0]
    for names in (["id"], ["title", "topics"], list(whole)):
        assert listed(f"fields={','.join(reversed(names))}") == [{n: whole[n] for n in names}]


def test_who_asks_for_it_written_out_gets_it_written_out(entry: Entry) -> None:
    answer = api_of(ANONYMOUS).get(ENTRIES, HTTP_ACCEPT="application/json; indent=4")
    assert answer.content.startswith(b'{\n    "results": [\n')
    assert answer.json()["results"] == listed()


def test_an_entry_that_is_hidden_while_the_list_is_read_is_not_in_it(entry: Entry) -> None:
    hidden = create_entry(actor=entry.created_by, kind="practice", title="Gone", lead="x")
    rows = Entry.objects.filter(pk__in=[entry.pk, hidden.pk]).order_by("id")
    page = list(ids_of(rows, EntryOut))
    Entry.objects.filter(pk=hidden.pk).update(state="draft")
    (text,) = texts_of(EntryOut, page, ["id"], EntryOut).values()
    assert entry.slug in text


def test_no_more_is_kept_than_fits() -> None:
    kept = Fragments(3 * (OVERHEAD + 10))
    for n in range(5):
        kept.keep(n, "x" * 10)
        kept.get_many([0])
    assert list(kept.kept) == [3, 4, 0]
    assert kept.bytes == 3 * (OVERHEAD + 10)
    nothing = Fragments(0)
    nothing.keep(1, "x")
    assert (dict(nothing.kept), nothing.bytes) == ({}, 0)


def test_json_text_is_escaped_as_any_other(entry: Entry) -> None:
    Entry.objects.filter(pk=entry.pk).update(title="A\u2028\u0007B")
    answer = api_of(ANONYMOUS).get(ENTRIES)
    assert b'"title":"A\\u2028\\u0007B"' in answer.content
