"""One statement that finds the pages that hold what is asked, in each database's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from django.db import connection

from nexus.library.models import Kind
from nexus.search.sql import Condition, brief, is_sqlite

COLUMNS = {"title": "title_tokens", "heading": "heading_tokens", "text": ""}
VECTORS = {"title": "title_vector", "heading": "heading_vector", "text": "text_vector"}

Key: TypeAlias = "tuple[str, int]"
# One branch for each thing asked; all are sent as one statement.
CANDIDATES_SQLITE = """
SELECT * FROM (SELECT {number} AS ask, p.id, p.stamp FROM search_text
JOIN search_searchpage p {brief} ON p.id = search_text.rowid
WHERE search_text MATCH %s AND {visible} ORDER BY search_text.rowid LIMIT %s)
"""
# `+ 0` keeps the planner from walking the primary key instead of the GIN index.
CANDIDATES_POSTGRESQL = """
(SELECT {number} AS ask, p.id, p.stamp FROM search_searchpage p
WHERE p.{vector} @@ CAST(%s AS tsquery) AND {visible} {among} ORDER BY p.id + 0 LIMIT %s)
"""
# A row is wide and has a block almost to itself, so thousands are not read to keep the first ones.
# The second half is not begun where the first one gives enough.
FIRST_POSTGRESQL = "(SELECT * FROM ({first} UNION ALL {others}) AS found{number} LIMIT %s)"
# Pages by the end of their address, however many others hold its words.
NAMED = """
SELECT * FROM (SELECT {number} AS ask, p.id, p.stamp FROM library_entry named
JOIN search_searchpage p ON p.entry_id = named.id
WHERE named.kind IN ({kinds}) AND named.slug = %s AND {visible} LIMIT %s) AS e{number}
UNION ALL
SELECT * FROM (SELECT {number} AS ask, p.id, p.stamp FROM library_topic named
JOIN search_searchpage p ON p.topic_id = named.id
WHERE named.slug = %s AND {visible} LIMIT %s) AS t{number}
"""
KINDS = ", ".join(f"'{kind}'" for kind in Kind.values)
# The planner prices reading the whole table without what it costs to unpack each page's vector.
# Sent with the query: both are one transaction, and the setting ends with it.
# Forbidden scans look so costly that PostgreSQL would compile each query first.
BY_INDEX = "SET LOCAL enable_seqscan = off; SET LOCAL jit = off;"


@dataclass(frozen=True, slots=True)
class Ask:
    """Which pages hold a token of every group in a field? At most `limit`, by id.

    Of the field "name": which pages have this one slug.

    `enough_until` is an id up to which so many probably do, where many pages hold them.
    """

    key: Key
    groups: Sequence[Sequence[str]]
    field: str
    limit: int
    enough_until: int | None = None


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
    branches = [branch_of(number, ask, visible) for number, ask in enumerate(asks)]
    parameters = [value for branch in branches for value in branch.parameters]
    found: dict[Key, list[int]] = {ask.key: [] for ask in asks}
    stamps: dict[int, str | None] = {}
    text = " UNION ALL ".join(branch.sql for branch in branches)
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


def branch_of(number: int, ask: Ask, visible: Condition) -> Condition:
    if ask.field == "name":
        text = NAMED.format(number=number, kinds=KINDS, visible=visible.sql)
        return Condition(text, (ask.groups[0][0], *visible.parameters, ask.limit) * 2)
    branch = branch_of_sqlite if is_sqlite() else branch_of_postgresql
    return branch(number, ask, visible)


def branch_of_sqlite(number: int, ask: Ask, visible: Condition) -> Condition:
    text = CANDIDATES_SQLITE.format(number=number, visible=visible.sql, brief=brief())
    match = match_expression(ask.groups, ask.field)
    return Condition(text, (match, *visible.parameters, ask.limit))


def branch_of_postgresql(number: int, ask: Ask, visible: Condition) -> Condition:
    """The pages up to `enough_until`, and the others where those are too few."""

    def those(among: str) -> str:
        names = {"number": number, "vector": VECTORS[ask.field], "visible": visible.sql}
        return CANDIDATES_POSTGRESQL.format(among=among, **names)

    values = (match_expression(ask.groups, ask.field), *visible.parameters)
    until = ask.enough_until
    if until is None:
        return Condition(those(""), (*values, ask.limit))
    first, others = those("AND p.id <= %s"), those("AND p.id > %s")
    text = FIRST_POSTGRESQL.format(first=first, others=others, number=number)
    return Condition(text, (*(*values, until, ask.limit) * 2, ask.limit))


def tokens_on_pages(tokens: Sequence[str], visible: Condition) -> set[str]:
    """Those of the tokens that a visible page holds; one statement."""
    if not tokens:
        return set()
    answers, _ = find_all([Ask((token, 0), [[token]], "text", 1) for token in tokens], visible)
    return {token for (token, _), pages in answers.items() if pages}
