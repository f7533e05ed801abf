"""What does not stand together, but may belong together: asked again for what a run touches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Min

from nexus.common.bulk import delete_rows, insert_objects, read_rows, update_rows
from nexus.common.hub import hold_hub
from nexus.consolidation.leaders import THEME
from nexus.curation.models import Cluster, Decision, Evidence, Fit, Member, Suggestion
from nexus.curation.people import tellers
from nexus.curation.services.clustering.anchors import entry_key, pk_of
from nexus.curation.services.clustering.fitting import Fitted
from nexus.curation.services.clustering.graph import StoredGraph
from nexus.curation.services.clustering.rows import parts_of
from nexus.curation.services.decisions import ENTRY, pair
from nexus.documents.models import Statement
from nexus.library.models import Entry

MOST_OF_A_CLUSTER = 5
PAIR = ("left", "right")
COLUMNS = (
    *PAIR, "statement_id", "other_id", "entry_id", "score", "readers", "worth", "asked_by",
)  # fmt: skip
STANDS = ("key", "cluster", "entry_id", "group")
Pairs = Iterable[tuple[str, str, float]]
Sides = tuple[str, str]
Spot = tuple[str, int]  # "entry" or "statement", and its id
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
        put({pk: (a, b) for pk, a, b in Suggestion.objects.values_list("pk", *PAIR)}, rows)


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
    put(before, admit(rows_of(hints), asking, before))


@dataclass(frozen=True, slots=True)
class Asked:
    """Clusters whose suggestions are over, those that ask again, and what comes in their place."""

    over: Collection[str]
    asking: Collection[str]
    hints: Sequence[Hint]


def ask_again(moved: Moved) -> Asked:
    """What a fit asks after these voices moved. Reads only."""
    fit, graph = moved.fit, moved.graph
    places = read_places(fit, moved.voices)
    here, there = list(places.values()), set(places)  # some may have left the fit meanwhile
    near = read_pairs(graph, there)
    places |= read_places(fit, {other for _, other, _ in near} - there)
    left = moved.left - {one.cluster for one in here}
    members = {k for (k,) in read_rows(Member, ("key",), "cluster", left, fit_id=fit.pk)}
    stay = read_places(fit, members - places.keys())
    places |= stay
    asking = {
        one.cluster for one in (*here, *stay.values()) if one.home is None and not one.follows_theme
    }
    members = {k for (k,) in read_rows(Member, ("key",), "cluster", asking, fit_id=fit.pk)}
    pairs = read_pairs(graph, members)
    known = {*members, *(other for _, other, _ in pairs)} - places.keys()
    places |= read_places(fit, known)
    answered = {key for key, place in places.items() if place.cluster in asking}
    pairs += [(other, one, value) for one, other, value in near if other not in answered]
    hints = best_pairs(pairs, places, graph.apart)
    return Asked({*(one.cluster for one in here), *moved.left}, asking, hints)


def read_suggestions(clusters: Collection[str], voices: Collection[str]) -> dict[int, Sides]:
    """Id → the two sides, of what is asked by these clusters, or about these voices."""
    sides = (("asked_by", clusters), ("left", voices), ("right", voices))
    rows = (row for name, keys in sides for row in read_rows(Suggestion, ("pk", *PAIR), name, keys))
    return {pk: (left, right) for pk, left, right in rows}


def put(before: Mapping[int, Sides], rows: Sequence[Suggestion]) -> None:
    """These rows in place of those before. A question that is asked again keeps its id.

    Somebody may be looking at it, or have skipped it.
    """
    ids = {pair(*sides): pk for pk, sides in before.items()}
    kept = {ids[asked]: row for row in rows if (asked := pair(row.left, row.right)) in ids}
    delete_rows(Suggestion, "pk", before.keys() - kept.keys())
    update_rows(
        "curation_suggestion",
        COLUMNS,
        [(*(getattr(row, name) for name in COLUMNS), pk) for pk, row in kept.items()],
    )
    insert_objects([row for row in rows if pair(row.left, row.right) not in ids])


def admit(
    rows: Sequence[Suggestion], asking: Collection[str], before: Mapping[int, Sides]
) -> list[Suggestion]:
    """Of new rows, those that nobody else asks about and that are among the most alike of who asks.

    `before` is what they take the place of. What they push out of a cluster that is not `asking`
    anew goes.
    """
    keys = {key for row in rows for key in (row.left, row.right)}
    columns = ("pk", *PAIR, "entry_id")
    there = [row for name in PAIR for row in read_rows(Suggestion, columns, name, keys)]
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


def read_pairs(graph: StoredGraph, keys: Collection[str]) -> list[tuple[str, str, float]]:
    """(one of these voices, another voice or an entry, likeness)."""
    graph.learn(keys=keys)
    alike = list(graph.likenesses([graph.pk[key] for key in keys]))
    graph.learn(pks={pk for _, pk, _ in alike})
    return [(graph.key[a], graph.key[b], value) for a, b, value in alike]


def read_places(fit: Fit, keys: Collection[str] | None) -> dict[str, Place]:
    """Where these voices stand; all of the fit for None."""
    if keys is None:
        rows = Member.objects.filter(fit=fit).values_list(*STANDS)
        members = list(rows.iterator(5000))
        clusters = Cluster.objects.filter(fit=fit).exclude(entry=None)
        own = dict(clusters.values_list("key", "entry_id"))
    else:
        members = read_rows(Member, STANDS, "key", keys, fit_id=fit.pk)
        asked = {cluster for _, cluster, _, _ in members}
        own = dict(read_rows(Cluster, ("key", "entry_id"), "key", asked, fit_id=fit.pk))
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
    for some in parts_of(contents):
        rows = Statement.objects.filter(content_hash__in=some, is_current=True)
        firsts |= dict(rows.values_list("content_hash").annotate(first=Min("pk")))
    stands = ("statement_id", "entry_id")
    pages = dict(read_rows(Evidence, stands, "statement_id", firsts.values()))
    entries = {pk_of(key) for key in keys if key.startswith(ENTRY)}
    entries |= {pk for pk in pages.values() if pk}
    there = {pk for (pk,) in read_rows(Entry, ("pk",), "pk", entries)}
    asked: dict[tuple[str, int | str], Suggestion] = {}
    for hint in wanted.values():  # the most alike first
        row = as_row(hint, firsts, pages, there)
        if row is not None:
            # Against another's words and against the page of these is one question.
            asked.setdefault((row.left, row.entry_id or row.right), row)
    found = list(asked.values())
    weigh(found, pages)
    return found


def weigh(rows: Sequence[Suggestion], pages: Mapping[int, int | None]) -> None:
    """Say of each question how many people met one of its two sides: who met both is one."""
    pairs = [
        (spot(row.statement_id, pages.get(row.statement_id)), spot(row.other_id or 0, row.entry_id))
        for row in rows
    ]
    people: dict[Spot, Collection[int]] = defaultdict(set)
    for place in ("entry", "statement"):
        asked = {pk for both in pairs for where, pk in both if where == place}
        for some in parts_of(sorted(asked)):
            people |= {(place, pk): found for pk, found in tellers(place, some).items()}
    for row, (one, other) in zip(rows, pairs, strict=True):
        row.readers = len({*people[one], *people[other]})
        row.worth = round(row.readers * row.score, 4)


def spot(statement: int, page: int | None) -> Spot:
    """Where a side stands: on its page, else alone."""
    return ("entry", page) if page else ("statement", statement)


def as_row(
    hint: Hint,
    firsts: Mapping[str, int],
    pages: Mapping[int, int | None],
    entries: Collection[int],
) -> Suggestion | None:
    """None when one side is gone or both are on one page by now; not yet weighed."""
    statement = firsts.get(hint.left)
    if statement is None:
        return None
    here = pages.get(statement)
    other = firsts.get(hint.right)
    entry = pk_of(hint.right) if hint.right.startswith(ENTRY) else pages.get(other or 0)
    if other is None and entry is None:
        return None
    if entry is not None and (entry == here or entry not in entries):
        return None
    return Suggestion(
        left=hint.left,
        right=hint.right,
        statement_id=statement,
        other_id=other,
        entry_id=entry,
        score=round(hint.score, 4),
        asked_by=hint.asked_by,
    )
