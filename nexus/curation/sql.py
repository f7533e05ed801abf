"""Curation's SQL: what stands in the same documents. The same text on both databases."""

from __future__ import annotations

from django.db import connection

MET_TOGETHER = """
WITH here(document_id) AS (
    SELECT DISTINCT s.document_id
    FROM curation_evidence e
    JOIN documents_statement s ON s.id = e.statement_id
    WHERE e.entry_id = %s AND s.is_current
    ORDER BY s.document_id DESC LIMIT %s
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
WHERE met.people >= %s AND o.state = 'published'
ORDER BY 1.0 * met.people * met.people / (o.voice_count + 1) DESC, met.entry_id
LIMIT %s
"""


def met_together(entry_pk: int, *, documents: int, fewest: int, most: int) -> list[tuple[int, int]]:
    """(entry id, people) of what people also wrote of who wrote of this entry; one query.

    What is common everywhere says little: the shared people are weighed against all of the
    other's. At most `documents` of the newest documents are looked at.
    """
    with connection.cursor() as cursor:
        cursor.execute(MET_TOGETHER, [entry_pk, documents, entry_pk, fewest, most])
        return [(int(pk), int(people)) for pk, people in cursor.fetchall()]
