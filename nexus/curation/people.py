"""Which people stand behind a page, a fix or a pair of wordings: each once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from nexus.curation.sql import told_by
from nexus.library.models import Receipt

PeopleOf = dict[int, set[int]]  # id of what they stand behind → ids of people


def tellers(place: str, pks: Iterable[int]) -> PeopleOf:
    """Whose documents tell of them, copies as who wrote the original.

    `place` is entry, solution or statement. One query.
    """
    return sets(told_by(f"{place}_id", list(pks)))


def met_by(pks: Iterable[int]) -> PeopleOf:
    """Who told of these challenges or said "same here". Two queries."""
    pks = list(pks)
    presses = Receipt.objects.filter(entry__in=pks, outcome=Receipt.Outcome.SAME_HERE)
    return joined(tellers("entry", pks), sets(presses.values_list("entry_id", "person_id")))


def tried_by(pks: Iterable[int]) -> PeopleOf:
    """Who told of these fixes, or said that they worked or do no longer. Two queries."""
    pks = list(pks)
    tries = Receipt.objects.filter(solution__in=pks)
    return joined(tellers("solution", pks), sets(tries.values_list("solution_id", "person_id")))


def sets(pairs: Iterable[tuple[int, int]]) -> PeopleOf:
    found: PeopleOf = defaultdict(set)
    for key, person in pairs:
        found[key].add(person)
    return found


def joined(one: PeopleOf, other: PeopleOf) -> PeopleOf:
    """The people of both, by what they stand behind."""
    return {key: one.get(key, set()) | other.get(key, set()) for key in {*one, *other}}
