"""The library's SQL: recursive reads of the topic tree. The same text on both databases."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models.expressions import RawSQL

UNDER_TOPIC = """
WITH RECURSIVE below(id) AS (
    SELECT id FROM library_topic WHERE slug = %s
    UNION
    SELECT t.id FROM library_topic t JOIN below ON t.parent_id = below.id
)
SELECT et.entry_id FROM library_entry_topics et JOIN below ON et.topic_id = below.id
"""

TREE = """
WITH RECURSIVE walk(id, parent_id, slug, title, summary, depth, path) AS (
    SELECT id, parent_id, slug, title, summary, 0,
           substr(CAST(10000 + position AS text), 2) || ':' || slug
    FROM library_topic WHERE parent_id IS NULL
    UNION ALL
    SELECT t.id, t.parent_id, t.slug, t.title, t.summary, walk.depth + 1,
           walk.path || '/' || substr(CAST(10000 + t.position AS text), 2) || ':' || t.slug
    FROM library_topic t JOIN walk ON t.parent_id = walk.id
), standing(topic_id, entry_id) AS (
    SELECT et.topic_id, et.entry_id FROM library_entry_topics et
    JOIN library_entry e ON e.id = et.entry_id AND e.state = 'published'
)
SELECT walk.path, walk.id, walk.slug, walk.title, walk.summary, walk.depth,
       (SELECT COUNT(DISTINCT s.entry_id) FROM standing s JOIN walk b ON b.id = s.topic_id
        WHERE b.path = walk.path OR substr(b.path, 1, length(walk.path) + 1) = walk.path || '/')
FROM walk
"""


@dataclass(frozen=True, slots=True)
class TopicNode:
    """A topic in reading order; `entry_count` counts the entries at and below it, each once."""

    pk: int
    slug: str
    title: str
    summary: str
    depth: int
    entry_count: int


def entries_under_topic(slug: str) -> RawSQL:
    """Ids of entries at a topic or below it, for `pk__in`."""
    return RawSQL(UNDER_TOPIC, [slug])  # noqa: S611 - the text is a constant, the slug a parameter


def topic_tree() -> list[TopicNode]:
    """The whole tree, depth first, siblings by position then slug; one query.

    Ordered here and not in SQL, because the two databases collate differently.
    """
    with connection.cursor() as cursor:
        cursor.execute(TREE)
        rows = sorted(cursor.fetchall(), key=lambda row: str(row[0]).split("/"))
        return [TopicNode(*row[1:]) for row in rows]
