"""Rows are read once, and never given when they may be other ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from django.db import transaction

from nexus.common.keptrows import KeptRows
from nexus.common.lookups import CACHE
from nexus.common.touches import touch_mark
from nexus.library.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)


class Titles:
    """Titles of entries, with what was read of them."""

    def __init__(self, most: int = 10) -> None:
        self.loads: list[list[int]] = []
        self.kept: KeptRows[int, str] = KeptRows("tried", self.load, most=most)

    def load(self, pks: Sequence[int]) -> dict[int, str]:
        self.loads.append(list(pks))
        return dict(Entry.objects.filter(pk__in=pks).values_list("pk", "title"))

    def read(self, pks: Iterable[int]) -> dict[int, str]:
        return self.kept.read(touch_mark(), pks)


@pytest.fixture
def pks() -> list[int]:
    names = ("One", "Two", "Three")
    return [Entry.objects.create(kind="concept", slug=n, title=n).pk for n in names]


def test_what_is_missing_is_read_in_one_go(pks: list[int]) -> None:
    titles = Titles()
    assert titles.read(pks[:1]) == {pks[0]: "One"}
    assert titles.read([*pks, pks[0]]) == dict(zip(pks, ("One", "Two", "Three"), strict=True))
    assert titles.read(reversed(pks)).keys() == set(pks)
    assert titles.loads == [pks[:1], pks[1:]]


def test_any_change_drops_all(pks: list[int]) -> None:
    titles = Titles()
    titles.read(pks)
    Entry.objects.filter(pk=pks[0]).update(title="Another")
    assert titles.read(pks[:2]) == {pks[0]: "Another", pks[1]: "Two"}
    Entry.objects.filter(pk=pks[0]).delete()
    assert titles.read(pks[:2]) == {pks[1]: "Two"}
    assert titles.loads == [pks, pks[:2], pks[:2]]


def test_what_is_undone_was_never_kept(pks: list[int]) -> None:
    titles = Titles()
    with transaction.atomic():
        Entry.objects.filter(pk=pks[0]).update(title="Never")
        assert titles.read(pks[:1]) == {pks[0]: "Never"}
        transaction.set_rollback(True)
    assert titles.read(pks[:1]) == {pks[0]: "One"}


def test_what_was_read_in_an_older_state_is_not_kept_in_a_newer_one(pks: list[int]) -> None:
    """Somebody read before a change what somebody else asks for after it."""
    titles = Titles()
    before, old = touch_mark(), {pks[0]: "One"}
    Entry.objects.filter(pk=pks[0]).update(title="Another")
    assert titles.read(pks[1:]).keys() == set(pks[1:])
    titles.kept.keep(before, old)
    assert titles.read(pks[:1]) == {pks[0]: "Another"}


def test_those_asked_for_least_recently_leave(pks: list[int]) -> None:
    titles = Titles(most=2)
    titles.read(pks[:2])
    titles.read(pks[:1])
    titles.read(pks[2:])
    assert list(titles.kept.rows) == [pks[0], pks[2]]


def test_one_value_is_made_once_in_a_state(pks: list[int]) -> None:
    kept: KeptRows[str, int] = KeptRows("tried", most=3)
    made = iter(range(9))
    assert [kept.one(touch_mark(), "a", lambda: next(made)) for _ in range(2)] == [0, 0]
    assert kept.one(touch_mark(), "b", lambda: next(made)) == 1
    Entry.objects.filter(pk=pks[0]).update(title="Another")
    assert kept.one(touch_mark(), "a", lambda: next(made)) == 2


def test_what_was_kept_is_counted(pks: list[int]) -> None:
    def counted() -> dict[str, float]:
        (metric,) = CACHE.collect()
        return {
            s.labels["found"]: s.value
            for s in metric.samples
            if s.name == "nexus_cache_total" and s.labels["family"] == "tried"
        }

    titles = Titles()
    before = counted()
    titles.read(pks[:1])
    titles.read(pks)
    grown = {found: value - before[found] for found, value in counted().items()}
    assert grown == {"yes": 1, "no": 3}
