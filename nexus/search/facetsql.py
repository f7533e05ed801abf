"""One statement that counts all facets of what was found."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from nexus.common.bulk import among_keys
from nexus.library.models import Link
from nexus.library.sql import BELOW
from nexus.search.sql import brief

# As SQL: constants of our own.
INVOLVED = ", ".join(f"'{relation}'" for relation in Link.INVOLVED)
FOUND = """
SELECT p.entry_id FROM search_searchpage p {brief} WHERE p.id {among} AND p.entry_id IS NOT NULL
"""
FACETS = """
WITH RECURSIVE found(id) AS ({found}), {below}
SELECT 'kind', e.kind, '', COUNT(*)
FROM found JOIN library_entry e ON e.id = found.id GROUP BY e.kind
UNION ALL
SELECT 'track', e.track, '', COUNT(*)
FROM found JOIN library_entry e ON e.id = found.id GROUP BY e.track
UNION ALL
SELECT 'technology', t.slug, t.title, COUNT(DISTINCT l.source_id)
FROM found JOIN library_link l ON l.source_id = found.id
JOIN library_entry t ON t.id = l.target_id
WHERE l.relation IN ({involved}) AND t.kind = 'technology' AND t.state = 'published'
GROUP BY t.slug, t.title
UNION ALL
SELECT 'cohort', c.slug, c.name, COUNT(DISTINCT e.entry_id)
FROM found JOIN curation_evidence e ON e.entry_id = found.id
JOIN documents_statement s ON s.id = e.statement_id AND s.is_current
JOIN documents_document d ON d.id = s.document_id
JOIN accounts_cohort c ON c.id = d.cohort_id
GROUP BY c.slug, c.name
UNION ALL
SELECT 'topic', top.slug, top.title, COUNT(DISTINCT found.id)
FROM found JOIN library_entry_topics et ON et.entry_id = found.id
JOIN below ON below.id = et.topic_id JOIN library_topic top ON top.id = below.top
GROUP BY top.slug, top.title
"""


def facet_rows(page_pks: Sequence[int]) -> list[tuple[str, str, str, int]]:
    """(facet, value, label, entries) over the entries of these search pages."""
    if not page_pks:
        return []
    among, value = among_keys(page_pks)
    with connection.cursor() as cursor:
        pages = FOUND.format(among=among, brief=brief())
        cursor.execute(FACETS.format(found=pages, below=BELOW, involved=INVOLVED), [value])
        found: list[tuple[str, str, str, int]] = cursor.fetchall()
        return found
