"""Which pages are worth ranking, found without reading their text.

One statement asks, for each word, which pages hold it in their title and (unless it is a common
word) anywhere, and which pages hold all words. What a page holds of the query's rare words then
puts the candidates in a first order; the ranking reads only the text of the best.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from nexus.accounts.models import Role
from nexus.accounts.policies import Viewer, is_at_least
from nexus.common.text import slugify
from nexus.search.candidatesql import Ask, Key, find_all
from nexus.search.sql import Condition
from nexus.search.vocabulary import Term

MOST = 300
ENOUGH = 10
MOST_TITLES = 150
MOST_NAMED = 10
# A word on more pages than this says little about a page: it is read from the candidates' text.
COMMON = 400
TITLE_SHARE = 0.8
# Of the pages that hold a word, at least so many probably have it in their title.
IN_TITLE = 0.1
# Looked up for each candidate: a list of all such entries would grow with the hub.
FOR_PEOPLE = """(p.is_visible OR EXISTS (
    SELECT 1 FROM library_entry own WHERE own.id = p.entry_id AND (
        (own.of_document AND own.state = 'published')
        OR (own.created_by_id = %s AND own.state = 'draft')
    )
))"""
FOR_ANYBODY = """(p.is_visible OR (
    EXISTS (SELECT 1 FROM common_hub WHERE shows_documents)
    AND EXISTS (
        SELECT 1 FROM library_entry own
        WHERE own.id = p.entry_id AND own.of_document AND own.state = 'published'
    )
))"""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Page ids, most promising first, and the stamp of each."""

    found: list[int]
    stamps: dict[int, str | None]


def visible_to(viewer: Viewer) -> Condition:
    """Published pages; drafts for their author and for mentors. Part of the query itself.

    Pages of documents are for who may read documents.
    """
    if is_at_least(viewer, Role.MENTOR):
        return Condition("(1 = 1)")
    if viewer.is_authenticated:
        return Condition(FOR_PEOPLE, (viewer.pk,))
    return Condition(FOR_ANYBODY)


def also(left: Condition, right: Condition) -> Condition:
    return Condition(f"({left.sql} AND {right.sql})", (*left.parameters, *right.parameters))


def rarity(term: Term, pages: int) -> float:
    """Inverse document frequency, never below a small positive value."""
    return max(0.1, math.log(1 + (pages - term.pages + 0.5) / (term.pages + 0.5)))


def asks_for(terms: Sequence[Term], pages: int, slug: str) -> list[Ask]:
    """What to ask of an index of so many pages; keys tell the answers apart (see `promise_of`).

    `slug` is that of a page whose title is the query.
    """
    asks = [Ask(("name", 0), [[slug]], "name", MOST_NAMED)]
    for number, term in enumerate(terms):
        until = enough_until(MOST_TITLES, term.pages * IN_TITLE, pages)
        asks.append(Ask(("title", number), [term.names], "title", MOST_TITLES, until))
        if term.pages <= COMMON:
            asks.append(Ask(("text", number), [term.names], "text", COMMON))
    needed = [term for term in terms if not term.is_extra]
    if len(needed) > 1 or terms[0].pages > COMMON:
        likely = pages * math.prod(term.pages / max(pages, 1) for term in needed)
        groups = [term.names for term in needed]
        asks.append(Ask(("all", 0), groups, "text", MOST, enough_until(MOST, likely, pages)))
    return asks


def enough_until(wanted: int, likely: float, pages: int) -> int | None:
    """The id up to which pages are probably enough, if `likely` of all that there are would do.

    Half as many again: ids have gaps, and some pages may not be seen. Where they do not begin near
    one, that is too few, and nothing is won. None where it is not much less than all.
    """
    until = math.ceil(1.5 * wanted * pages / max(likely, 1))
    return until if until < pages / 3 else None


def promise_of(
    answers: dict[Key, list[int]], terms: Sequence[Term], pages: int
) -> dict[int, float]:
    """Page id → the rarity of the words it is known to hold, more for its title's."""
    promise: dict[int, float] = {}
    weights = [rarity(term, pages) * term.weight for term in terms]
    whole = sum(w for w, t in zip(weights, terms, strict=True) if not t.is_extra)
    complete = set(answers.get(("all", 0), ()))
    for (kind, number), found in answers.items():
        for pk in found:
            if kind == "title":
                promise[pk] = promise.get(pk, 0.0) + weights[number] * TITLE_SHARE
            elif kind == "text" and pk not in complete:
                promise[pk] = promise.get(pk, 0.0) + weights[number]
    for pk in complete:
        promise[pk] = promise.get(pk, 0.0) + whole
    for pk in answers.get(("name", 0), ()):
        promise[pk] = promise.get(pk, 0.0) + 2 * whole  # before all that only hold the words
    return promise


def find_candidates(
    query: str, terms: Sequence[Term], pages: int, visible: Condition
) -> Candidates:
    """At most MOST of the index's pages; with fewer and fewer words where few hold them all."""
    if not terms:
        return Candidates([], {})
    answers, stamps = find_all(asks_for(terms, pages, slugify(query)), visible)
    promise = promise_of(answers, terms, pages)
    if len(promise) < ENOUGH:
        rarest = sorted((t for t in terms if t.pages > COMMON), key=lambda t: (t.pages, t.text))
        groups = [t.names for t in rarest]
        fewer = [Ask(("fewer", n), groups[:n], "text", MOST) for n in range(1, len(groups) + 1)]
        more, others = find_all(fewer, visible) if fewer else ({}, {})
        stamps |= others
        for found in more.values():
            for pk in found:
                promise[pk] = promise.get(pk, 0.0) + 0.1
    ranked = sorted(promise, key=lambda pk: (-promise[pk], pk))
    return Candidates(ranked[:MOST], stamps)
