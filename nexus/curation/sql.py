"""Curation's SQL: what stands in the same documents. The same text on both databases."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import connection

from nexus.common.bulk import among_keys

MET_TOGETHER = """
WITH here(document_id) AS (
    SELECT DISTINCT s.document_id
    FROM (
        SELECT statement_id FROM curation_evidence WHERE entry_id = %s
        ORDER BY statement_id DESC LIMIT %s
    ) e
    JOIN documents_statement s ON s.id = e.statement_id
    WHERE s.is_current
), met(entry_id, people) AS (
    SELECT e.entry_id, COUNT(DISTINCT d.author_id)
    FROM here
    JOIN documents_document d ON d.id = here.document_id AND d.copy_of_id IS NULL
    JOIN documents_statement s ON s.document_id = d.id AND s.is_current
    JOIN curation_evidence e ON e.statement_id = s.id
    WHERE e.entry_id IS NOT NULL AND e.entry_id <> %s
    GROUP BY e.entry_id
)
SELECT met.entry_id, met.people
FROM met JOIN library_entry o ON o.id = met.entry_id
WHERE met.people >= %s AND o.state = 'published' AND %s IN ('', o.kind)
ORDER BY 1.0 * met.people * met.people / (o.voice_count + 1) DESC, met.entry_id
LIMIT %s
"""

# Pages whose words are like this one's, as the last run of consolidation measured them; then those
# that go with two of the same technologies or concepts. What very many people use, or very many
# pages go with, says little of a page, and would make the work grow with the hub.
SIMILAR = """
WITH here(statement_id) AS (
    SELECT statement_id FROM curation_evidence WHERE entry_id = %s
), mine(target_id, voices) AS (
    SELECT DISTINCT t.id, t.voice_count
    FROM library_link l CROSS JOIN library_entry t
    WHERE l.source_id = %s AND l.relation IN ('involves', 'told') AND t.id = l.target_id
      AND t.kind IN ('technology', 'concept') AND t.voice_count <= %s AND (
        SELECT COUNT(*) FROM (
            SELECT 1 FROM library_link o
            WHERE o.target_id = t.id AND o.relation IN ('involves', 'told') LIMIT %s
        ) AS counted
      ) < %s
), found(entry_id, likeness, shared, rarest) AS (
    SELECT s.entry_id, s.score, 0, 0
    FROM here JOIN curation_suggestion s ON s.statement_id = here.statement_id
    WHERE s.entry_id IS NOT NULL
    UNION ALL
    SELECT e.entry_id, s.score, 0, 0
    FROM curation_suggestion s JOIN curation_evidence e ON e.statement_id = s.statement_id
    WHERE s.entry_id = %s AND e.entry_id IS NOT NULL
    UNION ALL
    SELECT l.source_id, 0.0, COUNT(DISTINCT mine.target_id), MIN(mine.voices)
    FROM mine JOIN library_link l ON l.target_id = mine.target_id
    WHERE l.relation IN ('involves', 'told') AND (SELECT COUNT(*) FROM mine) >= 2
    GROUP BY l.source_id HAVING COUNT(DISTINCT mine.target_id) >= 2
)
SELECT found.entry_id
FROM found
-- In this order: SQLite would begin with all entries of the kind.
CROSS JOIN library_entry o
CROSS JOIN library_entry this
WHERE o.id = found.entry_id AND this.id = %s
  AND o.id <> this.id AND o.kind = this.kind AND o.state = 'published'
GROUP BY found.entry_id
ORDER BY MAX(found.likeness) DESC, MAX(found.shared) DESC, MAX(found.rarest), found.entry_id
LIMIT %s
"""
TOO_COMMON = 300  # people who wrote of it, or pages that go with it


def similar(entry_pk: int, *, most: int) -> list[int]:
    """Ids of published entries of its kind that are most like this one; one query."""
    with connection.cursor() as cursor:
        bounds = (TOO_COMMON, TOO_COMMON + 1, TOO_COMMON + 1)
        cursor.execute(SIMILAR, [entry_pk, entry_pk, *bounds, entry_pk, entry_pk, most])
        return [int(pk) for (pk,) in cursor.fetchall()]


def met_together(
    entry_pk: int, *, statements: int, fewest: int, most: int, kind: str = ""
) -> list[tuple[int, int]]:
    """(entry id, people) of what people also wrote of who wrote of this entry; one query.

    What is common everywhere says little: the shared people are weighed against all of the
    other's. The documents of at most so many of its newest statements are looked at. `kind` leaves
    out others.
    """
    with connection.cursor() as cursor:
        cursor.execute(MET_TOGETHER, [entry_pk, statements, entry_pk, fewest, kind, most])
        return [(int(pk), int(people)) for pk, people in cursor.fetchall()]


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


NAMED_BY = """
SELECT e.entry_id, n.term, COUNT(DISTINCT COALESCE(o.author_id, d.author_id))
FROM curation_evidence e
JOIN documents_statement s ON s.id = e.statement_id
JOIN documents_document d ON d.id = s.document_id
LEFT JOIN documents_document o ON o.id = d.copy_of_id
JOIN curation_profile p ON p.key = s.content_hash
JOIN curation_named n ON n.profile_id = p.id
WHERE {where}
GROUP BY e.entry_id, n.term
"""


def named_by(entries: Sequence[int] | None) -> list[tuple[int, str, int]]:
    """(entry, term, people who name it) of what stands on these entries; of all for None."""
    if entries is not None and not entries:
        return []
    where = "e.entry_id IS NOT NULL"
    values: list[Any] = []
    if entries is not None:
        among, value = among_keys(entries)
        where, values = f"e.entry_id {among}", [value]
    with connection.cursor() as cursor:
        cursor.execute(NAMED_BY.format(where=where), values)
        return [(int(e), str(t), int(n)) for e, t, n in cursor.fetchall()]


FIXES_TOLD = """
SELECT s.content_hash, e.id, e.entry_id, e.solution_id, s.solution,
    COALESCE(o.author_id, d.author_id)
FROM curation_evidence e
JOIN library_entry l ON l.id = e.entry_id
JOIN documents_statement s ON s.id = e.statement_id
JOIN documents_document d ON d.id = s.document_id
LEFT JOIN documents_document o ON o.id = d.copy_of_id
WHERE l.kind = 'challenge' AND e.entry_id {among}
"""


def fixes_told(entries: Sequence[int]) -> list[tuple[str, int, int, int | None, str, int]]:
    """(content, evidence, entry, solution, fix, voice) of what stands on these challenges."""
    if not entries:
        return []
    among, value = among_keys(entries)
    with connection.cursor() as cursor:
        cursor.execute(FIXES_TOLD.format(among=among), [value])
        found: list[tuple[str, int, int, int | None, str, int]] = cursor.fetchall()
        return found


COUNTING_SKETCHES = """
SELECT d.id, s.data
FROM documents_document d JOIN curation_sketch s ON s.version_id = d.current_id
WHERE d.erased_at IS NULL AND d.retracted_at IS NULL
"""


def counting_sketches(gone: Collection[int] = ()) -> dict[int, bytes]:
    """Document → sketch of its current version, of all that count but `gone`, where not empty."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTING_SKETCHES)
        rows = cursor.fetchall()
    return {pk: bytes(data) for pk, data in rows if data and pk not in gone}


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
