"""What one more document costs a hub, and what it leaves as it is."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from bench.consolidation import OF_A_DOCUMENT, fill
from bench.statements import write_statements
from nexus.common.hub import hold_hub
from nexus.common.models import Hub
from nexus.curation.models import EntryName, Suggestion
from nexus.curation.services import refresh, refresh_evidence
from nexus.curation.services.clustering.names import write_names
from nexus.curation.services.clustering.rows import Contents
from nexus.curation.services.questions import COLUMNS, Question
from nexus.curation.services.suggestions import admit, put
from nexus.documents.models import Statement
from nexus.library.models import Entry, EntryAlias

CONTENT = Path(__file__).resolve().parents[2] / "content"
# Most of them are asked of each of three kinds, some of each wave of voices that follow others.
MOST_STATEMENTS = 230
Bring = Callable[[int], int]


@pytest.fixture
def more(make_person: Any, monkeypatch: Any) -> Bring:
    """Bring so many documents together; returns how many statements of SQL that takes."""
    monkeypatch.setattr(refresh, "FEW", 0)
    monkeypatch.setattr("bench.statements.AGAIN", 0.6)
    words = write_statements(CONTENT, 1000)

    def bring(documents: int) -> int:
        for _ in range(documents):
            fill([make_person().pk], islice(words, OF_A_DOCUMENT))
        with CaptureQueriesContext(connection) as sent:
            refresh_evidence()
        return len(sent)

    bring(20)
    return bring


def test_it_takes_few_statements(more: Bring) -> None:
    assert max(more(1) for _ in range(5)) <= MOST_STATEMENTS


def test_names_that_stay_are_not_written_again(more: Bring) -> None:
    before = {row.pk: (row.entry_id, row.key) for row in EntryName.objects.all()}
    more(3)
    after = {row.pk: (row.entry_id, row.key) for row in EntryName.objects.all()}
    assert before.items() <= after.items()
    assert len(after) > len(before)


def test_names_that_changed_are(more: Bring) -> None:
    entry = Entry.objects.filter(kind="challenge").earliest("pk")
    EntryAlias.objects.create(entry=entry, text="Oven", use=EntryAlias.Use.NAME)
    Entry.objects.filter(pk=entry.pk).update(title="Cold bread", slug="cold")
    write_names([entry])
    names = EntryName.objects.filter(entry=entry).values_list("kind", "key", "is_alias")
    assert set(names) == {
        ("challenge", "cold-bread", False), ("challenge", "cold", False), ("challenge", "oven", True),
    }  # fmt: skip
    Entry.objects.filter(pk=entry.pk).update(merged_into=Entry.objects.latest("pk"))
    write_names([entry])
    assert {key for _, key, _ in names.all()} == {"oven"}


def question_of(row: Suggestion, **other: Any) -> Question:
    values = {name: getattr(row, name) for name in COLUMNS}
    return Question(**{**values, "page": None, **other})


def test_a_question_that_stays_is_not_written_again(
    more: Bring, django_assert_num_queries: Any
) -> None:
    rows = {row.pk: row for row in Suggestion.objects.order_by("pk")[:5]}
    before = {pk: question_of(row).values for pk, row in rows.items()}
    same = [question_of(row) for row in rows.values()]
    first = min(rows)
    with django_assert_num_queries(0):
        put(before, same)
    same[0].worth += 1
    put(before, same)
    worth = dict(Suggestion.objects.filter(pk__in=rows).values_list("pk", "worth"))
    assert worth == {pk: row.worth + (pk == first) for pk, row in rows.items()}


def test_a_question_is_not_asked_the_other_way_round(more: Bring) -> None:
    row = Suggestion.objects.filter(entry=None).earliest("pk")
    turned = question_of(row, left=row.right, right=row.left)
    assert admit([turned], [], []) == []
    assert admit([turned], [], [row.pk]) == [turned], "it takes the place of the other"


def test_a_content_is_read_once(more: Bring, django_assert_num_queries: Any) -> None:
    one, other = Statement.objects.order_by("pk").values_list("content_hash", flat=True)[:2]
    contents = Contents()
    with django_assert_num_queries(1):
        found = contents.of([one, other, "nobody said it"])
        assert contents.of({one}) == {one: found[one]}
        assert contents.of({"nobody said it"}) == {}
    assert list(found) == sorted([one, other])
    assert [row.content_hash for row in found[one]] == [one]


def test_the_row_of_the_hub_is_made_where_it_is_missing(db: None) -> None:
    Hub.objects.all().delete()
    with transaction.atomic():
        hold_hub()
    assert Hub.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_hub_is_not_held_outside_a_transaction() -> None:
    with pytest.raises(TransactionManagementError):
        hold_hub()
