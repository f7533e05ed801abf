"""Documents belong to who wrote them: claim, correct, erase."""

from __future__ import annotations

from django.db import transaction

from nexus.accounts.models import Role, Track
from nexus.accounts.policies import Viewer, can_manage_cohorts, require
from nexus.accounts.services import cohort_named, record_audit
from nexus.common.answers import forget_answers
from nexus.common.changes import record_change
from nexus.common.errors import Invalid
from nexus.common.wording import DOCUMENT_TITLE, one_of
from nexus.documents.events import documents_changed
from nexus.documents.models import Document
from nexus.documents.policies import require_eraser, require_owner
from nexus.documents.services.erasures import write_erasures_soon
from nexus.documents.services.removing import remove_document
from nexus.library.services.checks import check_line


@transaction.atomic
def claim_document(*, actor: Viewer, document: Document) -> Document:
    """Say that a document brought by somebody else is one's own.

    The claim of a person by the name that the document was brought under holds at once; of any
    other, the document cannot be erased before a mentor settled the claim. Raises Invalid when it
    is owned already.
    """
    person = require(actor, Role.LEARNER, "claim a document")
    document = Document.objects.select_for_update().get(pk=document.pk)
    if document.is_owned and document.author_id == person.pk:
        return document
    if document.is_owned:
        raise Invalid("This document has an owner. Ask a mentor if that is wrong.")
    before = document.author
    names_fit = bool(before.name) and before.name.casefold() == person.name.casefold()
    document.brought_as = document.brought_as or before.name
    document.author, document.is_owned = person, True
    document.claimed_from = None if names_fit else before
    document.save(update_fields=["author", "is_owned", "brought_as", "claimed_from"])
    record_audit(person, "document.claimed", "document", document.pk, before=before.pk)
    say_changed(document, "document.claimed")
    return document


@transaction.atomic
def settle_claim(*, actor: Viewer, document: Document, accept: bool) -> Document:
    """A mentor's word on a claim: it is theirs, or it goes back to whose it was.

    Raises Invalid when there is nothing to settle, or the claim is the mentor's own.
    """
    person = require(actor, Role.MENTOR, "settle a claim")
    document = Document.objects.select_for_update().get(pk=document.pk)
    if document.claimed_from is None:
        raise Invalid("No claim on this document waits for a mentor.")
    if document.author_id == person.pk:
        raise Invalid("Another mentor has to settle your own claim.")
    if not accept:
        document.author, document.is_owned = document.claimed_from, False
    document.claimed_from = None
    document.save(update_fields=["author", "is_owned", "claimed_from"])
    action = "document.claim-accepted" if accept else "document.claim-refused"
    record_audit(person, action, "document", document.pk)
    say_changed(document, action)
    return document


def say_changed(document: Document, kind: str) -> None:
    record_change(kind, "document", document.pk, public=False)
    documents_changed.send(sender=Document, documents=[document])


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
    document = Document.objects.select_for_update().get(pk=document.pk)
    person = require_owner(actor, document, "correct this document")
    if track is not None and track and track not in Track.values:
        raise Invalid(f"“{track}” is not a track.", fields={"track": one_of(Track)})
    if title is not None:
        title = check_line(title)
        if not title or len(title) > 300:
            raise Invalid("A title is needed.", fields={"title": DOCUMENT_TITLE})
        document.title, document.has_own_title = title, True
    if cohort:
        document.cohort = cohort_named(cohort, may_make=can_manage_cohorts(person))
    if track is not None:
        document.track = track
    document.save(update_fields=["title", "has_own_title", "cohort", "track"])
    record_audit(person, "document.corrected", "document", document.pk)
    say_changed(document, "document.corrected")
    return document


@transaction.atomic
def erase_document(*, actor: Viewer, document: Document) -> None:
    """Remove bytes, versions, statements, index rows; an audited tombstone stays.

    The guide entry that only held the document's text goes with it, unless people wrote a lead.
    Others do not bring the same bytes, or the same place, again. Raises NotAllowed while a claim
    waits for a mentor.
    """
    document = Document.objects.select_for_update().get(pk=document.pk)
    remove_document(document, person=require_eraser(actor, document))
    write_erasures_soon()
    forget_answers()
