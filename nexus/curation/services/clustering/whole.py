"""A full run: every kind fitted anew, and where all statements belong by that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef

from nexus.consolidation import Lexicon
from nexus.consolidation.cluster import make_parts
from nexus.consolidation.parts import grant
from nexus.curation.models import Fit, Profile
from nexus.curation.services.clustering.anchors import Library, read_anchors, read_library
from nexus.curation.services.clustering.fitting import Fitted, Say, drop, fit_kind, write_rows
from nexus.curation.services.clustering.names import place_names
from nexus.curation.services.clustering.pages import Standing
from nexus.curation.services.clustering.placements import NewEntry, Placement
from nexus.curation.services.clustering.placing import name_pages, place_members
from nexus.curation.services.clustering.rows import (
    CLUSTERED,
    NAMED,
    StatementRow,
    parts_of,
    read_kind,
)
from nexus.curation.services.clustering.settling import (
    CLUSTER,
    MemberRow,
    Settled,
    as_cluster,
    stand,
)
from nexus.documents.models import Statement
from nexus.library.models import Kind

MEMBER = ("fit_id", "key", "group", "cluster", "named", "score", "entry_id")


@dataclass(frozen=True, slots=True)
class Whole:
    """New fits, not yet current, and where every statement belongs by them."""

    fits: Sequence[Fitted]
    settled: Sequence[Settled]
    placements: Sequence[Placement]
    current: set[int]  # statements that count
    apart: Mapping[str, AbstractSet[str]]  # what people said must not stand together


def plan_whole(lexicon: Lexicon, say: Say) -> Whole:
    """Fit every kind and write what was worked out; evidence is not touched."""
    library = read_library(lexicon)
    fits, settled, placements = [], [], []
    current: set[int] = set()
    for kind in NAMED:
        rows = read_kind(kind)
        current |= {row.pk for row in rows}
        placements += place_names(rows, lexicon, library.homes)
    anchors = read_anchors()
    for kind in CLUSTERED:
        rows = read_kind(kind)
        current |= {row.pk for row in rows}
        fitted = fit_kind(kind, rows, library, anchors[kind], say)
        found = settle_whole(fitted, rows, library)
        write_members(found)
        fits.append(fitted)
        settled.append(found)
        placements += place_members(found, by_content(rows), library)
    return Whole(fits, settled, placements, current, library.decisions.apart())


def by_content(rows: Sequence[StatementRow]) -> dict[str, list[StatementRow]]:
    found: dict[str, list[StatementRow]] = defaultdict(list)
    for row in rows:
        found[row.content_hash].append(row)
    return found


def settle_whole(fitted: Fitted, rows: Sequence[StatementRow], library: Library) -> Settled:
    """Parts, homes and pages of all voices of a fit."""
    fit = fitted.fit
    members = {
        key: MemberRow(key, group, "", fitted.named.get(key, ""), fitted.scores[key])
        for key, group in fitted.group_of.items()
    }
    parts = make_parts(
        fitted.group_of,
        fitted.named,
        library.decisions,
        library.entries,
        fitted.names,
        library.lexicon.theme_titles,
    )
    granted = grant(((p.key, p.wish, p.votes) for p in parts), fit.kind == Kind.CHALLENGE)
    titles = {key: one.profile.title for key, one in fitted.voices.items()}
    rows_of = by_content(rows)

    def name(clusters: Sequence[Standing]) -> dict[str, str]:
        return name_pages(clusters, fitted.group_of, fitted.graph.near, titles, library.lexicon)

    return stand(fit, members, parts, granted, library, (), lambda _: rows_of, name)


def write_members(found: Settled) -> None:
    """Rows of a fit that nobody reads yet; pages that are to be made have no id."""
    fit = found.fit.pk
    cluster_of = {key: part.key for part in found.parts for key in part.members}
    write_rows(
        "curation_member",
        MEMBER,
        (
            (fit, key, m.group, cluster_of[key], m.named, m.score, id_of(found.place[key]))
            for key, m in sorted(found.members.items())
        ),
    )
    clusters = {part.key: as_cluster(found.fit, part, found.granted) for part in found.parts}
    pages = {name: id_of(page) for name, page in found.pages.items()}
    rows = [
        (fit, key, c.wish, c.votes, c.is_granted, pages.get(key)) for key, c in clusters.items()
    ]
    rows += [(fit, name, "", 0, False, pages[name]) for name in pages.keys() - clusters.keys()]
    write_rows("curation_cluster", CLUSTER, rows)


def id_of(page: int | NewEntry | None) -> int | None:
    return page if isinstance(page, int) else None


def make_current(whole: Whole) -> list[Fit]:
    """Let the new fits take the place of the old, which are returned. In a transaction."""
    old = list(Fit.objects.filter(is_current=True).defer("statistics"))
    Fit.objects.filter(is_current=True).update(is_current=False)
    pks = [fitted.fit.pk for fitted in whole.fits]
    Fit.objects.filter(pk__in=pks).update(is_current=True)
    return old


def end_whole(whole: Whole, old: Sequence[Fit]) -> None:
    """All is placed: later runs mend this fit. The old ones go, and what nobody says any more."""
    with transaction.atomic():
        Fit.objects.filter(pk__in=[fitted.fit.pk for fitted in whole.fits]).update(is_placed=True)
    for fit in old:
        drop(fit)
    said = Statement.objects.filter(content_hash=OuterRef("key"))
    unused = Profile.objects.filter(~Exists(said), is_entry=False)
    for some in parts_of(list(unused.values_list("pk", flat=True))):
        with transaction.atomic():
            Profile.objects.filter(pk__in=some).delete()


def drop_whole(whole: Whole) -> None:
    """Remove what a run wrote that has to begin again."""
    for fitted in whole.fits:
        drop(fitted.fit)
