"""The search index's SQL, in each database's own words where it must be."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db import connection

COLUMNS = {"title": "title_tokens", "heading": "heading_tokens", "text": ""}
VECTORS = {"title": "title_vector", "heading": "heading_vector", "text": "text_vector"}

# One branch for each thing asked; all are sent as one statement.
CANDIDATES_SQLITE = """
SELECT * FROM (SELECT {number} AS ask, p.id, p.stamp FROM search_text
JOIN search_searchpage p {brief} ON p.id = search_text.rowid
WHERE search_text MATCH %s AND {visible} ORDER BY search_text.rowid LIMIT %s)
"""
# `+ 0` keeps the planner from walking the primary key instead of the GIN index.
CANDIDATES_POSTGRESQL = """
SELECT * FROM (SELECT {number} AS ask, p.id, p.stamp FROM search_searchpage p
WHERE p.{vector} @@ CAST(%s AS tsquery) AND {visible} ORDER BY p.id + 0 LIMIT %s) AS a{number}
"""
# The planner prices reading the whole table without what it costs to unpack each page's vector.
# Sent with the query: both are one transaction, and the setting ends with it.
# Forbidden scans look so costly that PostgreSQL would compile each query first.
BY_INDEX = "SET LOCAL enable_seqscan = off; SET LOCAL jit = off;"
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
# Statements are counted before they are read: an entry may have thousands.
FIRST_DOCUMENTS = """
SELECT e.entry_id, d.name FROM (
    SELECT id, entry_id, statement_id,
        ROW_NUMBER() OVER (PARTITION BY entry_id ORDER BY id) AS place
    FROM curation_evidence WHERE entry_id IN ({entries})
) e
JOIN documents_statement s ON s.id = e.statement_id AND s.is_current
JOIN documents_document d ON d.id = s.document_id
WHERE e.place <= %s ORDER BY e.id
"""
Key: TypeAlias = "tuple[str, int]"
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


@dataclass(frozen=True, slots=True)
class Ask:
    """Which pages hold a token of every group in a field? At most `limit`, by id."""

    key: Key
    groups: Sequence[Sequence[str]]
    field: str
    limit: int


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def brief() -> str:
    """What makes SQLite read a page's small columns from the index that holds them."""
    return BRIEF_SQLITE if is_sqlite() else ""


def quote_fts(token: str) -> str:
    return '"' + token.replace('"', '""') + '"'


def quote_lexeme(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def match_expression(groups: Sequence[Sequence[str]], field: str) -> str:
    """All groups, any token of each, in FTS5's or tsquery's words."""
    quote, both, either = (quote_fts, " AND ", " OR ") if is_sqlite() else (quote_lexeme, "&", "|")
    terms = both.join("(" + either.join(quote(t) for t in group) + ")" for group in groups)
    column = COLUMNS[field]
    return f"{{{column}}} : ({terms})" if is_sqlite() and column else terms


def find_all(
    asks: Sequence[Ask], visible: Condition
) -> tuple[dict[Key, list[int]], dict[int, str | None]]:
    """The visible pages for each ask, and the stamp of each page; one statement."""
    shape = CANDIDATES_SQLITE if is_sqlite() else CANDIDATES_POSTGRESQL
    branches, parameters = list[str](), list[Any]()
    for number, ask in enumerate(asks):
        vector = VECTORS[ask.field]
        branches.append(
            shape.format(number=number, vector=vector, visible=visible.sql, brief=brief())
        )
        parameters += [match_expression(ask.groups, ask.field), *visible.parameters, ask.limit]
    found: dict[Key, list[int]] = {ask.key: [] for ask in asks}
    stamps: dict[int, str | None] = {}
    text = " UNION ALL ".join(branches)
    with connection.cursor() as cursor:
        if is_sqlite():
            cursor.execute(text, parameters)
        else:
            cursor.execute(f"{BY_INDEX} {text}", parameters)
            cursor.nextset()
            cursor.nextset()
        for number, pk, stamp in cursor.fetchall():
            found[asks[number].key].append(pk)
            stamps[pk] = stamp
    return found, stamps


def tokens_on_pages(tokens: Sequence[str], visible: Condition) -> set[str]:
    """Those of the tokens that a visible page holds; one statement."""
    if not tokens:
        return set()
    answers, _ = find_all([Ask((token, 0), [[token]], "text", 1) for token in tokens], visible)
    return {token for (token, _), pages in answers.items() if pages}


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
        cursor.execute(FIRST_DOCUMENTS.format(entries=places(len(entry_pks))), [*entry_pks, most])
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
