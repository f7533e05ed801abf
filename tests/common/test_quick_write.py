"""Writes that do not wait for the disk leave the others as they are."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from nexus.common.durability import quick_write

OFF = {"sqlite": 1, "postgresql": "off"}
ON = {"sqlite": 2, "postgresql": "on"}


def level() -> object:
    with connection.cursor() as cursor:
        asked = "PRAGMA synchronous" if connection.vendor == "sqlite" else "SHOW synchronous_commit"
        cursor.execute(asked)
        return cursor.fetchone()[0]


@pytest.fixture(autouse=True)
def _safe(transactional_db: None) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = FULL")


def test_alone_it_does_not_wait() -> None:
    with quick_write():
        assert level() == OFF[connection.vendor]
    assert level() == ON[connection.vendor]


def test_what_fails_leaves_the_next_as_it_was() -> None:
    with pytest.raises(ZeroDivisionError), quick_write():
        _ = 1 / 0
    assert level() == ON[connection.vendor]


def test_inside_another_transaction_it_is_as_sure_as_that_one() -> None:
    with transaction.atomic():
        with quick_write():
            assert level() == ON[connection.vendor]
        assert level() == ON[connection.vendor]
