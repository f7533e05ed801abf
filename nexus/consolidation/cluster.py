"""Profiles → clusters: a function of the set of profiles, whatever order they arrive in.

Groups form by theme and by likeness; then decisions and names say which entry a group is of.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nexus.consolidation.anchors import AnchorNames, anchor_voice
from nexus.consolidation.decisions import Decisions
from nexus.consolidation.features import Features, Profile, features_of
from nexus.consolidation.groups import Groups
from nexus.consolidation.linking import Edges, link_by_likeness, link_themes, read_edges
from nexus.consolidation.similarity import Space, Statistics, Weights, statistics_of
from nexus.consolidation.voices import Anchor

MOST_NEAR = 5


@dataclass(frozen=True, slots=True)
class Cluster:
    """Voices that say the same thing.

    `key` is the voice closest to all others, `scores` (likeness to it) stand beside `members`.
    `near` are other clusters or anchors that are somewhat alike, the most alike first.
    """

    key: str
    kind: str
    title: str
    anchor_key: str | None
    members: tuple[str, ...]
    scores: tuple[float, ...]
    near: tuple[tuple[str, float], ...] = ()


def cluster(
    profiles: Iterable[Profile],
    anchors: Sequence[Anchor] = (),
    decisions: Decisions | None = None,
    *,
    theme_titles: Mapping[str, str] | None = None,
    statistics: Statistics | None = None,
    weights: Weights | None = None,
) -> list[Cluster]:
    """Clusters of profiles, kinds apart. Without `statistics` they are fitted to each kind."""
    unique = sorted({p.key: p for p in profiles}.values(), key=lambda p: p.key)
    found: list[Cluster] = []
    for kind in sorted({p.kind for p in unique}):
        found += _of_one_kind(
            [p for p in unique if p.kind == kind],
            sorted((a for a in anchors if a.kind == kind), key=lambda a: a.key),
            decisions or Decisions(),
            theme_titles or {},
            statistics,
            weights or Weights(),
        )
    return found


def _of_one_kind(
    profiles: Sequence[Profile],
    anchors: Sequence[Anchor],
    decisions: Decisions,
    theme_titles: Mapping[str, str],
    statistics: Statistics | None,
    weights: Weights,
) -> list[Cluster]:
    features = [p.features for p in profiles]
    statistics = statistics or statistics_of(features)
    anchor_features = [features_of(anchor_voice(a)) for a in anchors]
    space = Space([*features, *anchor_features], statistics, weights)
    rows = {p.key: row for row, p in enumerate(profiles)}
    forbidden = decisions.apart()
    apart = {
        rows[key]: {rows[other] for other in others if other in rows}
        for key, others in forbidden.items()
        if key in rows
    }
    groups = Groups(len(profiles), apart)
    edges = read_edges(space, profiles, weights)
    free = [p.key not in decisions.placed for p in profiles]
    link_themes(groups, profiles, free)
    link_by_likeness(groups, space, profiles, edges, free, weights)
    for a, b in decisions.linked(rows):
        groups.merge(a, b)
    homes = _homes(groups, profiles, anchors, decisions, theme_titles)
    members = _members(groups, profiles, homes, forbidden)
    return _write_clusters(members, space, profiles, anchors, edges, theme_titles, forbidden)


def _homes(
    groups: Groups,
    profiles: Sequence[Profile],
    anchors: Sequence[Anchor],
    decisions: Decisions,
    theme_titles: Mapping[str, str],
) -> dict[int, str]:
    """Row → the anchor it is of. Decisions first; then names, by the votes of a group."""
    pins = decisions.pinned(a.key for a in anchors)
    pinned = {row: pins[p.key] for row, p in enumerate(profiles) if p.key in pins}
    homes = {
        row: decisions.placed[p.key] for row, p in enumerate(profiles) if p.key in decisions.placed
    }
    for rows in groups.sorted():
        votes = Counter(pinned[row] for row in rows if row in pinned)
        if votes:
            anchor = min(votes, key=lambda a: (-votes[a], a))
            homes |= {row: pinned.get(row, anchor) for row in rows if row not in homes}
    return homes | _named_homes(groups, profiles, anchors, theme_titles, homes)


def _named_homes(
    groups: Groups,
    profiles: Sequence[Profile],
    anchors: Sequence[Anchor],
    theme_titles: Mapping[str, str],
    decided: Mapping[int, str],
) -> dict[int, str]:
    """An anchor takes the groups of which at least half name it: groups are joined whole.

    A theme by an anchor's name is all of it the anchor's. The name of a challenge is what went
    wrong, so all who name it met it; one voice takes no other along. Other names are broad
    ("automated tests"): there an anchor takes only the group that names it most.
    """
    names = AnchorNames(anchors)
    is_challenge = {a.key: a.kind == "challenge" for a in anchors}
    open_rows = [[r for r in rows if r not in decided] for rows in groups.sorted()]
    votes: Counter[tuple[str, int]] = Counter()
    named: dict[int, str] = {}
    for number, rows in enumerate(open_rows):
        for row in rows:
            if anchor := names.named_in(profiles[row].words):
                votes[anchor, number] += 1
                named[row] = anchor
        if anchor := names.named(theme_titles.get(_theme(profiles, rows), "")):
            votes[anchor, number] += len(rows)
    taken: set[str] = set()
    homes: dict[int, str] = {}
    for (anchor, number), count in sorted(
        votes.items(), key=lambda item: (-item[1], item[0][1], item[0][0])
    ):
        rows = open_rows[number]
        if 2 * count < len(rows) or (anchor in taken and not is_challenge[anchor]):
            continue
        alone = is_challenge[anchor] and count == 1
        joining = [r for r in rows if named.get(r) == anchor] if alone else rows
        homes |= {row: anchor for row in joining if row not in homes}
        taken.add(anchor)
    return homes


def _theme(profiles: Sequence[Profile], rows: Sequence[int]) -> str:
    """The theme of most of these rows; empty when they have none."""
    themes = Counter(profiles[row].theme for row in rows if profiles[row].theme)
    return min(themes, key=lambda t: (-themes[t], t), default="")


def _members(
    groups: Groups,
    profiles: Sequence[Profile],
    homes: Mapping[int, str],
    forbidden: Mapping[str, set[str]],
) -> list[tuple[str | None, list[int]]]:
    """(anchor, rows) of each cluster; who must not stand with its anchor stands alone."""
    found: dict[str, list[int]] = defaultdict(list)
    loose: list[tuple[str | None, list[int]]] = []
    for rows in groups.sorted():
        rest = []
        for row in rows:
            if row not in homes:
                rest.append(row)
            elif homes[row] in forbidden.get(profiles[row].key, ()):
                loose.append((None, [row]))
            else:
                found[homes[row]].append(row)
        if rest:
            loose.append((None, rest))
    return [*((anchor, sorted(rows)) for anchor, rows in sorted(found.items())), *loose]


def _write_clusters(
    members: Sequence[tuple[str | None, list[int]]],
    space: Space,
    profiles: Sequence[Profile],
    anchors: Sequence[Anchor],
    edges: Edges,
    theme_titles: Mapping[str, str],
    forbidden: Mapping[str, set[str]],
) -> list[Cluster]:
    """The most central member speaks for each cluster."""
    cluster_of = np.zeros(len(profiles), np.int64)
    for number, (_, rows) in enumerate(members):
        cluster_of[rows] = number
    heads = space.most_central(cluster_of, len(members))
    scores = space.likeness(np.arange(len(profiles)), heads[cluster_of])
    titles = {a.key: a.title for a in anchors}
    near = _near(members, profiles, anchors, heads, cluster_of, edges, forbidden)
    found = []
    for number, (anchor, rows) in enumerate(members):
        head = profiles[heads[number]]
        theme = _theme(profiles, rows) if len(rows) > 1 else ""
        found.append(
            Cluster(
                key=head.key,
                kind=head.kind,
                title=titles.get(anchor or "") or theme_titles.get(theme, "") or head.title,
                anchor_key=anchor,
                members=tuple(profiles[r].key for r in rows),
                scores=tuple(scores[rows].tolist()),
                near=tuple(near.get(number, ())),
            )
        )
    return sorted(found, key=lambda c: c.members)


def _near(
    members: Sequence[tuple[str | None, Sequence[int]]],
    profiles: Sequence[Profile],
    anchors: Sequence[Anchor],
    heads: np.ndarray,
    cluster_of: np.ndarray,
    edges: Edges,
    forbidden: Mapping[str, set[str]],
) -> dict[int, list[tuple[str, float]]]:
    """Cluster → what it might belong to, by the likeness of the most alike pair."""
    number_of = {home: n for n, (home, _) in enumerate(members) if home}
    numbers = np.concatenate(
        (cluster_of, [number_of.get(a.key, len(members) + n) for n, a in enumerate(anchors)])
    ).astype(np.int64)
    names = [home or profiles[heads[n]].key for n, (home, _) in enumerate(members)]
    names += [a.key for a in anchors]
    anchored = np.array([home is not None for home, _ in members] + [True] * len(anchors))
    refused = {
        (int(cluster_of[row]), key)
        for row, p in enumerate(profiles)
        for key in forbidden.get(p.key, ())
    }
    best: dict[int, dict[str, float]] = defaultdict(dict)
    for mine, theirs in ((edges.left, edges.right), (edges.right, edges.left)):
        one, other = numbers[mine], numbers[theirs]
        keep = (one != other) & ~anchored[one]
        for number, there, value in zip(
            one[keep].tolist(), other[keep].tolist(), edges.values[keep].tolist(), strict=True
        ):
            key = names[there]
            if value > best[number].get(key, 0.0) and (number, key) not in refused:
                best[number][key] = value
    return {
        number: sorted(found.items(), key=lambda item: (-item[1], item[0]))[:MOST_NEAR]
        for number, found in best.items()
    }


def fit(profiles: Iterable[Profile]) -> Statistics:
    """Statistics over profiles of one kind."""
    features: list[Features] = [p.features for p in profiles]
    return statistics_of(features)
