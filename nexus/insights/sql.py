"""Insights' SQL: in which documents each entry is told of. One statement, one row an entry."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

# Both databases join the ids of a group into one text; each has its own word for it.
JOINED = {
    "sqlite": "GROUP_CONCAT(s.document_id)",
    "postgresql": "STRING_AGG(s.document_id::text, ',')",
}
DOCUMENTS_OF_ENTRIES = """
SELECT o.id, o.kind, told.documents
FROM library_entry o
JOIN (
    SELECT e.entry_id, {joined} AS documents
    FROM curation_evidence e
    JOIN documents_statement s ON s.id = e.statement_id
    WHERE s.is_current AND e.entry_id IS NOT NULL
    GROUP BY e.entry_id
) told ON told.entry_id = o.id
WHERE o.state = 'published'
"""


def documents_of_entries() -> Iterator[tuple[int, str, str]]:
    """(entry, kind, ids of the documents that tell of it, with commas), of published entries."""
    with connection.cursor() as cursor:
        cursor.execute(DOCUMENTS_OF_ENTRIES.format(joined=JOINED[connection.vendor]))
        yield from cursor
