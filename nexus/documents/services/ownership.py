"""Documents belong to who wrote them: claim, correct, erase."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from nexus.accounts.models import Role, Track
from nexus.accounts.policies import Viewer, require
from nexus.accounts.services import get_or_create_cohort, record_audit
from nexus.common.changes import record_change
from nexus.common.errors import Invalid
from nexus.documents.events import documents_changed, statements_erased
from nexus.documents.models import Document, ImportItem
from nexus.documents.policies import require_owner
from nexus.documents.services.blobs import drop_unused_blobs
from nexus.library.models import Entry
from nexus.library.services.checks import check_line
from nexus.library.services.quotations import drop_quotations


@transaction.atomic
def claim_document(*, actor: Viewer, document: Document) -> Document:
    """Say that a document brought by somebody else is one's own. Audited; undone by a maintainer.

    Raises Invalid when it is owned already.
    """
    person = require(actor, Role.LEARNER, "claim a document")
    document = Document.objects.select_for_update().get(pk=document.pk)
    if document.is_owned and document.author_id == person.pk:
        return document
    if document.is_owned:
        raise Invalid("This document has an owner. Ask a maintainer if that is wrong.")
    before = document.author_id
    document.author, document.is_owned = person, True
    document.save(update_fields=["author", "is_owned"])
    record_audit(person, "document.claimed", "document", document.pk, before=before)
    record_change("document.claimed", "document", document.pk, public=False)
    documents_changed.send(sender=Document, documents=[document])
    return document


@transaction.atomic
def correct_document(
    *,
    actor: Viewer,
    document: Document,
    cohort: str | None = None,
    track: str | None = None,
    title: str | None = None,
) -> Document:
    """Mend what is known of a document; its text changes only by bringing it again.

    `cohort` is a name. It is looked up, or made, only for who may: a refusal writes nothing.
    """
    person = require_owner(actor, document, "correct this document")
    if track is not None and track and track not in Track.values:
        raise Invalid(f"“{track}” is not a track.", fields={"track": "backend or frontend."})
    if title is not None:
        title = check_line(title)
        if not title or len(title) > 300:
            raise Invalid("A title is needed.", fields={"title": "1 to 300 characters."})
        document.title = title
    if cohort:
        document.cohort = get_or_create_cohort(cohort)[0]
    if track is not None:
        document.track = track
    document.save(update_fields=["title", "cohort", "track"])
    record_audit(person, "document.corrected", "document", document.pk)
    record_change("document.corrected", "document", document.pk, public=False)
    documents_changed.send(sender=Document, documents=[document])
    return document


@transaction.atomic
def erase_document(*, actor: Viewer, document: Document) -> None:
    """Remove bytes, versions, statements, index rows; an audited tombstone stays.

    The guide entry that only held the document's text goes with it, unless people wrote a lead.
    """
    person = require_owner(actor, document, "erase this document")
    document = Document.objects.select_for_update().get(pk=document.pk)
    statements = list(document.statements.values_list("pk", flat=True))
    statements_erased.send(sender=Document, statement_pks=statements)
    blobs = list(document.versions.values_list("blob_id", flat=True))
    guide = document.guide
    document.current, document.guide = None, None
    document.name, document.title, document.origin = f"erased-{document.pk}", "", ""
    document.erased_at = timezone.now()
    document.save()
    document.versions.all().delete()
    drop_quotations(set(statements))
    ImportItem.objects.filter(document=document).update(blob=None, name=document.name)
    drop_unused_blobs(blobs)
    if guide is not None and not guide.version:
        pk = guide.pk
        guide.delete()
        record_change("entry.deleted", "entry", pk)
    elif guide is not None:
        Entry.objects.filter(pk=guide.pk).update(updated_at=timezone.now())
    record_audit(person, "document.erased", "document", document.pk)
    record_change("document.erased", "document", document.pk)
    documents_changed.send(sender=Document, documents=[document])
