"""The search index's SQL, in each database's own words where it must be."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db import connection

# The columns beside a page's text, which SQLite would have to walk through to reach them.
BRIEF_SQLITE = "INDEXED BY search_page_in_brief"
PAGES = """
SELECT p.id, p.entry_id, p.topic_id, d.name, p.kind, COALESCE(e.slug, t.slug),
    COALESCE(e.title, t.title), COALESCE(e.summary, t.summary),
    e.version, e.statement_count, e.is_solved
FROM search_searchpage p {brief}
LEFT JOIN library_entry e ON e.id = p.entry_id
LEFT JOIN library_topic t ON t.id = p.topic_id
LEFT JOIN documents_document d ON d.guide_id = p.entry_id
WHERE p.id IN ({pages})
"""
TOKENS = "SELECT text, pages FROM search_token WHERE text IN ({tokens}) AND pages > 0"
SECTIONS = """
WITH wanted(page, place) AS (VALUES {wanted})
SELECT s.page_id, s.position, s.heading, s.anchor, s.text
FROM wanted JOIN search_searchsection s ON s.page_id = wanted.page AND s.position = wanted.place
"""
# An entry may have thousands of statements: only its first ones are looked at.
FIRST_DOCUMENTS = """
WITH asked(entry) AS (VALUES {entries}), wanted(entry, last) AS (
    SELECT entry, (
        SELECT statement_id FROM curation_evidence WHERE entry_id = asked.entry
        ORDER BY statement_id LIMIT 1 OFFSET %s
    ) FROM asked
)
SELECT wanted.entry, d.name FROM wanted
JOIN curation_evidence e
    ON e.entry_id = wanted.entry AND e.statement_id <= COALESCE(wanted.last, {largest})
JOIN documents_statement s ON s.id = e.statement_id AND s.is_current
JOIN documents_document d ON d.id = s.document_id
ORDER BY e.statement_id
"""
LARGEST = 2**63 - 1
Section: TypeAlias = "tuple[str, str, str]"
ADD_TOKENS_SQLITE = """
INSERT INTO search_token(text, pages)
SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(%s) WHERE true
ON CONFLICT(text) DO UPDATE SET pages = search_token.pages + excluded.pages
"""
ADD_TOKENS_POSTGRESQL = """
INSERT INTO search_token(text, pages)
SELECT * FROM unnest(CAST(%s AS text[]), CAST(%s AS int[])) AS t(text, pages) ORDER BY 1
ON CONFLICT(text) DO UPDATE SET pages = search_token.pages + excluded.pages
"""
ADD_WORDS_SQLITE = """
INSERT INTO search_word(text, token)
SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(%s) WHERE true
ON CONFLICT(text) DO NOTHING
"""
ADD_WORDS_POSTGRESQL = """
INSERT INTO search_word(text, token)
SELECT * FROM unnest(CAST(%s AS text[]), CAST(%s AS text[])) AS t(text, token) ORDER BY 1
ON CONFLICT(text) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Condition:
    """A piece of WHERE with its parameters; `p` is the search page."""

    sql: str
    parameters: tuple[Any, ...] = ()


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def brief() -> str:
    """What makes SQLite read a page's small columns from the index that holds them."""
    return BRIEF_SQLITE if is_sqlite() else ""


def read_pages(page_pks: Collection[int]) -> list[tuple[Any, ...]]:
    """What is shown of pages, as PAGES names it."""
    if not page_pks:
        return []
    with connection.cursor() as cursor:
        text = PAGES.format(brief=brief(), pages=places(len(page_pks)))
        cursor.execute(text, [*page_pks])
        return list(cursor.fetchall())


def pages_of_tokens(tokens: Sequence[str]) -> dict[str, int]:
    """Token → how many pages hold it, for tokens that any does."""
    if not tokens:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(TOKENS.format(tokens=places(len(tokens))), tokens)
        return dict(cursor.fetchall())


def read_sections(wanted: Collection[tuple[int, int]]) -> dict[tuple[int, int], Section]:
    """(page, position) → (heading, anchor, text)."""
    if not wanted:
        return {}
    text = SECTIONS.format(wanted=", ".join(["(%s, %s)"] * len(wanted)))
    with connection.cursor() as cursor:
        cursor.execute(text, [number for pair in wanted for number in pair])
        return {(row[0], row[1]): (row[2], row[3], row[4]) for row in cursor.fetchall()}


def read_document_names(entry_pks: Collection[int], *, most: int) -> list[tuple[int, str]]:
    """(entry id, name of its document) of at most so many statements of each entry."""
    if not entry_pks:
        return []
    with connection.cursor() as cursor:
        entries = ", ".join(["(%s)"] * len(entry_pks))
        text = FIRST_DOCUMENTS.format(entries=entries, largest=LARGEST)
        cursor.execute(text, [*entry_pks, most - 1])
        return [(entry, name) for entry, name in cursor.fetchall()]


def places(count: int) -> str:
    return ", ".join(["%s"] * count)


def add_tokens(counts: Mapping[str, int]) -> None:
    """Add to (or take from) the number of pages of each token, in one statement."""
    changed = {token: n for token, n in counts.items() if n}
    if not changed:
        return
    with connection.cursor() as cursor:
        if is_sqlite():
            cursor.execute(ADD_TOKENS_SQLITE, [json.dumps(sorted(changed.items()))])
        else:
            cursor.execute(ADD_TOKENS_POSTGRESQL, [list(changed), list(changed.values())])


def forget_unused_words() -> None:
    """Words that no page holds any more, such as those of an erased document."""
    with connection.cursor() as cursor:
        unused = "SELECT text FROM search_token WHERE pages <= 0"
        cursor.execute(f"DELETE FROM search_word WHERE token IN ({unused})")  # noqa: S608
        cursor.execute("DELETE FROM search_token WHERE pages <= 0")
        if is_sqlite():
            # FTS5 only marks what is deleted; merging its parts drops it from the file.
            cursor.execute("INSERT INTO search_text(search_text) VALUES ('optimize')")


def add_words(words: Iterable[tuple[str, str]]) -> None:
    """Words that are not in the vocabulary yet, in one statement."""
    rows = sorted(words)
    if not rows:
        return
    with connection.cursor() as cursor:
        if is_sqlite():
            cursor.execute(ADD_WORDS_SQLITE, [json.dumps(rows)])
        else:
            cursor.execute(ADD_WORDS_POSTGRESQL, [[r[0] for r in rows], [r[1] for r in rows]])
