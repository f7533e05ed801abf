"""Profiles → clusters: a function of the set of profiles, whatever order they arrive in.

Voices follow their theme or a leader (`leaders`), people's decisions and names say which entry a
group is of (`parts`). The hub does the same steps on its rows, a few voices at a time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from nexus.consolidation.anchors import AnchorNames
from nexus.consolidation.decisions import Decisions
from nexus.consolidation.edges import Edges, Likenesses, read_edges
from nexus.consolidation.features import Profile, entry_profile
from nexus.consolidation.groups import DIGITS
from nexus.consolidation.leaders import THEME, Neighbours, Thresholds, regroup
from nexus.consolidation.parts import (
    Part,
    by_group,
    decide_homes,
    grant,
    homes_of,
    join_groups,
    links_between,
    part_members,
    wish_of,
)
from nexus.consolidation.similarity import Space, Statistics, Weights, statistics_of
from nexus.consolidation.voices import Anchor

MOST_NEAR = 5


@dataclass(frozen=True, slots=True)
class Cluster:
    """Voices that say the same thing.

    `key` is the voice that speaks for them; `scores` stand beside `members`: likeness to the
    leader, or how clearly a voice speaks of the theme. `near` are other clusters or anchors that
    are somewhat alike, the most alike first.
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
    return sorted(found, key=lambda c: (c.kind, c.members))


def _of_one_kind(
    profiles: Sequence[Profile],
    anchors: Sequence[Anchor],
    decisions: Decisions,
    theme_titles: Mapping[str, str],
    statistics: Statistics | None,
    weights: Weights,
) -> list[Cluster]:
    statistics = statistics or statistics_of([p.features for p in profiles])
    everyone = [*profiles, *(entry_profile(a) for a in anchors)]
    space = Space([p.features for p in everyone], statistics, weights)
    edges = read_edges(space, everyone, weights)
    apart = decisions.apart()
    graph = Likenesses(everyone, edges, weights, decisions.placed, apart)
    group_of = regroup(graph, [p.key for p in profiles], Thresholds(weights.join, weights.sure))
    names = AnchorNames(anchors)
    named = {p.key: anchor for p in profiles if (anchor := names.named_in(p.words))}
    parts = make_parts(group_of, named, decisions, [a.key for a in anchors], names, theme_titles)
    takes_all = profiles[0].kind == "challenge"
    granted = grant(((p.key, p.wish, p.votes) for p in parts), takes_all)
    homes = {
        key: home
        for part in parts
        for key, home in homes_of(part, named, part.key in granted, takes_all).items()
    }
    return _Writer(profiles, anchors, group_of, graph, theme_titles).write(
        standing(parts, homes, apart), edges, everyone, apart
    )


def make_parts(
    group_of: Mapping[str, str],
    named: Mapping[str, str],
    decisions: Decisions,
    anchors: Collection[str],
    names: AnchorNames,
    theme_titles: Mapping[str, str],
) -> list[Part]:
    """Groups as people's decisions join and part them, each with what it wishes for.

    `group_of` holds every voice of the groups in question, and of those that decisions join them
    with; `named` the entry that a voice's title names; `anchors` are keys that may be a home.
    """
    whole = join_groups(set(group_of.values()), links_between(group_of, decisions))
    pins, apart = decisions.pinned(anchors), decisions.apart()
    found = []
    for group, keys in sorted(by_group(group_of, whole).items()):
        for part, members in part_members(group, keys, apart).items():
            homes = decide_homes(members, pins, decisions.placed)
            of_theme = names.named(theme_titles.get(theme_of_group(group_of, members), "")) or ""
            wish, votes = wish_of(members, named, of_theme, homes)
            found.append(Part(part, tuple(members), homes, wish, votes))
    return found


def theme_of_group(group_of: Mapping[str, str], members: Iterable[str]) -> str:
    """The theme that most of these voices follow; empty when they follow none."""
    themes = Counter(
        group_of[key].removeprefix(THEME) for key in members if group_of[key].startswith(THEME)
    )
    return min(themes, key=lambda t: (-themes[t], t), default="")


def standing(
    parts: Iterable[Part], homes: Mapping[str, str], apart: Mapping[str, AbstractSet[str]]
) -> dict[str, tuple[str, list[str]]]:
    """Cluster → (its entry or "", voices): those of one entry together, the rest by parts.

    Who must not stand on the entry of the others stands alone.
    """
    found: dict[str, tuple[str, list[str]]] = {}
    for part in parts:
        for key in part.members:
            home = homes.get(key, "")
            name = home or part.key
            if home and home in apart.get(key, ()):
                home, name = "", f"{part.key}/{key}"
            found.setdefault(name, (home, []))[1].append(key)
    return found


def most_central(keys: Collection[str], near: Mapping[str, Neighbours]) -> str:
    """The voice that is most like the others of these, to speak for them."""

    def centrality(key: str) -> float:
        around = sorted(near.get(key, {}).items())
        return round(sum(value for other, value in around if other in here), DIGITS)

    here = set(keys)
    return min(keys, key=lambda key: (-centrality(key), key))


class _Writer:
    """Clusters from who stands together."""

    def __init__(
        self,
        profiles: Sequence[Profile],
        anchors: Sequence[Anchor],
        group_of: Mapping[str, str],
        graph: Likenesses,
        theme_titles: Mapping[str, str],
    ) -> None:
        self.profile = {p.key: p for p in profiles}
        self.titles = {a.key: a.title for a in anchors}
        self.group_of = group_of
        self.graph = graph
        self.theme_titles = theme_titles

    def write(
        self,
        clusters: Mapping[str, tuple[str, Sequence[str]]],
        edges: Edges,
        everyone: Sequence[Profile],
        apart: Mapping[str, AbstractSet[str]],
    ) -> list[Cluster]:
        heads = {name: most_central(keys, self.graph.near) for name, (_, keys) in clusters.items()}
        cluster_of = {key: name for name, (_, keys) in clusters.items() for key in keys}
        shown = {name: home or heads[name] for name, (home, _) in clusters.items()}
        keys = [p.key for p in everyone]
        near: dict[str, dict[str, float]] = defaultdict(dict)
        for left, right, value in edges:
            for one, other in ((keys[left], keys[right]), (keys[right], keys[left])):
                mine = cluster_of.get(one)
                if mine is None or clusters[mine][0]:
                    continue  # an entry is no question
                there = cluster_of.get(other)
                target = shown[there] if there is not None else other
                if there != mine and not apart.get(one, set()) & {other, target}:
                    near[mine][target] = max(near[mine].get(target, 0.0), value)
        return [
            self.cluster(heads[name], home, sorted(members), near.get(name, {}))
            for name, (home, members) in clusters.items()
        ]

    def cluster(
        self, head: str, home: str, members: Sequence[str], near: Mapping[str, float]
    ) -> Cluster:
        theme = theme_of_group(self.group_of, members) if len(members) > 1 else ""
        title = self.titles.get(home) or self.theme_titles.get(theme, "")
        ranked = sorted(near.items(), key=lambda item: (-item[1], item[0]))[:MOST_NEAR]
        return Cluster(
            key=head,
            kind=self.profile[head].kind,
            title=title or self.profile[head].title,
            anchor_key=home or None,
            members=tuple(members),
            scores=tuple(self.score(key) for key in members),
            near=tuple(ranked),
        )

    def score(self, key: str) -> float:
        """How surely a voice stands where it does, 0..1."""
        near = self.graph.near.get(key, {})
        return score_of(self.profile[key].strength, self.group_of[key], near)


def score_of(strength: float, group: str, near: Mapping[str, float]) -> float:
    """Likeness to the leader, or how clearly a voice speaks of its theme; a leader has 1.

    `strength` is that of the theme which a voice names itself, `near` are its neighbours.
    """
    if group.startswith(THEME):
        return strength or max(near.values(), default=0.0)
    return near.get(group, 1.0)
