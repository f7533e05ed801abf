"""Documents that are nearly the same count once: each later one is a copy of the first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from nexus.common.bulk import insert_rows
from nexus.consolidation.copies import (
    LIKELY,
    SAME,
    Shingles,
    estimate,
    read_sketches,
    resemblance,
    shingles,
    sketch,
)
from nexus.curation.models import Evidence, Sketch
from nexus.curation.services.clustering.rows import parts_of
from nexus.curation.services.following import follow_documents
from nexus.curation.sql import counting_versions, read_all_sketches
from nexus.documents.models import Document, DocumentVersion

AT_ONCE = 200


def mark_copies(*, gone: Collection[int] = (), back: Collection[int] = ()) -> set[int]:
    """Say of each document what it is a copy of; returns ids of entries to be counted again.

    Looks at documents that are new or changed, at copies of one that is no longer there, and at
    those that are `back`. `gone` are about to count no more. Inside a transaction that holds the
    hub.
    """
    going = set(gone)
    there = {pk: version for pk, version in counting_versions() if pk not in going}
    marked = Document.objects.filter(copy_of__isnull=False)
    copy_of: dict[int, int | None] = dict(marked.values_list("pk", "copy_of_id"))
    if stray := copy_of.keys() - there.keys():
        Document.objects.filter(pk__in=stray).update(copy_of=None)
    sketched = set(Sketch.objects.values_list("version_id", flat=True))
    new = {version: pk for pk, version in there.items() if version not in sketched}
    fresh = {*new.values(), *(there.keys() & set(back))}
    orphans = {pk for pk, first in copy_of.items() if pk in there and first not in there}
    if not fresh and not orphans:
        return set()
    write_sketches(new)
    sketch_of = read_all_sketches()
    sketches = {pk: found for pk, version in there.items() if (found := sketch_of[version])}
    affected = {pk for pk, first in copy_of.items() if pk in there and first in fresh}
    group = Alike(sketches).of(fresh | affected | orphans)
    now = originals(sorted(group), sketches, Texts(there))
    changed = [pk for pk in now if now[pk] != copy_of.get(pk)]
    if not changed:
        return set()
    rows = list(Document.objects.filter(pk__in=changed))
    for row in rows:
        row.copy_of_id = now[row.pk]
    Document.objects.bulk_update(rows, ["copy_of"], batch_size=AT_ONCE)
    follow_documents(rows)
    evidence = Evidence.objects.filter(statement__document__in=changed, entry__isnull=False)
    return {pk for pk in evidence.values_list("entry_id", flat=True) if pk}


def write_sketches(versions: Iterable[int]) -> None:
    """Sketch these versions."""
    for some in parts_of(versions, AT_ONCE):
        texts = DocumentVersion.objects.filter(pk__in=some).values_list("pk", "text")
        rows = [(pk, sketch(shingles(text))) for pk, text in texts]
        insert_rows("curation_sketch", ("version_id", "data"), rows)


class Alike:
    """Which documents are likely copies of one another, by their sketches."""

    def __init__(self, sketches: Mapping[int, bytes]) -> None:
        self.pks = np.array(list(sketches), np.int64)
        self.rows = read_sketches(list(sketches.values()))

    def of(self, pks: Collection[int]) -> set[int]:
        """These documents, and all that are linked to them by likely copies."""
        found, todo = set(pks), list(pks)
        while todo:
            place = np.flatnonzero(self.pks == todo.pop())
            if not len(place):
                continue
            likely = estimate(self.rows, self.rows[place[0]]) >= LIKELY
            fresh = set(self.pks[likely].tolist()) - found
            found |= fresh
            todo += fresh
        return found


@dataclass(slots=True)
class Texts:
    """Shingles of documents (id → version), read when they are asked for."""

    versions: Mapping[int, int]
    known: dict[int, Shingles] = field(default_factory=dict)

    def of(self, pk: int) -> Shingles:
        if pk not in self.known:
            text = DocumentVersion.objects.values_list("text", flat=True).get(pk=self.versions[pk])
            self.known[pk] = shingles(text)
        return self.known[pk]


def originals(
    pks: Sequence[int], sketches: Mapping[int, bytes], texts: Texts
) -> dict[int, int | None]:
    """Document → the first one that it is a copy of and that is none itself, or None."""
    found: dict[int, int | None] = {}
    first: list[int] = []
    for pk in pks:
        found[pk] = None
        if pk not in sketches:
            continue
        one = read_sketches([sketches[pk]])[0]
        rows = read_sketches([sketches[other] for other in first])
        likely = np.flatnonzero(estimate(rows, one) >= LIKELY).tolist() if first else []
        for place in likely:
            if resemblance(texts.of(pk), texts.of(first[place])) >= SAME:
                found[pk] = first[place]
                break
        else:
            first.append(pk)
    return found
