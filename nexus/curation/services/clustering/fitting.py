"""A fit: statistics of all voices of a kind, who is like whom, and whom each follows.

Nothing here is seen before the fit becomes the current one, so it is written in short transactions
and without a lock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from nexus.common.bulk import insert_rows
from nexus.consolidation import Anchor, Statistics, Weights, statistics_of
from nexus.consolidation.anchors import AnchorNames
from nexus.consolidation.cluster import score_of
from nexus.consolidation.edges import Edges, Likenesses, read_edges
from nexus.consolidation.leaders import Thresholds, regroup
from nexus.consolidation.similarity import Space
from nexus.curation.models import Fit
from nexus.curation.services.clustering.anchors import Library, entry_profiles
from nexus.curation.services.clustering.profiles import Stored, maker, voice_profiles
from nexus.curation.services.clustering.rows import StatementRow, parts_of
from nexus.curation.services.clustering.sql import remove_fit

WEIGHTS = Weights()
ROWS_AT_ONCE = 20_000
ABANDONED = timedelta(hours=1)  # no run takes as long
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A fit of one kind, in memory: voices by key, and what was worked out of them."""

    fit: Fit
    voices: Mapping[str, Stored]
    group_of: Mapping[str, str]
    named: Mapping[str, str]
    scores: Mapping[str, float]
    names: AnchorNames
    graph: Likenesses
    edges: Edges
    keys: Sequence[str]  # of the rows of `edges`: voices, then entries


def fit_kind(
    kind: str, rows: Sequence[StatementRow], library: Library, anchors: Sequence[Anchor], say: Say
) -> Fitted:
    """Fit a kind anew and write what was worked out; not yet current, without clusters."""
    say(f"Planning: reading {len(rows)} statements of kind {kind}")
    voices = voice_profiles(rows, library.lexicon)
    stored = [voices[key] for key in sorted(voices)]
    stored += entry_profiles(anchors, library.lexicon).values()
    profiles = [one.profile for one in stored]
    statistics = statistics_of([p.features for p in profiles if not p.is_entry])
    space = Space([p.features for p in profiles], statistics, WEIGHTS)
    say(f"Planning: comparing {len(voices)} voices of kind {kind}")
    edges = read_edges(space, profiles, WEIGHTS)
    decisions = library.decisions
    graph = Likenesses(profiles, edges, WEIGHTS, decisions.placed, decisions.apart())
    group_of = regroup(graph, list(voices), Thresholds(WEIGHTS.join, WEIGHTS.sure))
    names = AnchorNames(anchors)
    named = {
        key: anchor for key, one in voices.items() if (anchor := names.named_in(one.profile.words))
    }
    scores = {
        key: round(score_of(one.profile.strength, group_of[key], graph.near.get(key, {})), 6)
        for key, one in voices.items()
    }
    say(f"Planning: writing what {len(voices)} voices of kind {kind} have in common")
    fit = start_fit(kind, len(voices), statistics, maker(library.lexicon))
    write_postings(fit, space, [one.pk for one in stored])
    write_likenesses(fit, edges, [one.pk for one in stored])
    keys = [p.key for p in profiles]
    return Fitted(fit, voices, group_of, named, scores, names, graph, edges, keys)


def start_fit(kind: str, voices: int, statistics: Statistics, by: str) -> Fit:
    """A fit that is not current; what a killed run left of another one goes.

    Its age is told by the database: a worker whose clock was set must not take what another one
    is writing for something left.
    """
    for old in Fit.objects.filter(kind=kind, is_current=False, at__lt=Now() - ABANDONED):
        drop(old)
    with transaction.atomic():
        fit = Fit.objects.create(
            kind=kind,
            weights=WEIGHTS.version,
            made_by=by,
            voices=voices,
            statistics=statistics.to_bytes(),
        )
        Fit.objects.filter(pk=fit.pk).update(at=Now())
        fit.refresh_from_db(fields=["at"])
        # Again as a value: SQLite writes an expression with fewer digits, and a fit is read by it.
        fit.save(update_fields=["at"])
    return fit


def drop(fit: Fit) -> None:
    """Remove a fit that nobody reads any more."""
    remove_fit(fit.pk)
    fit.delete()


def write_postings(fit: Fit, space: Space, pks: Sequence[int]) -> None:
    found = space.finding_matrix().tocoo()
    features = space.columns[found.col].tolist()
    rows = zip(
        [fit.pk] * found.nnz,
        features,
        (pks[row] for row in found.row.tolist()),
        found.data.tolist(),
        strict=True,
    )
    write_rows("curation_posting", ("fit_id", "feature", "profile_id", "weight"), rows)


def write_likenesses(fit: Fit, edges: Edges, pks: Sequence[int]) -> None:
    rows = ((fit.pk, *sorted((pks[a], pks[b])), value) for a, b, value in edges)
    write_rows("curation_likeness", ("fit_id", "left_id", "right_id", "value"), rows)


def write_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """In transactions that hold a lock for a moment."""
    for part in parts_of(rows, ROWS_AT_ONCE):
        with transaction.atomic():
            insert_rows(table, columns, part)
