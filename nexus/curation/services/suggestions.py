"""What does not stand together, but may belong together: asked again for what a run touches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Min, Q

from nexus.common.bulk import insert_objects
from nexus.common.hub import hold_hub
from nexus.consolidation.leaders import THEME
from nexus.curation.models import Cluster, Decision, Evidence, Fit, Member, Suggestion
from nexus.curation.services.clustering.anchors import entry_key, pk_of
from nexus.curation.services.clustering.fitting import Fitted
from nexus.curation.services.clustering.graph import StoredGraph
from nexus.curation.services.clustering.rows import parts_of
from nexus.curation.services.clustering.settling import Settled
from nexus.curation.services.decisions import ENTRY, pair
from nexus.documents.models import Statement
from nexus.library.models import Entry

MOST_OF_A_CLUSTER = 5
Pairs = Iterable[tuple[str, str, float]]
Apart = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a voice stands: its cluster, and the entry that the cluster's words are of, if any."""

    cluster: str
    home: int | None
    follows_theme: bool


@dataclass(frozen=True, slots=True)
class Hint:
    """Words that may be those of others, or of an entry; keys as in a decision."""

    asked_by: str
    left: str
    right: str
    score: float


def suggest_anew(fits: Sequence[Fitted], apart: Apart) -> None:
    """Suggestions for all clusters, in place of all there are."""
    hints: list[Hint] = []
    for fitted in fits:
        places = read_places(fitted.fit, None)
        keys = fitted.keys
        found = ((keys[a], keys[b], value) for a, b, value in fitted.edges)
        both = (way for a, b, value in found for way in ((a, b, value), (b, a, value)))
        hints += best_pairs(both, places, apart)
    rows = rows_of(hints)
    with transaction.atomic():
        hold_hub()
        # Answered while these were looked for.
        decided = set(Decision.objects.values_list("left", "right"))
        rows = [row for row in rows if pair(row.left, row.right) not in decided]
        Suggestion.objects.all().delete()
        insert_objects(rows)


def renew_suggestions(
    found: Settled, graph: StoredGraph, moved: Collection[str], left: Collection[str]
) -> None:
    """Ask again for the clusters of voices that moved; others ask about these voices alone.

    `left` are clusters that somebody left. In the caller's transaction. A cluster that loses a
    suggestion by this has fewer than MOST_OF_A_CLUSTER until it is asked for itself.
    """
    fit = found.fit
    near = read_pairs(graph, moved)
    places = read_places(fit, {*moved, *(other for _, other, _ in near)})
    mine = {places[key].cluster for key in moved}
    for some in parts_of(sorted({*mine, *left})):
        Suggestion.objects.filter(asked_by__in=some).delete()
    for some in parts_of(sorted(moved)):
        Suggestion.objects.filter(Q(left__in=some) | Q(right__in=some)).delete()
    asking = {
        place.cluster
        for key in moved
        if (place := places[key]).home is None and not place.follows_theme
    }
    members = {
        key
        for some in parts_of(sorted(asking))
        for key in Member.objects.filter(fit=fit, cluster__in=some).values_list("key", flat=True)
    }
    pairs = read_pairs(graph, members)
    known = {*members, *(other for _, other, _ in pairs)} - places.keys()
    places |= read_places(fit, known)
    asked = {key for key, place in places.items() if place.cluster in asking}
    pairs += [(other, one, value) for one, other, value in near if other not in asked]
    hints = best_pairs(pairs, places, graph.apart)
    Suggestion.objects.bulk_create(rows_of(hints), ignore_conflicts=True, batch_size=500)
    trim({hint.asked_by for hint in hints} - asking)


def read_pairs(graph: StoredGraph, keys: Collection[str]) -> list[tuple[str, str, float]]:
    """(one of these voices, another voice or an entry, likeness)."""
    graph.learn(keys=keys)
    alike = list(graph.likenesses([graph.pk[key] for key in keys]))
    graph.learn(pks={pk for _, pk, _ in alike})
    return [(graph.key[a], graph.key[b], value) for a, b, value in alike]


def trim(clusters: Collection[str]) -> None:
    """Of suggestions that came to those of a cluster, keep as many as one asks."""
    for some in parts_of(sorted(clusters)):
        rows: dict[str, list[int]] = defaultdict(list)
        asked = Suggestion.objects.filter(asked_by__in=some).order_by("-score", "left", "right")
        for cluster, pk in asked.values_list("asked_by", "pk"):
            rows[cluster].append(pk)
        surplus = [pk for pks in rows.values() for pk in pks[MOST_OF_A_CLUSTER:]]
        Suggestion.objects.filter(pk__in=surplus).delete()


def read_places(fit: Fit, keys: Collection[str] | None) -> dict[str, Place]:
    """Where these voices stand; all of the fit for None."""
    rows = Member.objects.filter(fit=fit).values_list("key", "cluster", "entry_id", "group")
    if keys is None:
        members = list(rows.iterator(5000))
        clusters = Cluster.objects.filter(fit=fit).exclude(entry=None)
        own = dict(clusters.values_list("key", "entry_id"))
    else:
        members = [row for some in parts_of(sorted(keys)) for row in rows.filter(key__in=some)]
        asked = {cluster for _, cluster, _, _ in members}
        own = {
            key: entry
            for some in parts_of(sorted(asked))
            for key, entry in Cluster.objects.filter(fit=fit, key__in=some).values_list(
                "key", "entry_id"
            )
        }
    return {
        key: Place(cluster, None if entry == own.get(cluster) else entry, group.startswith(THEME))
        for key, cluster, entry, group in members
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


def rows_of(hints: Sequence[Hint]) -> list[Suggestion]:
    """A row for each pair, where both sides are there and not on one page."""
    wanted: dict[tuple[str, str], Hint] = {}
    for hint in sorted(hints, key=lambda h: (-h.score, h.left, h.right)):
        wanted.setdefault(pair(hint.left, hint.right), hint)
    keys = {key for names in wanted for key in names}
    contents = sorted(key for key in keys if not key.startswith(ENTRY))
    firsts: dict[str, int] = {}
    pages: dict[int, int | None] = {}
    for some in parts_of(contents):
        rows = Statement.objects.filter(content_hash__in=some, is_current=True)
        firsts |= dict(rows.values_list("content_hash").annotate(first=Min("pk")))
    for some_pks in parts_of(sorted(firsts.values())):
        evidence = Evidence.objects.filter(statement_id__in=some_pks)
        pages |= dict(evidence.values_list("statement_id", "entry_id"))
    entries = {pk_of(key) for key in keys if key.startswith(ENTRY)}
    entries |= {pk for pk in pages.values() if pk}
    voices: dict[int, int] = {}
    for some_pks in parts_of(sorted(entries)):
        voices |= dict(Entry.objects.filter(pk__in=some_pks).values_list("pk", "voice_count"))
    made = (as_row(hint, firsts, pages, voices) for hint in wanted.values())
    return [row for row in made if row is not None]


def as_row(
    hint: Hint,
    firsts: Mapping[str, int],
    pages: Mapping[int, int | None],
    voices: Mapping[int, int],
) -> Suggestion | None:
    """None when one side is gone or both are on one page by now."""
    statement = firsts.get(hint.left)
    if statement is None:
        return None
    here = pages.get(statement)
    other = firsts.get(hint.right)
    entry = pk_of(hint.right) if hint.right.startswith(ENTRY) else pages.get(other or 0)
    if other is None and entry is None:
        return None
    if entry is not None and (entry == here or entry not in voices):
        return None
    readers = voices.get(here or 0, 1) + voices.get(entry or 0, 1)
    return Suggestion(
        left=hint.left,
        right=hint.right,
        statement_id=statement,
        other_id=other,
        entry_id=entry,
        score=round(hint.score, 4),
        readers=readers,
        worth=round(readers * hint.score, 4),
        asked_by=hint.asked_by,
    )
