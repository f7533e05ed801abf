"""Documents that are nearly the same count once: each later one is a copy of the first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

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
from nexus.curation.services.following import follow_documents
from nexus.curation.sql import counting_documents
from nexus.documents.models import Document, DocumentVersion

AT_ONCE = 200


class Brought(NamedTuple):
    """A document that counts, with what it is now said to be a copy of."""

    pk: int
    version: int
    copy_of: int | None
    data: bytes | None  # its sketch; None when it has none yet


def mark_copies(*, gone: Collection[int] = (), back: Collection[int] = ()) -> set[int]:
    """Say of each document what it is a copy of; returns ids of entries to be counted again.

    Looks at documents that are new or changed, at copies of one that is no longer there, and at
    those that are `back`. `gone` are about to count no more. Inside a transaction that holds the
    hub.
    """
    there = {d.pk: d for d in read_documents() if d.pk not in gone}
    new = [d for d in there.values() if d.data is None]
    orphans = [d for d in there.values() if d.copy_of is not None and d.copy_of not in there]
    copies = Document.objects.filter(copy_of__isnull=False).values_list("pk", flat=True)
    stray = [pk for pk in copies if pk not in there]
    if stray:
        Document.objects.filter(pk__in=stray).update(copy_of=None)
    if not new and not orphans and not back:
        return set()
    sketches = {d.pk: d.data for d in there.values() if d.data} | write_sketches(new)
    fresh = {d.pk for d in new} | (set(back) & there.keys())
    affected = {d.pk for d in there.values() if d.copy_of in fresh}
    group = Alike(sketches).of(fresh | affected | {d.pk for d in orphans})
    texts = Texts({pk: there[pk].version for pk in group})
    now = originals(sorted(group), sketches, texts)
    changed = [pk for pk in now if now[pk] != there[pk].copy_of]
    rows = Document.objects.filter(pk__in=changed)
    for row in rows:
        row.copy_of_id = now[row.pk]
    Document.objects.bulk_update(rows, ["copy_of"], batch_size=AT_ONCE)
    follow_documents(list(rows))
    evidence = Evidence.objects.filter(statement__document__in=changed, entry__isnull=False)
    return {pk for pk in evidence.values_list("entry_id", flat=True) if pk}


def read_documents() -> list[Brought]:
    return list(map(Brought._make, counting_documents()))


def write_sketches(documents: Sequence[Brought]) -> dict[int, bytes]:
    """Sketch what has no sketch; returns those that are not empty, by document."""
    document_of = {d.version: d.pk for d in documents}
    found: dict[int, bytes] = {}
    for start in range(0, len(documents), AT_ONCE):
        part = [d.version for d in documents[start : start + AT_ONCE]]
        texts = DocumentVersion.objects.filter(pk__in=part).values_list("pk", "text")
        rows = [Sketch(version_id=pk, data=sketch(shingles(text))) for pk, text in texts]
        Sketch.objects.bulk_create(rows)
        found |= {document_of[r.version_id]: bytes(r.data) for r in rows if r.data}
    return found


class Alike:
    """Which documents are likely copies of one another, by their sketches."""

    def __init__(self, sketches: Mapping[int, bytes]) -> None:
        self.pks = np.array(sorted(sketches), np.int64)
        self.rows = read_sketches([sketches[pk] for pk in self.pks.tolist()])

    def of(self, pks: Collection[int]) -> set[int]:
        """These documents, and all that are linked to them by likely copies."""
        found, todo = set(pks), list(pks)
        while todo:
            place = int(np.searchsorted(self.pks, (pk := todo.pop())))
            if place == len(self.pks) or self.pks[place] != pk:
                continue
            likely = estimate(self.rows, self.rows[place]) >= LIKELY
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
