"""Empty the tables quickly after a test that commits.

Django truncates them all, for which PostgreSQL writes each table and each index anew: some 2 s.
Nearly all are empty, and deleting nothing takes no time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection


@pytest.fixture(scope="session", autouse=True)
def delete_instead_of_truncating() -> None:
    """For the whole run; constraints are looked at when the transaction ends, in any order."""
    if connection.vendor != "postgresql":
        return
    flush = connection.ops.sql_flush

    def sql_flush(style: Any, tables: Sequence[str], **how: Any) -> list[str]:
        if how.get("reset_sequences"):
            return flush(style, tables, **how)
        return [f"DELETE FROM {connection.ops.quote_name(table)}" for table in tables]

    connection.ops.sql_flush = sql_flush
