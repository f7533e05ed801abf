"""The search index's SQL, in each database's own words where it must be."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

COLUMNS = {"title": "title_tokens", "heading": "heading_tokens", "text": ""}
VECTORS = {"title": "title_vector", "heading": "heading_vector", "text": "text_vector"}

CANDIDATES_SQLITE = """
SELECT p.id FROM search_text JOIN search_searchpage p ON p.id = search_text.rowid
WHERE search_text MATCH %s AND {visible} ORDER BY p.id LIMIT %s
"""
CANDIDATES_POSTGRESQL = """
SELECT p.id FROM search_searchpage p
WHERE p.{vector} @@ CAST(%s AS tsquery) AND {visible} ORDER BY p.id LIMIT %s
"""
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


def find_pages(
    groups: Sequence[Sequence[str]], field: str, visible: Condition, limit: int
) -> list[int]:
    """Ids of visible pages that hold a token of every group in a field, by id."""
    text = (
        CANDIDATES_SQLITE.format(visible=visible.sql)
        if is_sqlite()
        else CANDIDATES_POSTGRESQL.format(vector=VECTORS[field], visible=visible.sql)
    )
    with connection.cursor() as cursor:
        cursor.execute(text, [match_expression(groups, field), *visible.parameters, limit])
        return [row[0] for row in cursor.fetchall()]


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
