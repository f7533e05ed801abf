"""Groups brought up to date for a few contents: only what these touch is looked at again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from nexus.consolidation import Lexicon
from nexus.consolidation.anchors import AnchorNames
from nexus.consolidation.cluster import score_of
from nexus.consolidation.leaders import Thresholds, regroup
from nexus.curation.models import Fit, Member, Profile
from nexus.curation.services.clustering.anchors import (
    Library,
    entry_profiles,
    read_anchors,
    stamps_of,
)
from nexus.curation.services.clustering.fitting import WEIGHTS
from nexus.curation.services.clustering.graph import StoredGraph
from nexus.curation.services.clustering.pages import Standing
from nexus.curation.services.clustering.placing import title_of
from nexus.curation.services.clustering.profiles import read_by_key, voice_profiles
from nexus.curation.services.clustering.rows import StatementRow, parts_of
from nexus.documents.models import Statement

LIMITS = Thresholds(WEIGHTS.join, WEIGHTS.sure)


@dataclass(frozen=True, slots=True)
class Mended:
    """What changed in a fit: groups in question, and clusters that somebody left."""

    groups: set[str]
    left: set[str]
    moved: set[str]  # voices that came, follow somebody else, or were like one that is gone
    names: AnchorNames
    graph: StoredGraph

    def title_of(self, lexicon: Lexicon) -> Callable[[Standing], str]:
        """How a page of voices would be called."""

        def title(one: Standing) -> str:
            titles = dict(
                row
                for part in parts_of(one.members)
                for row in Profile.objects.filter(key__in=part).values_list("key", "title")
            )
            graph = self.graph
            return title_of(
                one.members,
                graph.groups(one.members),
                graph.neighbours(one.members),
                titles,
                lexicon,
            )

        return title


def mend_groups(
    fit: Fit, keys: Collection[str], rows_of: Mapping[str, Sequence[StatementRow]], library: Library
) -> Mended:
    """Let contents come, go or be asked again, and every voice follow whom it follows now.

    `rows_of` are the statements of these contents that count. In the caller's transaction.
    """
    graph = StoredGraph(fit, library.decisions)
    anchors = read_anchors(fit.kind)
    names = AnchorNames(anchors)
    renamed = renew_entries(fit, graph, library, names)
    there = read_members(fit, {*keys, *renamed})
    gone = [key for key in there if key in keys and key not in rows_of]
    new = [key for key in sorted(rows_of) if key not in there]
    around = graph.remove(list(read_by_key(gone).values()))
    voices = voice_profiles((rows_of[key][0] for key in new), library.lexicon)
    graph.add([voices[key] for key in new])
    changed = {*new, *around, *there} - set(gone)
    moves = regroup(graph, changed, LIMITS)
    there |= read_members(fit, moves.keys() - there.keys())
    scores = scores_of(graph, moves)
    moved = []
    for key, group in moves.items():
        if key in there:
            there[key].group, before = group, there[key].group
            there[key].score = scores[key]
            moved.append((there[key], before))
    Member.objects.bulk_update([row for row, _ in moved], ["group", "score"], batch_size=200)
    Member.objects.bulk_create(
        Member(
            fit=fit,
            key=key,
            group=moves[key],
            cluster="",
            named=names.named_in(voices[key].profile.words) or "",
            score=scores[key],
        )
        for key in new
    )
    forget_unused(gone)
    return Mended(
        groups={
            *(row.group for row in there.values()),
            *(before for _, before in moved),
            *moves.values(),
        },
        left={row.cluster for row, _ in moved} | {there[key].cluster for key in gone},
        moved={*moves, *around},
        names=names,
        graph=graph,
    )


def read_members(fit: Fit, keys: Collection[str]) -> dict[str, Member]:
    """Where these voices stand, of those that do."""
    rows = Member.objects.filter(fit=fit)
    return {row.key: row for part in parts_of(sorted(keys)) for row in rows.filter(key__in=part)}


def scores_of(graph: StoredGraph, groups: Mapping[str, str]) -> dict[str, float]:
    """How surely voices stand in their groups."""
    near = graph.neighbours(groups)
    strength = dict(
        row
        for part in parts_of(sorted(groups))
        for row in Profile.objects.filter(key__in=part).values_list("key", "strength")
    )
    return {
        key: round(score_of(strength[key], group, near[key]), 6) for key, group in groups.items()
    }


def renew_entries(fit: Fit, graph: StoredGraph, library: Library, names: AnchorNames) -> set[str]:
    """Compare anew with entries that were written, renamed or retired since.

    Returns the voices whose titles name another entry than before.
    """
    anchors = read_anchors(fit.kind)
    stamps = stamps_of(anchors, library.lexicon)
    rows = Profile.objects.filter(kind=fit.kind, is_entry=True).values_list("key", "made_by")
    known = dict(rows)
    if known == stamps:
        return set()
    old = read_by_key({key for key, by in known.items() if stamps.get(key) != by})
    graph.remove(list(old.values()))
    Profile.objects.filter(key__in=old.keys() - stamps.keys()).delete()
    changed = [a for a in anchors if known.get(a.key) != stamps[a.key]]
    fresh = entry_profiles(changed, library.lexicon)
    graph.add([fresh[a.key] for a in changed])
    return rename_voices(fit, names)


def rename_voices(fit: Fit, names: AnchorNames) -> set[str]:
    """Say again of every voice which entry its title names; returns those that name another."""
    named = dict(Member.objects.filter(fit=fit).values_list("key", "named"))
    words = Profile.objects.filter(kind=fit.kind, is_entry=False).values_list("key", "words")
    found = {
        key: name
        for key, text in words.iterator(5000)
        if key in named and (name := names.named_in(text.split()) or "") != named[key]
    }
    rows = read_members(fit, found)
    for key, row in rows.items():
        row.named = found[key]
    Member.objects.bulk_update(rows.values(), ["named"], batch_size=200)
    return set(rows)


def forget_unused(keys: Collection[str]) -> None:
    """What was worked out of words that nobody has said any more."""
    for part in parts_of(sorted(keys)):
        there = Statement.objects.filter(content_hash__in=part).values("content_hash")
        Profile.objects.filter(key__in=part).exclude(key__in=there).delete()
