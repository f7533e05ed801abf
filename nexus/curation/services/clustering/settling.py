"""Groups → parts, as decisions have them, each with its home or a page of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from nexus.common.bulk import delete_rows, insert_rows, read_rows, update_rows
from nexus.consolidation.anchors import AnchorNames
from nexus.consolidation.cluster import make_parts, standing
from nexus.consolidation.parts import Part, grant, homes_of, join_groups, links_between
from nexus.curation.models import Cluster, Fit, Member
from nexus.curation.services.clustering.anchors import Library, entry_key, pk_of
from nexus.curation.services.clustering.pages import (
    Standing,
    TitlesOf,
    choose_pages,
    kept_on_written,
    pages_that_keep,
)
from nexus.curation.services.clustering.placements import NewEntry
from nexus.curation.services.clustering.rows import StatementRow
from nexus.curation.services.clustering.sql import set_pages
from nexus.library.models import Kind

CLUSTER = ("fit_id", "key", "wish", "votes", "is_granted", "entry_id")
STANDS = ("key", "group", "cluster", "named", "score", "entry_id", "pk")
Page = int | NewEntry | None
ReadRows = Callable[[Collection[str]], Mapping[str, Sequence[StatementRow]]]


@dataclass(slots=True)
class MemberRow:
    """Where a voice stands, as `Member` has it; one that has no row yet has no id."""

    key: str
    group: str
    cluster: str
    named: str
    score: float
    entry_id: int | None = None
    pk: int | None = None


@dataclass(slots=True)
class Settled:
    """Where the voices in question stand now; pages that are to be made have no id yet."""

    fit: Fit
    members: Mapping[str, MemberRow]
    parts: Sequence[Part]
    granted: set[str]
    pages: Mapping[str, Page]  # cluster without a home → its page
    place: dict[str, Page] = field(default_factory=dict)  # voice → its page


def settle_groups(
    fit: Fit,
    groups: Collection[str],
    library: Library,
    names: AnchorNames,
    *,
    left: Collection[str],
    read_rows: ReadRows,
    titles_of: TitlesOf,
) -> Settled:
    """Parts, homes and pages of these groups, and of others whose entry goes with them.

    `left` are clusters that somebody left: they may lose their page. Reads only.
    """
    takes_all = fit.kind == Kind.CHALLENGE
    groups = set(groups) | groups_of(fit, left)
    while True:
        members = read_whole(fit, groups, library)
        parts = make_parts(
            {key: row.group for key, row in members.items()},
            {key: row.named for key, row in members.items()},
            library.decisions,
            library.entries,
            names,
            library.lexicon.theme_titles,
        )
        before = {row.cluster for row in members.values()} | set(left)
        granted, flipped = grant_homes(fit, parts, before, takes_all)
        if not flipped:
            break
        groups |= groups_of(fit, flipped)
    return stand(fit, members, parts, granted, library, left, read_rows, titles_of)


def stand(
    fit: Fit,
    members: Mapping[str, MemberRow],
    parts: Sequence[Part],
    granted: set[str],
    library: Library,
    left: Collection[str],
    read_rows: ReadRows,
    titles_of: TitlesOf,
) -> Settled:
    """Homes as granted, and pages for what has none."""
    takes_all = fit.kind == Kind.CHALLENGE
    named = {key: row.named for key, row in members.items()}
    homes = {
        key: home
        for part in parts
        for key, home in homes_of(part, named, part.key in granted, takes_all).items()
    } | homes_kept(fit, members, parts, library)
    clusters = standing(parts, homes, library.decisions.apart())
    loose = {
        name: Standing(name, tuple(keys)) for name, (home, keys) in clusters.items() if not home
    }
    kept = {
        name: page
        for name, page in pages_kept(fit, [name for name in loose if name not in left]).items()
        if had(members, name, page) <= set(loose[name].members)
    }
    open_ones = [one for name, one in loose.items() if name not in kept]
    rows_of = read_rows([key for one in open_ones for key in one.members])
    before = {row.cluster for row in members.values()} - kept.keys() | set(left)
    chosen = choose_pages(fit, open_ones, rows_of, titles_of, before)
    pages: dict[str, Page] = {**kept, **chosen}
    found = Settled(fit, members, parts, granted, pages)
    for name, (home, keys) in clusters.items():
        page = pk_of(home) if home else pages[name]
        found.place |= dict.fromkeys(keys, page)
    return found


def homes_kept(
    fit: Fit, members: Mapping[str, MemberRow], parts: Iterable[Part], library: Library
) -> dict[str, str]:
    """Voice → the written page that it stands on: nothing but a decision takes it from there.

    Who wrote the page had these voices before them (ADR 8).
    """
    apart = library.decisions.apart()
    decided = {key for part in parts for key in part.homes}
    pages = {row.entry_id for row in members.values() if row.entry_id is not None}
    stays = {key: entry_key(page) for key, page in kept_on_written(fit, pages).items()}
    return {
        key: home
        for key, home in stays.items()
        if key in members and key not in decided and home not in apart.get(key, ())
    }


def read_whole(fit: Fit, groups: Collection[str], library: Library) -> dict[str, MemberRow]:
    """Every voice of these groups, and of those that decisions join them with."""
    same = library.decisions.same
    decided = {key for pair in same for key in pair}
    group_of = dict(read_rows(Member, ("key", "group"), "key", decided, fit_id=fit.pk))
    links = links_between(group_of, library.decisions)
    whole = join_groups({*groups, *group_of.values()}, links)
    wanted = {whole[group] for group in groups}
    asked = [group for group, first in whole.items() if first in wanted]
    return read_members(fit, "group", asked)


def read_members(fit: Fit, name: str, values: Collection[str]) -> dict[str, MemberRow]:
    """Voices of a fit by key, of those with such a `key` or in such a `group`."""
    rows = read_rows(Member, STANDS, name, values, fit_id=fit.pk)
    return {row.key: row for row in (MemberRow(*row) for row in rows)}


def grant_homes(
    fit: Fit, parts: Sequence[Part], before: Collection[str], takes_all: bool
) -> tuple[set[str], set[str]]:
    """Parts that get the entry they wish for, and clusters of others that lose or gain theirs."""
    mine = [(part.key, part.wish, part.votes) for part in parts]
    if takes_all:
        return grant(mine, takes_all), set()
    names = {*before, *(part.key for part in parts)}
    wishes = {part.wish for part in parts} | {
        wish for (wish,) in read_rows(Cluster, ("wish",), "key", names, fit_id=fit.pk)
    }
    columns = ("key", "wish", "votes", "is_granted")
    others = {
        key: (wish, votes, bool(is_granted))
        for key, wish, votes, is_granted in read_rows(
            Cluster, columns, "wish", wishes - {""}, also="NOT wish = ''", fit_id=fit.pk
        )
        if key not in names
    }
    granted = grant(
        [*mine, *((key, wish, votes) for key, (wish, votes, _) in others.items())], takes_all
    )
    flipped = {key for key, (_, _, had) in others.items() if (key in granted) != had}
    return granted & {part.key for part in parts}, flipped


def pages_kept(fit: Fit, names: Iterable[str]) -> dict[str, int]:
    """Clusters that nobody left and whose page may stay theirs."""
    if not fit.is_current:
        return {}
    rows = read_rows(Cluster, ("key", "entry_id"), "key", list(names), fit_id=fit.pk)
    page_of = {key: entry for key, entry in rows if entry is not None}
    kept = pages_that_keep(set(page_of.values()), fit.kind)
    return {key: pk for key, pk in page_of.items() if pk in kept}


def had(members: Mapping[str, MemberRow], cluster: str, page: int) -> set[str]:
    """Voices that stood on this page as those of this cluster."""
    return {key for key, row in members.items() if row.cluster == cluster and row.entry_id == page}


def groups_of(fit: Fit, clusters: Collection[str]) -> set[str]:
    """The groups whose voices stand in these clusters."""
    rows = read_rows(Member, ("group",), "cluster", clusters, fit_id=fit.pk)
    return {group for (group,) in rows}


def write_settled(found: Settled, made: Mapping[str, int], left: Collection[str]) -> None:
    """Clusters and members as they stand now. `made` is cluster → the page that was made for it.

    `left` are clusters that somebody left: one that nobody is left in goes.
    """
    fit = found.fit
    old = {row.cluster for row in found.members.values()} | set(left)
    old |= {f"{row.cluster}/{key}" for key, row in found.members.items()}
    gone = old | {part.key for part in found.parts} | found.pages.keys()
    delete_rows(Cluster, "key", gone, fit_id=fit.pk)
    rows = {part.key: as_cluster(fit, part, found.granted) for part in found.parts}
    for name, page in found.pages.items():
        row = rows.setdefault(name, Cluster(fit=fit, key=name))
        row.entry_id = made.get(name) if isinstance(page, NewEntry) else page
    insert_rows(
        "curation_cluster",
        CLUSTER,
        [(fit.pk, key, c.wish, c.votes, c.is_granted, c.entry_id) for key, c in rows.items()],
    )
    changed = []
    for part in found.parts:
        for key in part.members:
            member, page = found.members[key], found.place[key]
            pk = made.get(page.cluster) if isinstance(page, NewEntry) else page
            if (member.cluster, member.entry_id) != (part.key, pk):
                member.cluster, member.entry_id = part.key, pk
                changed.append((part.key, pk, member.pk))
    update_rows("curation_member", ["cluster", "entry_id"], changed)


def as_cluster(fit: Fit, part: Part, granted: Collection[str]) -> Cluster:
    return Cluster(
        fit=fit,
        key=part.key,
        wish=part.wish,
        votes=part.votes,
        is_granted=part.key in granted,
    )


def note_pages(fits: Collection[Fit], made: Mapping[str, int]) -> None:
    """Clusters have the pages that were made for them. In the transaction that made these."""
    set_pages([fit.pk for fit in fits], made)
