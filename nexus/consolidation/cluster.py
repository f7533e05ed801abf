"""Voices → clusters: a function of the set of voices, whatever order they arrive in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nexus.consolidation.anchors import nearest_anchor, phrases_of
from nexus.consolidation.lexicon import Theme
from nexus.consolidation.normalise import stems
from nexus.consolidation.similarity import (
    Profile,
    Weights,
    alike,
    candidate_keys,
    profile,
    statistics_of,
)
from nexus.consolidation.themes import theme_of
from nexus.consolidation.vetoes import vetoed
from nexus.consolidation.voices import Anchor, Voice

Pair = tuple[str, str]
MOST_POSTINGS = 64  # a key that more voices share than this finds nothing by itself


@dataclass(frozen=True, slots=True)
class Cluster:
    """Voices that say the same thing; `scores` stand beside `members`."""

    key: str
    kind: str
    title: str
    anchor_key: str | None
    members: tuple[str, ...]
    scores: tuple[float, ...]


class _Groups:
    """Groups of keys that merge unless a decision forbids it."""

    def __init__(self, keys: Iterable[str], cannot_link: Iterable[Pair]) -> None:
        self.members: dict[str, list[str]] = {k: [k] for k in keys}
        self.group: dict[str, str] = {k: k for k in self.members}
        self.apart: dict[str, set[str]] = defaultdict(set)
        for a, b in cannot_link:
            self.apart[a].add(b)
            self.apart[b].add(a)

    def allowed(self, a: str, b: str) -> bool:
        """Whether no decision keeps the groups of two keys apart."""
        mine, theirs = self.members[self.group[a]], self.members[self.group[b]]
        return not any(self.apart[m] & set(theirs) for m in mine if m in self.apart)

    def merge(self, a: str, b: str) -> bool:
        """Join the groups of two keys: the smaller goes into the larger."""
        ga, gb = self.group[a], self.group[b]
        if ga == gb:
            return True
        if self.apart and not self.allowed(a, b):
            return False
        keep, drop = sorted((ga, gb), key=lambda g: (-len(self.members[g]), g))
        moved = self.members.pop(drop)
        for member in moved:
            self.group[member] = keep
        self.members[keep].extend(moved)
        return True


def candidate_pairs(voices: Sequence[Voice]) -> list[Pair]:
    """Pairs that share at least two keys, one of them not common."""
    postings: dict[str, list[str]] = defaultdict(list)
    for voice in voices:
        for key in candidate_keys(voice):
            postings[key].append(voice.key)
    shared: dict[Pair, int] = defaultdict(int)
    for key in sorted(postings):
        found = postings[key]
        if 2 <= len(found) <= MOST_POSTINGS:
            for n, a in enumerate(found):
                for b in found[n + 1 :]:
                    shared[(min(a, b), max(a, b))] += 1
    return sorted(pair for pair, n in shared.items() if n >= 2)


def _link_by_words(
    groups: _Groups, profiles: Mapping[str, Profile], weights: Weights, fixed: Mapping[str, str]
) -> None:
    """Merge groups whose members are alike on average, the most alike first."""
    voices = [profiles[k].voice for k in sorted(profiles)]
    scored = []
    for a, b in candidate_pairs(voices):
        if not vetoed(profiles[a].voice, profiles[b].voice):
            value = alike(profiles[a], profiles[b], weights)
            if value >= weights.join:
                scored.append((-round(value, 9), a, b))
    for value, a, b in sorted(scored):
        ga, gb = groups.group[a], groups.group[b]
        if ga == gb:
            continue
        themed = {fixed[m] for m in (*groups.members[ga], *groups.members[gb]) if m in fixed}
        if len(themed) > 1 or (themed and -value < weights.sure):
            continue
        left = [m for m in groups.members[ga] if m in profiles][:24]
        right = [m for m in groups.members[gb] if m in profiles][:24]
        pairs = [(x, y) for x in left for y in right]
        mean = sum(alike(profiles[x], profiles[y], weights) for x, y in pairs) / len(pairs)
        if mean >= weights.join:
            groups.merge(a, b)


def _join_anchors(
    groups: _Groups,
    voices: Sequence[Voice],
    anchors: Sequence[Anchor],
    themed: Sequence[tuple[Theme, str]],
) -> None:
    """An anchor takes the groups of which at least half name it: groups are joined whole.

    `themed` are themes with a voice of each; a theme by an anchor's name is all of it the anchor's.
    The name of a challenge is what went wrong, so all who name it met it. Other names are broad
    ("automated tests"): there an anchor takes only the group that names it most.
    """
    anchored = {a.key: a.kind for a in anchors}
    named: dict[tuple[str, str], int] = defaultdict(int)
    for voice in voices:
        if anchor := nearest_anchor(voice, anchors):
            named[groups.group[voice.key], anchor] += 1
    names = {phrase: anchor.key for anchor in anchors for phrase in phrases_of(anchor)}
    for theme, voice_key in themed:
        if anchor := names.get(tuple(stems(theme.title))):
            group = groups.group[voice_key]
            named[group, anchor] += len(groups.members[group])
    taken: set[str] = set()
    for (group, anchor), votes in sorted(named.items(), key=lambda item: (-item[1], item[0])):
        members = groups.members.get(group, [])
        free = anchored[anchor] == "challenge" or anchor not in taken
        half = votes * 2 >= len(members) > 0
        if free and half and not anchored.keys() & set(members):
            groups.merge(anchor, members[0])
            taken.add(anchor)


def _representative(
    members: Sequence[str], profiles: Mapping[str, Profile], weights: Weights
) -> tuple[str, tuple[float, ...]]:
    """The member closest to all others, and the likeness of each member to it."""
    some = members[:40]
    best = max(
        some,
        key=lambda k: (sum(alike(profiles[k], profiles[o], weights) for o in some if o != k), k),
    )
    return best, tuple(
        1.0 if m == best else round(alike(profiles[m], profiles[best], weights), 4) for m in members
    )


def _of_one_kind(
    kind: str,
    voices: Sequence[Voice],
    anchors: Sequence[Anchor],
    decisions: tuple[Sequence[Pair], Sequence[Pair]],
    themes: Sequence[Theme],
    weights: Weights,
) -> list[Cluster]:
    must_link, cannot_link = decisions
    statistics = statistics_of(voices)
    profiles = {v.key: profile(v, statistics) for v in voices}
    anchored = {a.key: a for a in anchors}
    groups = _Groups([*profiles, *anchored], cannot_link)
    for a, b in sorted(must_link):
        if a in groups.group and b in groups.group:
            groups.merge(a, b)
    fixed: dict[str, str] = {}
    heads: dict[str, str] = {}
    for voice in voices:
        found = theme_of(voice, themes)
        if found:
            fixed[voice.key] = found[0].slug
            first = heads.setdefault(found[0].slug, voice.key)
            groups.merge(first, voice.key)
    _link_by_words(groups, profiles, weights, fixed)
    _join_anchors(groups, voices, anchors, [(t, heads[t.slug]) for t in themes if t.slug in heads])
    titles = {t.slug: t.title for t in themes}
    out = []
    for name in sorted(groups.members):
        keys = sorted(groups.members[name])
        inside = [k for k in keys if k in profiles]
        if not inside:
            continue
        anchor = next((k for k in keys if k in anchored), None)
        head, scores = _representative(inside, profiles, weights)
        theme = next((fixed[k] for k in inside if k in fixed), "")
        title = titles.get(theme, "") if len(inside) > 1 else ""
        if anchor:
            title = anchored[anchor].title
        out.append(
            Cluster(head, kind, title or profiles[head].voice.title, anchor, tuple(inside), scores)
        )
    return out


def cluster(
    voices: Sequence[Voice],
    anchors: Sequence[Anchor] = (),
    must_link: Sequence[Pair] = (),
    cannot_link: Sequence[Pair] = (),
    *,
    themes: Mapping[str, tuple[Theme, ...]] | None = None,
    weights: Weights | None = None,
) -> list[Cluster]:
    """Clusters of voices, kinds apart. Decisions of people come first and always hold."""
    unique = sorted({v.key: v for v in voices}.values(), key=lambda v: v.key)
    out: list[Cluster] = []
    for kind in sorted({v.kind for v in unique}):
        out += _of_one_kind(
            kind,
            [v for v in unique if v.kind == kind],
            sorted((a for a in anchors if a.kind == kind), key=lambda a: a.key),
            (must_link, cannot_link),
            (themes or {}).get(kind, ()),
            weights or Weights(),
        )
    return out
