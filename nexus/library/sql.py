"""The library's SQL: recursive reads of the topic tree. The same text on both databases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

FROM_TOPIC = """
WITH RECURSIVE below(id) AS (
    SELECT id FROM library_topic WHERE slug = %s
    UNION
    SELECT t.id FROM library_topic t JOIN below ON t.parent_id = below.id
)
"""
UNDER_TOPIC = f"""
{FROM_TOPIC}
SELECT et.entry_id FROM library_entry_topics et JOIN below ON et.topic_id = below.id
"""  # noqa: S608 - a constant of our own

# Topics with all that are below them, for a WITH RECURSIVE.
BELOW = """
below(top, id) AS (
    SELECT id, id FROM library_topic
    UNION
    SELECT below.top, t.id FROM library_topic t JOIN below ON t.parent_id = below.id
)
"""
# How many of some entries stand at each topic or below it, each once. {entries} is a subquery,
# {below} is BELOW.
COUNTED = """
{below}, counted(top, n) AS (
    SELECT below.top, COUNT(DISTINCT et.entry_id)
    FROM library_entry_topics et JOIN below ON below.id = et.topic_id
    WHERE et.entry_id IN ({entries}) GROUP BY below.top
)
"""
ENTRIES_OF_TOPICS = f"""
WITH RECURSIVE {COUNTED}
SELECT top.slug, top.title, counted.n
FROM counted JOIN library_topic top ON top.id = counted.top
"""  # noqa: S608 - constants of our own

# How many of some entries involve each technology. `+ 0`: SQLite would look for each of the entries
# among those of each technology.
ENTRIES_OF_TECHNOLOGIES = """
SELECT t.slug, t.title, COUNT(DISTINCT l.source_id)
FROM library_entry t CROSS JOIN library_link l
WHERE t.kind = 'technology' AND t.state = 'published' AND l.target_id = t.id
  AND l.relation IN ('involves', 'told') AND l.source_id + 0 IN ({entries})
GROUP BY t.id, t.slug, t.title
"""

PUBLISHED = "SELECT id FROM library_entry WHERE state = 'published'"
TREE = f"""
WITH RECURSIVE {COUNTED}, walk(id, parent_id, slug, title, summary, depth, path) AS (
    SELECT id, parent_id, slug, title, summary, 0,
           substr(CAST(10000 + position AS text), 2) || ':' || slug
    FROM library_topic WHERE parent_id IS NULL
    UNION ALL
    SELECT t.id, t.parent_id, t.slug, t.title, t.summary, walk.depth + 1,
           walk.path || '/' || substr(CAST(10000 + t.position AS text), 2) || ':' || t.slug
    FROM library_topic t JOIN walk ON t.parent_id = walk.id
)
SELECT walk.path, walk.id, walk.slug, walk.title, walk.summary, walk.depth, COALESCE(counted.n, 0)
FROM walk LEFT JOIN counted ON counted.top = walk.id
"""  # noqa: S608 - the same

TOPICS_OF_ENTRIES = """
SELECT et.entry_id, t.id, t.slug, t.title
FROM library_entry_topics et JOIN library_topic t ON t.id = et.topic_id
WHERE et.entry_id IN ({entries}) ORDER BY et.entry_id, t.id
"""

# What stands beside the row of an entry that is read as `library_entry`.
LAST = """
SELECT {column} FROM library_revision WHERE entry_id = library_entry.id
ORDER BY version DESC LIMIT 1
"""
LAST_AT, LAST_NOTE = (LAST.format(column=column) for column in ("created_at", "note"))
TOPICS_OF_ENTRY = """library_topic WHERE id IN (
    SELECT topic_id FROM library_entry_topics WHERE entry_id = library_entry.id
) ORDER BY id"""
OWN_RECEIPTS = """library_receipt WHERE entry_id = library_entry.id AND person_id = %s
ORDER BY id"""

# What links to an entry and what it links to, each part with its limit. Causes are read from both
# ends; problems with a way out come first. What too many go with is left for MOST_MET, and said.
# Links come first in each: SQLite would begin with all entries of the kind.
NEIGHBOURS = """
WITH involving(n) AS (
    SELECT COUNT(*) FROM (
        SELECT 1 FROM library_link l
        WHERE l.target_id = %(pk)s AND l.relation IN ('involves', 'told') LIMIT %(many)s
    ) AS counted
)
SELECT part, entry_id FROM (
    SELECT 'involved' AS part, l.target_id AS entry_id
    FROM library_link l
    WHERE l.source_id = %(pk)s AND l.relation IN ('involves', 'told') AND l.target_id IS NOT NULL
    ORDER BY l.id LIMIT 100
) AS involved
UNION ALL SELECT part, entry_id FROM (
    SELECT 'cause of' AS part, l.target_id AS entry_id FROM library_link l
    WHERE l.source_id = %(pk)s AND l.relation = 'causes' AND l.target_id IS NOT NULL
    ORDER BY l.id LIMIT 50
) AS causes
UNION ALL SELECT part, entry_id FROM (
    SELECT 'caused by' AS part, l.source_id AS entry_id FROM library_link l
    WHERE l.target_id = %(pk)s AND l.relation = 'causes'
    ORDER BY l.id LIMIT 50
) AS caused
UNION ALL SELECT part, entry_id FROM (
    SELECT 'mentioned in' AS part, l.source_id AS entry_id
    FROM library_link l JOIN library_entry e ON e.id = l.source_id
    WHERE l.target_id = %(pk)s AND l.relation = 'mentions' AND e.state <> 'retired'
    GROUP BY l.source_id, e.title ORDER BY e.title, l.source_id LIMIT 40
) AS mentioned
UNION ALL SELECT part, entry_id FROM (
    SELECT 'problems' AS part, e.id AS entry_id
    FROM library_link l CROSS JOIN library_entry e
    WHERE l.target_id = %(pk)s AND l.relation IN ('involves', 'told') AND e.id = l.source_id
      AND e.kind = 'challenge' AND e.state <> 'retired'
    GROUP BY e.id, e.is_solved, e.voice_count
    ORDER BY e.is_solved DESC, e.voice_count DESC, e.id DESC
    LIMIT (SELECT CASE WHEN n < %(many)s THEN 100 ELSE 0 END FROM involving)
) AS problems
UNION ALL SELECT part, entry_id FROM (
    SELECT 'practices' AS part, e.id AS entry_id
    FROM library_link l CROSS JOIN library_entry e
    WHERE l.target_id = %(pk)s AND l.relation IN ('involves', 'told') AND e.id = l.source_id
      AND e.kind = 'practice' AND e.state <> 'retired'
    GROUP BY e.id, e.voice_count ORDER BY e.voice_count DESC, e.id DESC
    LIMIT (SELECT CASE WHEN n < %(many)s THEN 30 ELSE 0 END FROM involving)
) AS practices
UNION ALL SELECT 'too many', n FROM involving WHERE n >= %(many)s
"""
# With so many, reading entries in the order of their voices finds enough sooner than sorting all
# that go with it.
MANY = 2000
TOO_MANY = "too many"
MOST_MET = " UNION ALL ".join(
    f"""SELECT part, entry_id FROM (
    SELECT '{part}' AS part, e.id AS entry_id FROM library_entry e
    WHERE e.kind = '{kind}' AND e.state <> 'retired' {which} AND EXISTS (
        SELECT 1 FROM library_link l
        WHERE l.target_id = %(pk)s AND l.relation IN ('involves', 'told') AND l.source_id = e.id
    )
    ORDER BY e.voice_count DESC, e.id DESC LIMIT {most}
) AS {alias}"""  # noqa: S608 - constants of our own
    for alias, part, kind, which, most in (
        ("solved", "problems", "challenge", "AND e.is_solved", 100),
        ("unsolved", "problems", "challenge", "AND NOT e.is_solved", 100),
        ("practices", "practices", "practice", "", 30),
    )
)

# In the columns of whatever else is read with it: its place in its part, and people who wrote of
# both.
LINKED = "SELECT part, entry_id, 0 AS place, 0 AS people FROM ({links}) AS linked"


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


def count_by_topic(entries: QuerySet[Any]) -> list[tuple[str, str, int]]:
    """(slug, title, how many of the entries are at the topic or below it), most first."""
    return count_of(entries, ENTRIES_OF_TOPICS)


def count_by_technology(entries: QuerySet[Any]) -> list[tuple[str, str, int]]:
    """(slug, title, how many of the entries involve it), most first; published ones only."""
    return count_of(entries, ENTRIES_OF_TECHNOLOGIES)


def count_of(entries: QuerySet[Any], text: str) -> list[tuple[str, str, int]]:
    pks = entries.order_by().values("pk")
    try:
        chosen, parameters = pks.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(text.format(below=BELOW, entries=chosen), parameters)
        return sorted(cursor.fetchall(), key=lambda row: (-row[2], row[1], row[0]))


def topics_of(entries: Sequence[int]) -> dict[int, tuple[tuple[int, str, str], ...]]:
    """Entry → its topics as (id, slug, title), for entries that have any."""
    found: dict[int, tuple[tuple[int, str, str], ...]] = {}
    if entries:
        marks = ", ".join(["%s"] * len(entries))
        with connection.cursor() as cursor:
            cursor.execute(TOPICS_OF_ENTRIES.format(entries=marks), entries)
            for entry, pk, slug, title in cursor.fetchall():
                found[entry] = (*found.get(entry, ()), (pk, slug, title))
    return found


def topic_tree() -> list[TopicNode]:
    """The whole tree, depth first, siblings by position then slug; one query.

    Ordered here and not in SQL, because the two databases collate differently.
    """
    with connection.cursor() as cursor:
        cursor.execute(TREE.format(below=BELOW, entries=PUBLISHED))
        rows = sorted(cursor.fetchall(), key=lambda row: str(row[0]).split("/"))
        return [TopicNode(*row[1:]) for row in rows]


def neighbours(
    entry_pk: int, *more: str, values: Mapping[str, Any] | None = None
) -> list[tuple[str, int, int]]:
    """(part, entry id, people) of what an entry is linked with.

    One query, two for what very many go with.
    `more` are further SELECTs of the columns of `LINKED`, which know the entry as `pk`, and
    `values` their parameters: each query less is a way less to the database. Who may see them,
    and in which order links are shown, is for the caller to say.
    """
    parameters = {"pk": entry_pk, "many": MANY, **(values or {})}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join((LINKED.format(links=NEIGHBOURS), *more)), parameters)
        found = cursor.fetchall()
        if any(part == TOO_MANY for part, *_ in found):
            cursor.execute(LINKED.format(links=MOST_MET), {"pk": entry_pk})
            found += cursor.fetchall()
    found.sort(key=lambda row: row[2])  # UNION ALL promises no order
    return [(part, pk, people) for part, pk, _, people in found if part != TOO_MANY]
