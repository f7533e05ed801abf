"""Another version of a document that is here, by who may bring it; without an import's guesses."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from nexus.accounts.models import Person, Role
from nexus.accounts.policies import Viewer, require
from nexus.accounts.services import record_audit
from nexus.common.changes import record_change
from nexus.common.errors import Invalid, NotAllowed, Stale
from nexus.common.hub import hold_hub
from nexus.consolidation import Brief, decode
from nexus.documents.caches import lexicon
from nexus.documents.events import documents_changed
from nexus.documents.models import Document, DocumentVersion, ErasedSource, ImportItem
from nexus.documents.parsing import Names, Prepared, prepare
from nexus.documents.policies import is_trusted
from nexus.documents.services.blobs import digest, keep_blob
from nexus.documents.services.erased import ERASED, bytes_digest
from nexus.documents.services.guides import write_guides
from nexus.documents.services.write import write_versions
from nexus.jobs.services import create_job


@dataclass(frozen=True, slots=True)
class NewVersion:
    """Bytes that follow on a version of a document, and what was made of them."""

    base: DocumentVersion
    data: bytes
    prepared: Prepared


def prepare_version(base: DocumentVersion, data: bytes) -> NewVersion:
    """Everything that needs no lock. Raises Invalid with a sentence for this text."""
    document = base.document
    author = document.author
    said = {author.name, document.brought_as} - {""}
    shown = {author.name} if author.shows_name else set()
    names = Names(frozenset(said - shown), frozenset(shown - {""}))
    return NewVersion(
        base, data, prepare(document.name, data, lexicon(), brief_of(document), names)
    )


def brief_of(document: Document) -> Brief | None:
    """The programme's brief that came with the last import of the document."""
    items = ImportItem.objects.filter(document=document, batch__brief__isnull=False)
    item = items.select_related("batch__brief").order_by("-pk").first()
    if item is None or item.batch.brief is None:
        return None
    return Brief(decode(bytes(item.batch.brief.data)).text)


@transaction.atomic
def bring_version(*, actor: Viewer, version: NewVersion) -> Document:
    """The version becomes the document's current one; its words are brought together by a job.

    Raises SignInNeeded, NotAllowed, Invalid for bytes that an owner erased, and Stale where the
    document has another current version than the one that this follows.
    """
    person = require(actor, Role.LEARNER, "bring documents")
    hold_hub()
    base = version.base
    document = Document.objects.select_for_update().get(pk=base.document_id)
    require_bringer(person, document)
    if document.current_id != base.pk:
        number = document.current.number if document.current else 0
        raise Stale("The document has another version by now.", current_version=number)
    is_theirs = document.is_owned and document.author_id == person.pk
    erased = ErasedSource.objects.filter(digest=bytes_digest(digest(version.data)))
    if not is_theirs and erased.exists():
        raise Invalid(ERASED)
    [written] = write_versions([(document, keep_blob(version.data), version.prepared)])
    write_guides([(document, version.prepared)])
    record_audit(person, "document.written", "document", document.pk, version=written.number)
    record_change("document.written", "document", document.pk, public=False)
    documents_changed.send(sender=Document, documents=[document])
    create_job(kind="consolidation", payload={"whole": False}, requested_by=person)
    return document


def require_bringer(person: Person, document: Document) -> None:
    """People write their own documents; of nobody's, mentors and who brought it."""
    if document.is_owned:
        if document.author_id != person.pk:
            raise NotAllowed("It is its owner's: they alone bring another version of it.")
        return
    brought = ImportItem.objects.filter(document=document, batch__job__requested_by=person)
    if not is_trusted(person) and not brought.exists():
        raise NotAllowed("Somebody else brought it: they, or a mentor, bring another version.")
