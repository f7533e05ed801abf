"""One statement that reads what each page adds to the facets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from sys import intern
from typing import TypeAlias

from django.db import connection

from nexus.common.bulk import among_keys
from nexus.library.models import Link
from nexus.library.sql import BELOW
from nexus.search.sql import brief

# As SQL: constants of our own.
INVOLVED = ", ".join(f"'{relation}'" for relation in Link.INVOLVED)
FACETS = """
WITH RECURSIVE found(page, id) AS (
    SELECT p.id, p.entry_id FROM search_searchpage p {brief}
    WHERE p.id {among} AND p.entry_id IS NOT NULL
), {below}
SELECT found.page, 'kind', e.kind, '' FROM found JOIN library_entry e ON e.id = found.id
UNION ALL
SELECT found.page, 'track', e.track, '' FROM found JOIN library_entry e ON e.id = found.id
UNION ALL
SELECT DISTINCT found.page, 'technology', t.slug, t.title
FROM found JOIN library_link l ON l.source_id = found.id
JOIN library_entry t ON t.id = l.target_id
WHERE l.relation IN ({involved}) AND t.kind = 'technology' AND t.state = 'published'
UNION ALL
SELECT DISTINCT found.page, 'cohort', c.slug, c.name
FROM found JOIN curation_evidence e ON e.entry_id = found.id
JOIN documents_statement s ON s.id = e.statement_id AND s.is_current
JOIN documents_document d ON d.id = s.document_id
JOIN accounts_cohort c ON c.id = d.cohort_id
UNION ALL
SELECT DISTINCT found.page, 'topic', top.slug, top.title
FROM found JOIN library_entry_topics et ON et.entry_id = found.id
JOIN below ON below.id = et.topic_id JOIN library_topic top ON top.id = below.top
"""
Facts: TypeAlias = "tuple[str, ...]"
APART = "\0"  # what no value of the database holds


def read_facts(page_pks: Sequence[int]) -> dict[int, Facts]:
    """Search page → what its entry adds, each once; none for pages of topics.

    Facet, value and label are one text each time (`APART`): thousands are counted for a search, and
    a text that is the same object is known at once.
    """
    among, value = among_keys(page_pks)
    text = FACETS.format(brief=brief(), among=among, below=BELOW, involved=INVOLVED)
    found: dict[int, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(text, [value])
        for page, facet, chosen, label in cursor.fetchall():
            found[page].append(intern(APART.join((facet, chosen, label))))
    return {pk: tuple(found.get(pk, ())) for pk in page_pks}
