"""Curation's SQL: what stands in the same documents. The same text on both databases."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection

from nexus.common.bulk import among_keys, read_among
from nexus.library.sql import neighbours

# What stands around an entry beside its links: columns of nexus.library.sql.LINKED.
#
# What people also wrote of who wrote of it. What is common everywhere says little: the shared
# people are weighed against all of the other's.
MET_TOGETHER = """
SELECT part, entry_id, place, people FROM (
    WITH here(document_id) AS (
        SELECT DISTINCT s.document_id
        FROM (
            SELECT statement_id FROM curation_evidence WHERE entry_id = %(pk)s
            ORDER BY statement_id DESC LIMIT %(statements)s
        ) e
        JOIN documents_statement s ON s.id = e.statement_id
        WHERE s.is_current
    ), met(entry_id, people) AS (
        SELECT e.entry_id, COUNT(DISTINCT d.author_id)
        FROM here
        JOIN documents_document d ON d.id = here.document_id AND d.copy_of_id IS NULL
        JOIN documents_statement s ON s.document_id = d.id AND s.is_current
        JOIN curation_evidence e ON e.statement_id = s.id
        WHERE e.entry_id IS NOT NULL AND e.entry_id <> %(pk)s
        GROUP BY e.entry_id
    )
    SELECT 'together' AS part, met.entry_id, met.people, ROW_NUMBER() OVER (
        ORDER BY 1.0 * met.people * met.people / (o.voice_count + 1) DESC, met.entry_id
    ) AS place
    FROM met JOIN library_entry o ON o.id = met.entry_id
    WHERE met.people >= %(fewest)s AND o.state = 'published' AND %(kind)s IN ('', o.kind)
    ORDER BY place LIMIT %(together)s
) AS together
"""

# Pages whose words are like this one's, as the last run of consolidation measured them; then those
# that go with two of the same technologies or concepts. What very many people use, or very many
# pages go with, says little of a page, and would make the work grow with the hub.
SIMILAR = """
SELECT part, entry_id, place, 0 FROM (
    WITH here(statement_id) AS (
        SELECT statement_id FROM curation_evidence WHERE entry_id = %(pk)s
    ), mine(target_id, voices) AS (
        SELECT DISTINCT t.id, t.voice_count
        FROM library_link l CROSS JOIN library_entry t
        WHERE l.source_id = %(pk)s AND l.relation IN ('involves', 'told') AND t.id = l.target_id
          AND t.kind IN ('technology', 'concept') AND t.voice_count <= %(common)s AND (
            SELECT COUNT(*) FROM (
                SELECT 1 FROM library_link o
                WHERE o.target_id = t.id AND o.relation IN ('involves', 'told')
                LIMIT %(common)s + 1
            ) AS counted
          ) <= %(common)s
    ), found(entry_id, likeness, shared, rarest) AS (
        SELECT s.entry_id, s.score, 0, 0
        FROM here JOIN curation_suggestion s ON s.statement_id = here.statement_id
        WHERE s.entry_id IS NOT NULL
        UNION ALL
        SELECT e.entry_id, s.score, 0, 0
        FROM curation_suggestion s JOIN curation_evidence e ON e.statement_id = s.statement_id
        WHERE s.entry_id = %(pk)s AND e.entry_id IS NOT NULL
        UNION ALL
        SELECT l.source_id, 0.0, COUNT(DISTINCT mine.target_id), MIN(mine.voices)
        FROM mine JOIN library_link l ON l.target_id = mine.target_id
        WHERE l.relation IN ('involves', 'told') AND (SELECT COUNT(*) FROM mine) >= 2
        GROUP BY l.source_id HAVING COUNT(DISTINCT mine.target_id) >= 2
    )
    SELECT 'similar' AS part, found.entry_id, ROW_NUMBER() OVER (
        ORDER BY MAX(found.likeness) DESC, MAX(found.shared) DESC, MAX(found.rarest), found.entry_id
    ) AS place
    FROM found
    -- In this order: SQLite would begin with all entries of the kind.
    CROSS JOIN library_entry o
    CROSS JOIN library_entry this
    WHERE o.id = found.entry_id AND this.id = %(pk)s
      AND o.id <> this.id AND o.kind = this.kind AND o.state = 'published'
    GROUP BY found.entry_id
    ORDER BY place LIMIT %(alike)s
) AS alike
"""
TOO_COMMON = 300  # people who wrote of it, or pages that go with it
NEWEST = 100  # statements whose documents say what goes together
FEWEST = 2  # people who wrote of both


def around(
    entry_pk: int, *, alike: int, together: int, kind: str = ""
) -> list[tuple[str, int, int]]:
    """(part, entry id, people) of what stands around an entry, in one query.

    The parts are those of its links, at most so many `similar` ones, published and of its kind,
    and so many that people wrote of `together` with it; `kind` leaves out others of these.
    """
    more = [text for text, most in ((SIMILAR, alike), (MET_TOGETHER, together)) if most]
    values = {
        "alike": alike,
        "common": TOO_COMMON,
        "together": together,
        "statements": NEWEST,
        "fewest": FEWEST,
        "kind": kind,
    }
    return neighbours(entry_pk, *more, values=values)


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
JOIN documents_statement s ON s.id = e.statement_id
JOIN documents_document d ON d.id = s.document_id
LEFT JOIN documents_document o ON o.id = d.copy_of_id
WHERE e.entry_id IN (SELECT id FROM library_entry WHERE kind = 'challenge' AND id {among})
"""


def fixes_told(entries: Sequence[int]) -> list[tuple[str, int, int, int | None, str, int]]:
    """(content, evidence, entry, solution, fix, voice) of what stands on these challenges."""
    return read_among(FIXES_TOLD, entries)


TOLD_BY = """
SELECT e.{place}, COALESCE(o.author_id, d.author_id)
FROM curation_evidence e
JOIN documents_statement s ON s.id = e.statement_id
JOIN documents_document d ON d.id = s.document_id
LEFT JOIN documents_document o ON o.id = d.copy_of_id
WHERE e.{place} {among} AND s.is_current AND d.erased_at IS NULL AND d.retracted_at IS NULL
"""


def told_by(place: str, pks: Collection[int]) -> list[tuple[int, int]]:
    """(place, person) of whose documents tell of these, as often as they do.

    `place` is a column of evidence. What is there twice is for the caller to leave out: the
    database would sort all of it for that.
    """
    return read_among(TOLD_BY.replace("{place}", place), pks)


EVIDENCE_OF = """
SELECT e.id, e.statement_id, e.entry_id, e.topic_id
FROM documents_statement s JOIN curation_evidence e ON e.statement_id = s.id
WHERE s.content_hash {among}
"""


def evidence_of(contents: Collection[str]) -> list[tuple[int, int, int | None, int | None]]:
    """(evidence, statement, entry, topic) of whatever says these contents."""
    return read_among(EVIDENCE_OF, contents)


FIRST_SAYING = """
SELECT content_hash, MIN(id) FROM documents_statement
WHERE content_hash {among} AND is_current GROUP BY content_hash
"""


def first_saying(contents: Collection[str]) -> dict[str, int]:
    """Content → the first current statement that says it."""
    return dict(read_among(FIRST_SAYING, contents))


COUNTS_ON = """
SELECT e.entry_id, COUNT(*),
    COUNT(DISTINCT CASE WHEN s.is_current THEN COALESCE(o.author_id, d.author_id) END)
FROM curation_evidence e
JOIN documents_statement s ON s.id = e.statement_id
JOIN documents_document d ON d.id = s.document_id
LEFT JOIN documents_document o ON o.id = d.copy_of_id
WHERE e.entry_id {among}
GROUP BY e.entry_id
"""


def counts_on(entries: Collection[int]) -> dict[int, tuple[int, int]]:
    """Entry → (statements that stand on it, voices of the current ones), where there are any."""
    rows = read_among(COUNTS_ON, entries)
    return {entry: (statements, voices) for entry, statements, voices in rows}


COUNTING_VERSIONS = """
SELECT id, current_id FROM documents_document
WHERE current_id IS NOT NULL AND erased_at IS NULL AND retracted_at IS NULL
ORDER BY id
"""


def counting_versions() -> list[tuple[int, int]]:
    """(document, its current version) of all that count."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTING_VERSIONS)
        found: list[tuple[int, int]] = cursor.fetchall()
    return found


def read_all_sketches() -> dict[int, bytes]:
    """Version → what it is compared by, of every version that was sketched.

    Read in the order in which they lie there: to look one up for each document takes three times
    as long.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT version_id, data FROM curation_sketch")
        return dict(cursor.fetchall())
