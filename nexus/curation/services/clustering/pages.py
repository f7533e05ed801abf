"""Which page a cluster has: that of its entry, the one that its words have, a new one, or none."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from nexus.common.bulk import read_rows
from nexus.common.text import slugify
from nexus.curation.models import Cluster, Evidence, Fit
from nexus.curation.services.clustering.names import TAKES_WORDS
from nexus.curation.services.clustering.placements import NewEntry
from nexus.curation.services.clustering.rows import StatementRow, parts_of
from nexus.curation.services.forgetting import title_of_words
from nexus.library.models import Entry, Kind

# A page with a text of its own has only what names it; one that somebody retired keeps all.
KEEPS_CLUSTER = TAKES_WORDS & (Q(version=0) | Q(state=Entry.State.RETIRED))


@dataclass(frozen=True, slots=True)
class Standing:
    """Voices that stand together, before it is known where."""

    key: str
    members: tuple[str, ...]


# Clusters that get a page of their own → what it will be called.
TitlesOf = Callable[[Sequence[Standing]], Mapping[str, str]]


def choose_pages(
    fit: Fit,
    standing: Sequence[Standing],
    rows_of: Mapping[str, Sequence[StatementRow]],
    titles_of: TitlesOf,
    before: Collection[str],
) -> dict[str, int | NewEntry | None]:
    """Cluster → its page, for clusters that are in question; other ones keep what they have.

    `before` are the clusters that the same voices stood in.

    A cluster keeps the page that most of its statements have; the one with most of them chooses
    first. What one person says of a practice or of working together gets no page of its own.
    """
    deserving = [one for one in standing if deserves_page(fit.kind, rows_in(one, rows_of))]
    counts = pages_now(fit.kind, deserving, rows_of)
    order = sorted(
        ((-count, one.key, pk) for one in deserving for pk, count in counts[one.key].items()),
    )
    found: dict[str, int | NewEntry | None] = {one.key: None for one in standing}
    taken = pages_held(fit, {pk for _, _, pk in order}, {*before, *(s.key for s in standing)})
    for _, key, pk in order:
        if found[key] is None and pk not in taken:
            found[key] = pk
            taken.add(pk)
    new = [one for one in deserving if found[one.key] is None]
    titles = titles_of(new)
    for one in new:
        title = title_of_words(titles[one.key])
        slug = f"{slugify(title)}:{one.members[0][:12]}"
        found[one.key] = NewEntry(fit.kind, slug, title, one.key)
    return found


def rows_in(one: Standing, rows_of: Mapping[str, Sequence[StatementRow]]) -> Iterable[StatementRow]:
    return (row for key in one.members for row in rows_of.get(key, ()))


def deserves_page(kind: str, rows: Iterable[StatementRow]) -> bool:
    """Whether it is a challenge, or two people said it.

    A challenge that nobody solved is a question that somebody may answer: without a page the desk
    could not ask it and nobody could add the fix (ADR 22).
    """
    voices = {row.voice for row in rows}
    return len(voices) > 1 or (kind == Kind.CHALLENGE and bool(voices))


def pages_now(
    kind: str,
    standing: Sequence[Standing],
    rows_of: Mapping[str, Sequence[StatementRow]],
) -> dict[str, Counter[int]]:
    """Cluster → the pages that its statements stand on, of those that may keep a cluster."""
    cluster_of = {row.pk: one.key for one in standing for row in rows_in(one, rows_of)}
    place = pages_of(cluster_of)
    pages = pages_that_keep(set(place.values()), kind)
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for statement, entry in place.items():
        if entry in pages:
            found[cluster_of[statement]][entry] += 1
    return found


def pages_of(statements: Collection[int]) -> dict[int, int]:
    """Statement → the page it stands on, of those that stand on one."""
    rows = read_rows(Evidence, ("statement_id", "entry_id"), "statement_id", statements)
    return {statement: entry for statement, entry in rows if entry is not None}


def pages_that_keep(entries: Collection[int], kind: str) -> set[int]:
    """Those of these pages that a cluster may keep."""
    pages = Entry.objects.filter(KEEPS_CLUSTER, kind=kind)
    return {
        pk
        for part in parts_of(sorted(entries))
        for pk in pages.filter(pk__in=part).values_list("pk", flat=True)
    }


def kept_on_written(fit: Fit, pages: Collection[int]) -> dict[str, int]:
    """Voice → the page with a text of its own that it stands on, of these pages.

    Of all such pages for a fit that is not current: nobody stands anywhere in it yet.
    """
    rows = Evidence.objects.filter(
        entry__version__gt=0, entry__merged_into=None, entry__kind=fit.kind
    ).order_by("-entry_id")
    if fit.is_current:
        versions = read_rows(Entry, ("pk", "version"), "pk", pages)
        written = [pk for pk, version in versions if version > 0]
        if not written:
            return {}
        rows = rows.filter(entry__in=written)
    return dict(rows.values_list("statement__content_hash", "entry_id").iterator(5000))


def pages_held(fit: Fit, entries: Iterable[int], but: Collection[str]) -> set[int]:
    """Which of these pages other clusters have."""
    # By the page alone: asked for the fit as well, SQLite reads all of its clusters.
    rows = read_rows(Cluster, ("fit_id", "key", "entry_id"), "entry_id", set(entries))
    return {entry for pk, key, entry in rows if pk == fit.pk and key not in but}
