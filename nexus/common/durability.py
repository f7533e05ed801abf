"""Writes that need not outlive a loss of power."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def quick_write() -> Iterator[None]:
    """A transaction whose end does not wait for the disk.

    It survives the death of any process, and may be lost with the machine's power; never in part.
    Inside another transaction it ends with that one, as that one ends.
    """
    alone = not connection.in_atomic_block
    if connection.vendor == "postgresql":
        with transaction.atomic():
            if alone:  # Elsewhere it would hold for all that the outer transaction writes.
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL synchronous_commit = off")
            yield
        return
    try:
        if alone:
            set_synchronous("NORMAL")
        with transaction.atomic():
            yield
    finally:
        if alone:
            set_synchronous("FULL")


def set_synchronous(level: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous = {level}")
