"""The rows of a fit as a graph that `regroup` reads, and how voices come into it and go."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import lru_cache

import numpy as np
from scipy import sparse

from nexus.common.bulk import delete_rows, insert_rows, read_rows
from nexus.consolidation import Decisions, Statistics
from nexus.consolidation.edges import Pairs, read_edges
from nexus.consolidation.groups import DIGITS
from nexus.consolidation.leaders import Neighbours, Node
from nexus.consolidation.similarity import LEAST_SHARED, Numbers, Space, found_by
from nexus.curation.models import Fit, Likeness, Member, Posting, Profile
from nexus.curation.services.clustering.fitting import WEIGHTS
from nexus.curation.services.clustering.profiles import Stored, read_by_pk
from nexus.curation.services.clustering.sql import alike_to, remove_postings

POSTING = ("feature", "profile_id", "weight")
KNOWN = ("pk", "key", "size", "theme", "is_entry", "title", "strength")  # what leading reads


@lru_cache(maxsize=6)
def read_statistics(pk: int, at: datetime) -> Statistics:
    """Those of a fit, which never change."""
    fit = Fit.objects.get(pk=pk, at=at)
    return Statistics.from_bytes(fit.voices, bytes(fit.statistics))


def statistics_of_fit(fit: Fit) -> Statistics:
    return read_statistics(fit.pk, fit.at)


class StoredGraph:
    """Voices of a fit, with what people decided of them.

    What it has read of a voice it keeps until voices come in or leave.
    """

    def __init__(self, fit: Fit, decisions: Decisions) -> None:
        self.fit = fit
        self.placed = decisions.placed
        self.apart = decisions.apart()
        self.node: dict[str, Node] = {}
        self.pk: dict[str, int] = {}
        self.key: dict[int, str] = {}
        self.title: dict[str, str] = {}
        self.strength: dict[str, float] = {}
        self.near: dict[str, dict[str, float]] = {}

    def nodes(self, keys: Collection[str]) -> Mapping[str, Node]:
        self.learn(keys=keys)
        return {key: self.node[key] for key in keys}

    def learn(self, *, keys: Collection[str] = (), pks: Collection[int] = ()) -> None:
        """Have what leading reads of these voices."""
        for name, wanted in (
            ("key", set(keys) - self.pk.keys()),
            ("pk", set(pks) - self.key.keys()),
        ):
            for row in read_rows(Profile, KNOWN, name, sorted(wanted)):
                self.know(*row)

    def know(
        self, pk: int, key: str, size: int, theme: str, is_entry: bool, title: str, strength: float
    ) -> None:
        self.pk[key], self.key[pk] = pk, key
        self.title[key], self.strength[key] = title, strength
        if not is_entry:
            self.node[key] = Node(key, size, theme, is_free=key not in self.placed)

    def neighbours(self, keys: Collection[str]) -> Mapping[str, Neighbours]:
        fresh = [key for key in keys if key not in self.near]
        self.near |= {key: {} for key in fresh}
        for one, other, value in self.pairs(fresh, WEIGHTS.join):
            if other in self.node and other not in self.apart.get(one, ()):
                self.near[one][other] = value
        return {key: self.near[key] for key in keys}

    def pairs(self, keys: Collection[str], least: float = 0.0) -> list[tuple[str, str, float]]:
        """(one of these voices, another one or an entry, likeness), where it is at least that."""
        self.learn(keys=keys)
        found = alike_to(self.fit.pk, [self.pk[key] for key in keys], least)
        self.learn(pks={pk for _, pk, _ in found})
        return [(self.key[one], self.key[other], value) for one, other, value in found]

    def groups(self, keys: Collection[str]) -> Mapping[str, str]:
        return dict(read_rows(Member, ("key", "group"), "key", sorted(keys), fit_id=self.fit.pk))

    def add(self, new: Sequence[Stored]) -> None:
        """Voices or entries come in: by what they are found, and whom they are like."""
        if not new:
            return
        self.near.clear()
        statistics = statistics_of_fit(self.fit)
        alone = Space([one.profile.features for one in new], statistics, WEIGHTS)
        finding = alone.finding_matrix()
        others, pairs = self.candidates(new, alone, finding)
        everyone = [*new, *others]
        profiles = [one.profile for one in everyone]
        space = Space([p.features for p in profiles], statistics, WEIGHTS)
        edges = read_edges(space, profiles, WEIGHTS, pairs)
        fit, keys = self.fit.pk, finding.tocoo()
        insert_rows(
            "curation_posting",
            ("fit_id", "feature", "profile_id", "weight"),
            [
                (fit, feature, new[row].pk, weight)
                for row, feature, weight in zip(
                    keys.row.tolist(),
                    alone.columns[keys.col].tolist(),
                    keys.data.tolist(),
                    strict=True,
                )
            ],
        )
        insert_rows(
            "curation_likeness",
            ("fit_id", "left_id", "right_id", "value"),
            [(fit, *sorted((everyone[a].pk, everyone[b].pk)), value) for a, b, value in edges],
        )

    def candidates(
        self, new: Sequence[Stored], alone: Space, finding: sparse.csr_matrix
    ) -> tuple[list[Stored], Pairs]:
        """Who shares enough with the new ones, of those there, and pairs of rows.

        Rows are the new ones, then those there, as in a fit of all.
        """
        columns = np.unique(finding.indices)
        features = alone.columns[columns]
        rows = read_rows(Posting, POSTING, "feature", features.tolist(), fit_id=self.fit.pk)
        postings = np.array(rows, np.float64).reshape(-1, len(POSTING))
        pk_of, row = np.unique(postings[:, 1].astype(np.int64), return_inverse=True)
        column = columns[np.searchsorted(features, postings[:, 0].astype(np.int64))]
        there = sparse.csr_matrix(
            (postings[:, 2], (row, column)), shape=(len(pk_of), finding.shape[1])
        )
        left, right = shared(finding, there)
        mine, theirs = shared(finding, finding)
        both = mine < theirs
        # An entry's row may be gone before what it was found by.
        stored = read_by_pk(np.unique(pk_of[right]).tolist())
        near = np.array(sorted(stored), np.int64)
        kept = np.isin(pk_of[right], near)
        left, right = left[kept], np.searchsorted(near, pk_of[right[kept]])
        pairs = [(left, len(new) + right), (mine[both], theirs[both])]
        return [stored[pk] for pk in near.tolist()], pairs

    def remove(self, gone: Sequence[Stored]) -> set[str]:
        """Voices or entries leave; returns the voices that were like one of them."""
        if not gone:
            return set()
        pks = [one.pk for one in gone]
        around = {pk for _, pk, _ in alike_to(self.fit.pk, pks)} - set(pks)
        self.learn(pks=around)
        self.near.clear()
        statistics = statistics_of_fit(self.fit)
        for one in gone:
            remove_postings(
                self.fit.pk, one.pk, found_by(one.profile.features, statistics).tolist()
            )
        delete_rows(Likeness, "left_id", pks, fit_id=self.fit.pk)
        delete_rows(Likeness, "right_id", pks, fit_id=self.fit.pk)
        delete_rows(Member, "key", [one.profile.key for one in gone], fit_id=self.fit.pk)
        return {self.key[pk] for pk in around if self.key[pk] in self.node}


def shared(one: sparse.csr_matrix, other: sparse.csr_matrix) -> tuple[Numbers, Numbers]:
    """Pairs of rows that share enough of what they are found by."""
    both = (one @ other.T).tocoo()
    keep = np.round(both.data, DIGITS) >= LEAST_SHARED
    return both.row[keep].astype(np.int64), both.col[keep].astype(np.int64)
