"""Writing the change log. Called by services only, inside their transaction."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from nexus.common.bulk import insert_rows, moment


def record_change(kind: str, object_kind: str, object_pk: int, *, public: bool = True) -> None:
    """One row; must be called inside the transaction of its cause (asserted)."""
    record_changes(kind, object_kind, [object_pk], public=public)


def record_changes(
    kind: str, object_kind: str, object_pks: Iterable[int], *, public: bool = True
) -> None:
    """One row for each object, in one statement."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A change is recorded in the transaction of its cause.")
    now = moment()
    insert_rows(
        "common_change",
        ("kind", "object_kind", "object_pk", "public", "at"),
        [(kind, object_kind, pk, public, now) for pk in object_pks],
    )
