"""One prepared document to rows: new, a new version, or nothing to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from nexus.accounts.models import Cohort, Person, Track
from nexus.accounts.services import cohort_named, make_contributor
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
from nexus.documents.services.erased import is_retracted
from nexus.documents.services.guides import said_of
from nexus.documents.services.known import KnownDocuments

State = ImportItem.State


def write_document(
    batch: ImportBatch, item: ImportItem, prepared: Prepared, known: KnownDocuments
) -> tuple[Document, str]:
    """The document of this item and what happened to it (a state). Inside a transaction."""
    assert item.blob is not None
    front = prepared.parsed.front_matter
    author_name = item.author_name or batch.author_name or prepared.author
    document = known.find(item, author_name, prepared.text)
    if document is not None and document.current is not None:
        if document.current.blob_id == item.blob_id:
            return document, State.UNCHANGED
        learn_place(document, batch, item, front, may_make=known.is_trusted)
        write_version(document, item.blob, prepared)
        known.written.add(document.pk)
        return document, State.UPDATED
    document = Document.objects.create(
        name=item.name,
        title=prepared.title,
        origin=item.origin,
        author=batch.author or find_contributor(author_name),
        cohort=cohort_of(batch, item, front.get("cohort", ""), may_make=known.is_trusted),
        track=track_of(batch, item, front.get("track", "")),
        is_owned=batch.is_owned,
        brought_as="" if batch.author else author_name,
    )
    if is_retracted(document, item.blob):
        document.retracted_at = timezone.now()
        document.save(update_fields=["retracted_at"])
    write_version(document, item.blob, prepared)
    known.add(document)
    known.written.add(document.pk)
    return document, State.CREATED


def find_contributor(name: str) -> Person:
    """The contributor of that name, who has no account; without a name a new, unnamed one."""
    if name:
        known = Person.objects.filter(name__iexact=name, email__isnull=True).order_by("pk").first()
        if known is not None:
            return known
    return make_contributor(name)


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


def write_version(document: Document, blob: Blob, prepared: Prepared) -> DocumentVersion:
    """The next version with its statements; the one before stays, its statements not current."""
    parsed = prepared.parsed
    number = document.versions.count() + 1 if document.current else 1
    version = DocumentVersion.objects.create(
        document=document,
        number=number,
        blob=blob,
        encoding=prepared.encoding,
        text=prepared.text,
        html=prepared.rendered.html,
        contents=prepared.rendered.contents,
        line_count=parsed.line_count,
        heading_lines=[list(span) for span in parsed.headings],
        other_lines=[list(span) for span in parsed.other],
        masked_lines=list(prepared.masked_lines),
    )
    if number > 1:
        document.statements.filter(is_current=True).update(is_current=False)
    Statement.objects.bulk_create(
        as_row(document, version, position, one) for position, one in enumerate(parsed.statements)
    )
    document.current = version
    document.title = document.title if document.has_own_title else prepared.title
    document.save(update_fields=["current", "title"])
    return version


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
