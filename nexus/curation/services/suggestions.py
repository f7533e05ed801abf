"""What does not stand together, but may belong together: asked again for what a run touches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from nexus.common.bulk import delete_rows, insert_rows, read_rows, update_rows
from nexus.common.hub import hold_hub
from nexus.consolidation.leaders import THEME
from nexus.curation.models import Decision, Fit, Suggestion
from nexus.curation.services.clustering.anchors import entry_key
from nexus.curation.services.clustering.fitting import Fitted
from nexus.curation.services.clustering.graph import StoredGraph
from nexus.curation.services.clustering.sql import standing_of
from nexus.curation.services.decisions import pair
from nexus.curation.services.questions import COLUMNS, Hint, Question, questions_of, weigh

MOST_OF_A_CLUSTER = 5
PAIR = ("left", "right")
Pairs = Iterable[tuple[str, str, float]]
Values = tuple[Any, ...]  # of COLUMNS
Apart = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a voice stands: its cluster, and the entry that the cluster's words are of, if any."""

    cluster: str
    home: int | None
    follows_theme: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """What a run changed in a fit: voices that it looked at, and clusters in which these stood."""

    fit: Fit
    graph: StoredGraph
    voices: Set[str]
    left: Set[str]


def suggest_anew(fits: Sequence[Fitted], apart: Apart) -> None:
    """Suggestions for all clusters, in place of all there are."""
    hints: list[Hint] = []
    for fitted in fits:
        places = read_places(fitted.fit)
        keys = fitted.keys
        found = ((keys[a], keys[b], value) for a, b, value in fitted.edges)
        both = (way for a, b, value in found for way in ((a, b, value), (b, a, value)))
        hints += best_pairs(both, places, apart)
    rows = questions_of(hints)
    weigh(rows)
    with transaction.atomic():
        hold_hub()
        # Answered while these were looked for.
        decided = set(Decision.objects.values_list("left", "right"))
        rows = [row for row in rows if pair(row.left, row.right) not in decided]
        put({pk: values for pk, *values in Suggestion.objects.values_list("pk", *COLUMNS)}, rows)


def renew_suggestions(moved: Sequence[Moved]) -> None:
    """Ask again for the clusters of voices that moved; others ask about these voices alone.

    In the caller's transaction. A cluster that loses a suggestion by this has fewer than
    MOST_OF_A_CLUSTER until it is asked for itself.
    """
    asked = [ask_again(one) for one in moved]
    voices = {key for one in moved for key in one.voices}
    over = {cluster for one in asked for cluster in one.over}
    hints = [hint for one in asked for hint in one.hints]
    asking = {cluster for one in asked for cluster in one.asking}
    before = read_suggestions(over, voices)
    rows = admit(questions_of(hints), asking, before)
    weigh(rows)
    put(before, rows)


@dataclass(frozen=True, slots=True)
class Asked:
    """Clusters whose suggestions are over, those that ask again, and what comes in their place."""

    over: Collection[str]
    asking: Collection[str]
    hints: Sequence[Hint]


def ask_again(moved: Moved) -> Asked:
    """What a fit asks after these voices moved. Reads only."""
    fit, graph = moved.fit, moved.graph
    places = read_places(fit, "key", moved.voices)
    here, there = list(places.values()), set(places)  # some may have left the fit meanwhile
    near = graph.pairs(there)
    places |= read_places(fit, "key", {other for _, other, _ in near} - there)
    left = read_places(fit, "cluster", moved.left - {one.cluster for one in here})
    stay = {key: place for key, place in left.items() if key not in places}
    asking = {
        one.cluster for one in (*here, *stay.values()) if one.home is None and not one.follows_theme
    }
    members = read_places(fit, "cluster", asking)
    places |= stay | members
    pairs = graph.pairs(members)
    places |= read_places(fit, "key", {other for _, other, _ in pairs} - places.keys())
    answered = {key for key, place in places.items() if place.cluster in asking}
    pairs += [(other, one, value) for one, other, value in near if other not in answered]
    hints = best_pairs(pairs, places, graph.apart)
    return Asked({*(one.cluster for one in here), *moved.left}, asking, hints)


def read_suggestions(clusters: Collection[str], voices: Collection[str]) -> dict[int, Values]:
    """Id → values, of what is asked by these clusters, or about these voices."""
    sides = (("asked_by", clusters), ("left", voices), ("right", voices))
    return {
        pk: tuple(values)
        for name, keys in sides
        for pk, *values in read_rows(Suggestion, ("pk", *COLUMNS), name, keys)
    }


def put(before: Mapping[int, Sequence[Any]], rows: Sequence[Question]) -> None:
    """These rows in place of those before. A question that is asked again keeps its id.

    Somebody may be looking at it, or have skipped it.
    """
    ids = {pair(*values[:2]): pk for pk, values in before.items()}
    kept = {ids[asked]: row for row in rows if (asked := pair(row.left, row.right)) in ids}
    delete_rows(Suggestion, "pk", before.keys() - kept.keys())
    now = {pk: row.values for pk, row in kept.items()}
    changed = [(*values, pk) for pk, values in now.items() if values != tuple(before[pk])]
    update_rows("curation_suggestion", COLUMNS, changed)
    new = [row.values for row in rows if pair(row.left, row.right) not in ids]
    insert_rows("curation_suggestion", COLUMNS, new)


def admit(
    rows: Sequence[Question], asking: Collection[str], before: Collection[int]
) -> list[Question]:
    """Of new rows, those that nobody else asks about and that are among the most alike of who asks.

    `before` is what they take the place of. What they push out of a cluster that is not `asking`
    anew goes.
    """
    keys = {key for row in rows for key in (row.left, row.right)}
    # One of the two sides of the same question stands on the left, whichever way it is asked.
    there = read_rows(Suggestion, ("pk", *PAIR, "entry_id"), "left", keys)
    taken = {pair(left, right) for pk, left, right, _ in there if pk not in before}
    on_page = {(left, page) for pk, left, _, page in there if pk not in before and page}
    new = [
        row
        for row in rows
        if pair(row.left, row.right) not in taken and (row.left, row.entry_id) not in on_page
    ]
    ranks: dict[str, list[tuple[float, str, str, int | None]]] = defaultdict(list)
    others = {row.asked_by for row in new} - set(asking)
    ranked = ("asked_by", "score", "left", "right", "pk")
    for cluster, score, left, right, pk in read_rows(Suggestion, ranked, "asked_by", others):
        if pk not in before:
            ranks[cluster].append((-score, left, right, pk))
    for row in new:
        ranks[row.asked_by].append((-row.score, row.left, row.right, None))
    surplus = [
        place
        for cluster in others
        for place in sorted(ranks[cluster], key=lambda r: r[:3])[MOST_OF_A_CLUSTER:]
    ]
    delete_rows(Suggestion, "pk", [pk for *_, pk in surplus if pk is not None])
    refused = {(left, right) for _, left, right, _ in surplus}
    return [row for row in new if (row.left, row.right) not in refused]


def read_places(fit: Fit, name: str = "", keys: Collection[str] = ()) -> dict[str, Place]:
    """Where voices stand whose `name` ("key" or "cluster") is one of `keys`; all without a name."""
    return {
        key: Place(cluster, None if page == own else page, group.startswith(THEME))
        for key, cluster, group, page, own in standing_of(fit.pk, name, keys)
    }


def best_pairs(pairs: Pairs, places: Mapping[str, Place], apart: Apart) -> list[Hint]:
    """For each cluster that is of no entry, what its voices are most like elsewhere.

    Themes are answered to, and ask nothing themselves: they would ask for every voice they have.
    """
    best: dict[str, dict[str, tuple[float, str, str]]] = defaultdict(dict)
    for one, other, value in pairs:
        mine, theirs = places.get(one), places.get(other)
        if mine is None or mine.home is not None or mine.follows_theme:
            continue
        if theirs is None or theirs.home is not None:
            target = right = other if theirs is None else entry_key(theirs.home or 0)
        else:
            target, right = theirs.cluster, other
        if target == mine.cluster or not {other, right}.isdisjoint(apart.get(one, ())):
            continue
        found = best[mine.cluster]
        found[target] = min(found.get(target, (0.0, "", "")), (-value, one, right))
    return [
        Hint(cluster, one, right, -value)
        for cluster, found in sorted(best.items())
        for value, one, right in sorted(found.values())[:MOST_OF_A_CLUSTER]
    ]
