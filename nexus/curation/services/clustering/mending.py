"""Groups brought up to date for a few contents: only what these touch is looked at again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from nexus.common.bulk import insert_rows, update_rows
from nexus.consolidation import Anchor, Lexicon
from nexus.consolidation.anchors import AnchorNames
from nexus.consolidation.cluster import score_of
from nexus.consolidation.leaders import Thresholds, regroup
from nexus.curation.models import Fit, Member, Profile
from nexus.curation.services.clustering.anchors import (
    Library,
    entry_profiles,
    names_in_stamp,
    read_anchors,
    read_stamps,
    stamps_of,
)
from nexus.curation.services.clustering.fitting import WEIGHTS
from nexus.curation.services.clustering.graph import StoredGraph
from nexus.curation.services.clustering.pages import Standing, TitlesOf
from nexus.curation.services.clustering.placing import name_pages
from nexus.curation.services.clustering.profiles import Stored, read_by_key
from nexus.curation.services.clustering.rows import parts_of
from nexus.curation.services.clustering.settling import MemberRow, read_members
from nexus.documents.models import Statement

LIMITS = Thresholds(WEIGHTS.join, WEIGHTS.sure)


@dataclass(frozen=True, slots=True)
class Touched:
    """A fit with the canonical entries of its kind, their stamps now and when they were compared,
    and those of the contents in question that stand in it."""

    fit: Fit
    anchors: Sequence[Anchor]
    stamps: Mapping[str, str]
    compared: Mapping[str, str]
    there: dict[str, MemberRow]

    def is_idle(self, voices: Mapping[str, Stored]) -> bool:
        """Whether there is nothing to do."""
        return not voices and not self.there and self.stamps == self.compared


@dataclass(frozen=True, slots=True)
class Mended:
    """What changed in a fit: groups in question, and clusters that somebody left."""

    groups: set[str]
    left: set[str]
    moved: set[str]  # voices that came, follow somebody else, or were like one that is gone
    names: AnchorNames
    graph: StoredGraph

    def names_of_pages(self, lexicon: Lexicon) -> TitlesOf:
        """How pages of voices are called."""

        def name(clusters: Sequence[Standing]) -> dict[str, str]:
            keys = [key for one in clusters for key in one.members]
            groups, near = self.graph.groups(keys), self.graph.neighbours(keys)
            return name_pages(clusters, groups, near, self.graph.title, lexicon)

        return name


def touched_fits(keys: Collection[str], library: Library) -> list[Touched]:
    """The current fits that some of these contents, or an entry that changed, concern."""
    anchors, stamps = read_anchors(), read_stamps()
    found = []
    for fit in Fit.objects.filter(is_current=True).defer("statistics").order_by("kind"):
        now = stamps_of(anchors[fit.kind], library.lexicon)
        there = read_members(fit, "key", keys)
        old = stamps[fit.kind]
        found.append(Touched(fit, anchors[fit.kind], now, old, there))
    return found


def mend_groups(touched: Touched, voices: Mapping[str, Stored], library: Library) -> Mended:
    """Let contents come, go or be asked again, and every voice follow whom it follows now.

    `voices` are those of these contents that statements which count say. In the caller's
    transaction.
    """
    fit = touched.fit
    graph = StoredGraph(fit, library.decisions)
    names = AnchorNames(touched.anchors)
    gone = [key for key in touched.there if key not in voices]
    renamed = renew_entries(touched, graph, library, names)
    there = {**touched.there, **read_members(fit, "key", renamed)}
    new = [key for key in sorted(voices) if key not in there]
    around = graph.remove(list(read_by_key(gone).values()))
    graph.add([voices[key] for key in new])
    changed = {*new, *around, *there} - set(gone)
    moves = regroup(graph, changed, LIMITS)
    there |= read_members(fit, "key", moves.keys() - there.keys())
    scores = scores_of(graph, moves)
    before, rows = set(), []
    for key, group in moves.items():
        if key in there:
            row, now = there[key], (group, scores[key])
            if now != (row.group, row.score):
                before.add(row.group)
                row.group, row.score = now
                rows.append((*now, row.pk))
    update_rows("curation_member", ["group", "score"], rows)
    named = {key: names.named_in(voices[key].profile.words) or "" for key in new}
    insert_rows(
        "curation_member",
        ("fit_id", "key", "group", "cluster", "named", "score"),
        [(fit.pk, key, moves[key], "", named[key], scores[key]) for key in new],
    )
    return Mended(
        groups={
            *(row.group for row in there.values()),
            *before,
            *moves.values(),
        },
        left={row.cluster for row in there.values() if row.cluster},
        moved={*moves, *around},
        names=names,
        graph=graph,
    )


def scores_of(graph: StoredGraph, groups: Mapping[str, str]) -> dict[str, float]:
    """How surely voices stand in their groups."""
    near = graph.neighbours(groups)
    return {
        key: round(score_of(graph.strength[key], group, near[key]), 6)
        for key, group in groups.items()
    }


def renew_entries(
    touched: Touched, graph: StoredGraph, library: Library, names: AnchorNames
) -> set[str]:
    """Compare anew with entries that were written, renamed or retired since.

    Returns the voices whose titles name another entry than before.
    """
    now, before = touched.stamps, touched.compared
    if now == before:
        return set()
    old = read_by_key({key for key, stamp in before.items() if now.get(key) != stamp})
    graph.remove(list(old.values()))
    for part in parts_of(sorted(old.keys() - now.keys())):
        Profile.objects.filter(key__in=part).delete()
    changed = [a for a in touched.anchors if before.get(a.key) != now[a.key]]
    fresh = entry_profiles(changed, library.lexicon)
    graph.add([fresh[a.key] for a in changed])
    return set() if names_of(now) == names_of(before) else rename_voices(touched.fit, names)


def names_of(stamps: Mapping[str, str]) -> dict[str, str]:
    """What stamps say of names alone: a text that changes gives no voice another entry."""
    return {key: names_in_stamp(stamp) for key, stamp in stamps.items()}


def rename_voices(fit: Fit, names: AnchorNames) -> set[str]:
    """Say again of every voice which entry its title names; returns those that name another."""
    named = dict(Member.objects.filter(fit=fit).values_list("key", "named"))
    words = Profile.objects.filter(kind=fit.kind, is_entry=False).values_list("key", "words")
    found = {
        key: name
        for key, text in words.iterator(5000)
        if key in named and (name := names.named_in(text.split()) or "") != named[key]
    }
    rows = read_members(fit, "key", found)
    update_rows("curation_member", ["named"], [(found[key], row.pk) for key, row in rows.items()])
    return set(rows)


def forget_unused(keys: Collection[str]) -> None:
    """What was worked out of words that nobody has said any more."""
    for part in parts_of(sorted(keys)):
        there = Statement.objects.filter(content_hash__in=part).values("content_hash")
        Profile.objects.filter(key__in=part).exclude(key__in=there).delete()
