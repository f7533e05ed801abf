"""Prepared documents to rows: new, a new version, or nothing to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Count

from nexus.accounts.models import Cohort, Person, Track
from nexus.accounts.services import cohort_named, contributor, keep_contributors
from nexus.common.bulk import insert_objects, update_rows
from nexus.common.errors import Invalid
from nexus.consolidation import Statement as ParsedStatement
from nexus.documents.models import (
    Blob,
    Document,
    DocumentVersion,
    ImportBatch,
    ImportItem,
    Statement,
)
from nexus.documents.parsing import Prepared
from nexus.documents.services.erased import retract_again
from nexus.documents.services.guides import said_of
from nexus.documents.services.known import KnownDocuments

State = ImportItem.State


def write_documents(
    batch: ImportBatch, read: Sequence[tuple[ImportItem, Prepared]], known: KnownDocuments
) -> list[tuple[Document, str]]:
    """For each item its document and what happened to it (a state). Inside a transaction."""
    found = [place(batch, item, prepared, known) for item, prepared in read]
    versions = [
        (document, blob_of(item), prepared)
        for (item, prepared), (document, state) in zip(read, found, strict=True)
        if state != State.UNCHANGED
    ]
    fresh = [(document, blob) for document, blob, _ in versions if document.pk is None]
    keep_contributors([document.author for document, _ in fresh])
    retract_again(fresh)
    Document.objects.bulk_create([document for document, _ in fresh])
    write_versions(versions)
    return found


def place(
    batch: ImportBatch, item: ImportItem, prepared: Prepared, known: KnownDocuments
) -> tuple[Document, str]:
    """The document that an item is of, a new one is not saved; and what is to happen to it."""
    blob = blob_of(item)
    front = prepared.parsed.front_matter
    author_name = item.author_name or batch.author_name or prepared.author
    unchanged = known.find_unchanged(item, author_name)
    if unchanged is not None:
        return unchanged, State.UNCHANGED
    before = known.find_before(item, author_name, prepared.text)
    if before is not None:
        learn_place(before.document, batch, item, front, may_make=known.is_trusted)
        before.blob_id, before.is_written = blob.pk, True
        return before.document, State.UPDATED
    document = Document(
        name=item.name,
        title=prepared.title,
        origin=item.origin,
        author=batch.author or find_contributor(author_name),
        cohort=cohort_of(batch, item, front.get("cohort", ""), may_make=known.is_trusted),
        track=track_of(batch, item, front.get("track", "")),
        is_owned=batch.is_owned,
        brought_as="" if batch.author else author_name,
    )
    known.add(document, blob.pk)
    return document, State.CREATED


def blob_of(item: ImportItem) -> Blob:
    """The bytes of an item that was read."""
    assert item.blob is not None
    return item.blob


def find_contributor(name: str) -> Person:
    """The contributor of that name, who has no account; without a name a new one, not saved."""
    if not name:
        return contributor()
    known = Person.objects.filter(name__iexact=name, email__isnull=True).order_by("pk").first()
    if known is None:
        known = contributor(name)
        keep_contributors([known])
    return known


def see_again(batch: ImportBatch, item: ImportItem, known: KnownDocuments) -> Document | None:
    """Learn what came with an unchanged item, and say on it what its document is.

    The document is looked for again, as people may have claimed, corrected or erased it since, and
    returned when its cohort or track was learnt. Inside a transaction.
    """
    document = known.find_unchanged(item, item.author_name or batch.author_name)
    if document is None:
        return None
    item.error = said_of(document)
    return document if learn_place(document, batch, item, {}, may_make=known.is_trusted) else None


def learn_place(
    document: Document,
    batch: ImportBatch,
    item: ImportItem,
    front: Mapping[str, str],
    *,
    may_make: bool,
) -> bool:
    """Cohort and track of a document that is brought again, where it has none; whether one came."""
    there, learnt = Document.objects.filter(pk=document.pk, erased_at=None), 0
    if document.cohort_id is None:  # looked up only then: a name may make a cohort
        cohort = cohort_of(batch, item, front.get("cohort", ""), may_make=may_make)
        learnt += there.filter(cohort=None).update(cohort=cohort) if cohort else 0
    if not document.track:
        track = track_of(batch, item, front.get("track", ""))
        learnt += there.filter(track="").update(track=track) if track else 0
    return learnt > 0


def cohort_of(batch: ImportBatch, item: ImportItem, front: str, *, may_make: bool) -> Cohort | None:
    """The cohort of the list's row, else of the import, else of the front matter."""
    if item.cohort_name:
        return cohort_named(item.cohort_name, may_make=may_make)
    if batch.cohort is not None or not front.strip():
        return batch.cohort
    try:
        return cohort_named(front[:80], may_make=may_make)
    except Invalid:
        return None  # What a text says of itself is no reason to refuse it.


def track_of(batch: ImportBatch, item: ImportItem, front: str) -> str:
    track = item.track or batch.track or front.lower()
    return track if track in Track.values else ""


def write_versions(read: Sequence[tuple[Document, Blob, Prepared]]) -> list[DocumentVersion]:
    """The next version of each with its statements; the one before stays, its statements not
    current.
    """
    before = [document for document, _, _ in read if document.current_id is not None]
    there = DocumentVersion.objects.filter(document__in=before).order_by()
    number_of = dict(there.values_list("document").annotate(Count("pk")))
    Statement.objects.filter(document__in=before, is_current=True).update(is_current=False)
    versions = DocumentVersion.objects.bulk_create(
        DocumentVersion(
            document=document,
            number=number_of.get(document.pk, 0) + 1,
            blob=blob,
            encoding=prepared.encoding,
            text=prepared.text,
            html=prepared.rendered.html,
            contents=prepared.rendered.contents,
            line_count=prepared.parsed.line_count,
            heading_lines=[list(span) for span in prepared.parsed.headings],
            other_lines=[list(span) for span in prepared.parsed.other],
            masked_lines=list(prepared.masked_lines),
        )
        for document, blob, prepared in read
    )
    insert_objects(
        [
            as_row(document, version, position, one)
            for (document, _, prepared), version in zip(read, versions, strict=True)
            for position, one in enumerate(prepared.parsed.statements)
        ]
    )
    for (document, _, prepared), version in zip(read, versions, strict=True):
        document.current = version
        document.title = document.title if document.has_own_title else prepared.title
    current = [(d.current_id, d.title, d.pk) for d, _, _ in read]
    update_rows("documents_document", ["current_id", "title"], current)
    return versions


def as_row(
    document: Document, version: DocumentVersion, position: int, one: ParsedStatement
) -> Statement:
    return Statement(
        version=version,
        document=document,
        kind=one.kind,
        position=position,
        first_line=one.lines[0],
        last_line=one.lines[1],
        title=one.title[:300],
        name=one.name[:200],
        text=one.text,
        problem=one.problem_text,
        solution=one.solution_text,
        problem_lines=[list(span) for span in one.problem],
        solution_lines=[list(span) for span in one.solution],
        content_hash=one.content_hash,
        repeats_brief=one.repeats_brief,
    )
