"""A document that should not count: its words leave every page, and nothing is erased."""

from __future__ import annotations

from django.utils import timezone

from nexus.accounts.models import Role
from nexus.accounts.policies import Viewer
from nexus.common.ids import encode_id
from nexus.curation.models import Action, Evidence
from nexus.curation.services.acting import acting
from nexus.curation.services.copies import mark_copies
from nexus.documents.events import documents_changed
from nexus.documents.models import Document, RetractedSource
from nexus.documents.policies import require_retractor
from nexus.documents.services.erased import retraction_digests


def retract_document(*, actor: Viewer, document: Document) -> Action | None:
    """Let a document count for nothing until that is undone; None when it does not already.

    Its page stays and says so; that person's same bytes, erased and brought again, are too.
    Raises SignInNeeded, NotAllowed: owners and mentors may.
    """
    require_retractor(actor, document)
    with acting(actor, Action.Kind.RETRACT, "retract a document", role=Role.READER) as act:
        document = Document.objects.select_for_update().get(pk=document.pk)
        act.about(encode_id("document", document.pk))
        act.text = f"Retracted the document “{document.title or document.name}”"
        if document.retracted_at is None:
            act.journal.change(document, retracted_at=timezone.now())
            known = set(RetractedSource.objects.values_list("digest", flat=True))
            for digest in retraction_digests(document):
                if digest not in known:
                    act.journal.create(RetractedSource(digest=digest))
            evidence = Evidence.objects.filter(statement__document=document)
            act.touch(evidence)
            for row in evidence:
                act.journal.delete(row)
            act.entries |= mark_copies()
            documents_changed.send(sender=Document, documents=[document])
    return act.action
