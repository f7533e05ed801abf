"""Clustering's SQL: where voices of a fit stand, and whom they are like."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import connection

from nexus.common.bulk import among_keys

STANDING = """
SELECT m.key, m.cluster, m."group", m.entry_id, c.entry_id
FROM curation_member m
LEFT JOIN curation_cluster c ON c.fit_id = m.fit_id AND c.key = m.cluster
WHERE m.fit_id = %s
"""
Standing = tuple[str, str, str, int | None, int | None]


def standing_of(fit: int, name: str, keys: Collection[str]) -> list[Standing]:
    """(voice, cluster, group, its page, the cluster's own page) of voices of a fit.

    Of those whose `name`, a column, is one of `keys`; of all for "".
    """
    if name and not keys:
        return []
    text, values = STANDING, list[Any]([fit])
    if name:
        among, value = among_keys(keys)
        text, values = f"{STANDING} AND m.{name} {among}", [fit, value]
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        found: list[Standing] = cursor.fetchall()
        return found


ALIKE = """
SELECT left_id, right_id, value FROM curation_likeness
WHERE fit_id = %s AND left_id {among} AND value >= %s
UNION ALL
SELECT right_id, left_id, value FROM curation_likeness
WHERE fit_id = %s AND right_id {among} AND value >= %s
"""


def alike_to(
    fit: int, profiles: Collection[int], least: float = 0.0
) -> list[tuple[int, int, float]]:
    """(one of these, another, likeness), where that is `least` or more.

    In both directions where both are of these.
    """
    if not profiles:
        return []
    among, value = among_keys(profiles)
    with connection.cursor() as cursor:
        cursor.execute(ALIKE.format(among=among), [fit, value, least, fit, value, least])
        found: list[tuple[int, int, float]] = cursor.fetchall()
        return found


SPAN_OF_MEMBERS = """
SELECT (SELECT MIN(id) FROM curation_member), (SELECT MAX(id) FROM curation_member)
"""


def span_of_members() -> int:
    """How many ids lie between the first voice of all fits and the last, with both."""
    with connection.cursor() as cursor:
        # Each by itself: asked for both at once, SQLite reads all rows.
        cursor.execute(SPAN_OF_MEMBERS)
        first, last = cursor.fetchone()
    return 0 if first is None else int(last - first + 1)


def remove_fit(fit: int, *, at_once: int = 100_000) -> None:
    """All that an older fit, or one that was never finished, has left; in short statements.

    Not in a transaction: nothing reads it any more.
    """
    for table in ("curation_posting", "curation_likeness", "curation_member", "curation_cluster"):
        key = "ctid" if connection.vendor == "postgresql" else "rowid"
        some = f"SELECT {key} FROM {table} WHERE fit_id = %s LIMIT %s"  # noqa: S608
        statement = f"DELETE FROM {table} WHERE {key} IN ({some})"  # noqa: S608
        with connection.cursor() as cursor:
            while True:
                cursor.execute(statement, [fit, at_once])
                if cursor.rowcount < at_once:
                    break


def remove_postings(fit: int, profile: int, features: Sequence[int]) -> None:
    """A voice is found no more by these features."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "DELETE FROM curation_posting WHERE fit_id = %s AND feature = %s AND profile_id = %s",
            [(fit, feature, profile) for feature in features],
        )


SET_PAGE = "UPDATE curation_cluster SET entry_id = %s WHERE fit_id = %s AND key = %s"
# A voice that a decision lets stand alone has a cluster row of its own, named after it.
SET_PAGE_OF_VOICES = """
UPDATE curation_member SET entry_id = %s
WHERE fit_id = %s AND cluster = %s AND entry_id IS NULL AND NOT EXISTS (
    SELECT 1 FROM curation_cluster c
    WHERE c.fit_id = curation_member.fit_id
      AND c.key = curation_member.cluster || '/' || curation_member.key
)
"""
SET_PAGE_OF_ONE = """
UPDATE curation_member SET entry_id = %s WHERE fit_id = %s AND cluster = %s AND key = %s
"""


def set_pages(fits: Sequence[int], made: Mapping[str, int]) -> None:
    """Clusters, and those of their voices that have no page, have the page that was made."""
    rows = [(entry, fit, key) for key, entry in made.items() for fit in fits]
    names = ((entry, fit, key.rpartition("/")) for entry, fit, key in rows)
    alone = [(entry, fit, cluster, key) for entry, fit, (cluster, _, key) in names if cluster]
    with connection.cursor() as cursor:
        cursor.executemany(SET_PAGE, rows)
        cursor.executemany(SET_PAGE_OF_VOICES, rows)
        if alone:
            cursor.executemany(SET_PAGE_OF_ONE, alone)
