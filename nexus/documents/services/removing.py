"""What is removed with a document, whoever asked for it."""

from __future__ import annotations

from django.utils import timezone

from nexus.accounts.models import Person
from nexus.accounts.services import record_audit
from nexus.common.changes import record_change
from nexus.documents.events import documents_changed, statements_erased
from nexus.documents.models import Document, ImportItem
from nexus.documents.services.blobs import drop_unused_blobs
from nexus.documents.services.erased import forget_source
from nexus.library.models import Entry
from nexus.library.services.quotations import drop_quotations


def remove_document(document: Document, *, person: Person | None) -> None:
    """What erasing does to a locked document, inside the caller's transaction; `person` asked."""
    forget_source(document)
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
