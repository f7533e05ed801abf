"""Rows read and deleted by many keys at once, past the ORM, are those that the ORM knows."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import FieldDoesNotExist

from nexus.common.bulk import delete_rows, read_rows
from nexus.curation.models import Fit, Member

MANY = 2_500  # more than either database takes as parameters of a list in comfort


@pytest.fixture
def fits(db: None) -> list[Fit]:
    fits = [
        Fit.objects.create(kind=kind, weights="1", made_by="1", voices=1, statistics=b"")
        for kind in ("challenge", "practice")
    ]
    for fit in fits:
        Member.objects.bulk_create(
            Member(fit=fit, key=f"k{n}", group=f"g{n % 7}", cluster="o'c%s", score=n / 8)
            for n in range(MANY)
        )
    return fits


def test_reads_what_the_orm_reads(fits: list[Fit]) -> None:
    keys = [f"k{n}" for n in range(0, MANY + 10, 2)]
    rows = read_rows(Member, ("key", "score", "entry_id", "pk"), "key", keys, fit_id=fits[0].pk)
    wanted = Member.objects.filter(fit=fits[0], key__in=keys[:MANY])
    assert sorted(rows) == sorted(wanted.values_list("key", "score", "entry_id", "pk"))
    assert len(rows) == MANY // 2


def test_any_number_of_keys_is_one_statement(
    fits: list[Fit], django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        read_rows(Member, ("pk",), "pk", range(100_000))
    with django_assert_num_queries(0):
        assert read_rows(Member, ("pk",), "key", []) == []
        delete_rows(Member, "key", [])


def test_keys_with_marks_of_sql_are_values(fits: list[Fit]) -> None:
    assert len(read_rows(Member, ("pk",), "cluster", ["o'c%s"], fit_id=fits[0].pk)) == MANY
    assert read_rows(Member, ("pk",), "cluster", ["o", "') OR 1=1 --"]) == []


def test_deletes_those_rows_alone(fits: list[Fit]) -> None:
    delete_rows(Member, "group", ["g1", "g2"], fit_id=fits[1].pk)
    left = Member.objects.filter(fit=fits[1])
    assert not left.filter(group__in=("g1", "g2")).exists()
    assert left.count() == sum(n % 7 not in (1, 2) for n in range(MANY))
    assert Member.objects.filter(fit=fits[0]).count() == MANY


def test_unknown_names_are_refused(fits: list[Fit]) -> None:
    with pytest.raises(FieldDoesNotExist):
        read_rows(Member, ("nothing",), "key", ["k1"])
