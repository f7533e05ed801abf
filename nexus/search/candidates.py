"""Which pages are worth ranking: all words first, then ever fewer, the commonest dropped first."""

from __future__ import annotations

from collections.abc import Sequence

from nexus.accounts.models import Role
from nexus.accounts.policies import Viewer, is_at_least
from nexus.search import sql
from nexus.search.vocabulary import Term

MOST = 300
ENOUGH = 25
MOST_TITLES = 120


def visible_to(viewer: Viewer) -> sql.Condition:
    """Published pages; drafts for their author and for mentors. Part of the query itself."""
    if is_at_least(viewer, Role.MENTOR):
        return sql.Condition("(1 = 1)")
    if viewer.is_authenticated:
        return sql.Condition(
            "(p.is_visible OR p.entry_id IN "
            "(SELECT id FROM library_entry WHERE created_by_id = %s AND state = 'draft'))",
            (viewer.pk,),
        )
    return sql.Condition("p.is_visible")


def also(left: sql.Condition, right: sql.Condition) -> sql.Condition:
    return sql.Condition(f"({left.sql} AND {right.sql})", (*left.parameters, *right.parameters))


def find_candidates(terms: Sequence[Term], visible: sql.Condition) -> list[int]:
    """Page ids, at most MOST: titles first, then any field, then with fewer words."""
    if not terms:
        return []
    rarest = sorted(terms, key=lambda t: (t.pages, t.text))
    groups = [term.names for term in rarest]
    found: dict[int, None] = dict.fromkeys(sql.find_pages(groups, "title", visible, MOST_TITLES))
    found |= dict.fromkeys(sql.find_pages(groups, "heading", visible, MOST_TITLES))
    found |= dict.fromkeys(sql.find_pages(groups, "text", visible, MOST))
    for keep in range(len(groups) - 1, 0, -1):
        if len(found) >= ENOUGH:
            break
        found |= dict.fromkeys(sql.find_pages(groups[:keep], "text", visible, MOST // 2))
    if len(groups) > 1 and len(found) < MOST:
        either = [tuple(token for group in groups[:4] for token in group)]
        found |= dict.fromkeys(sql.find_pages(either, "title", visible, MOST_TITLES))
        if len(found) < ENOUGH:
            found |= dict.fromkeys(sql.find_pages(either, "text", visible, MOST))
    return list(found)[:MOST]
