"""Who may see, import, claim, correct and erase documents."""

from __future__ import annotations

from nexus.accounts.models import Person, Role
from nexus.accounts.policies import Viewer, is_at_least, require
from nexus.common.errors import NotAllowed
from nexus.common.hub import shows_documents
from nexus.documents.models import Document


def can_see_documents(viewer: Viewer) -> bool:
    """Signed-in people; everybody where the maintainers opened them."""
    return viewer.is_authenticated or shows_documents()


def can_import(viewer: Viewer) -> bool:
    return is_at_least(viewer, Role.LEARNER)


def is_trusted(importer: Person | None) -> bool:
    """Mentors write what others brought and make cohorts, and so do commands in the terminal."""
    return importer is None or is_at_least(importer, Role.MENTOR)


def can_import_cohort(viewer: Viewer) -> bool:
    return is_at_least(viewer, Role.MENTOR)


def can_erase(viewer: Viewer, document: Document) -> bool:
    if not viewer.is_authenticated:
        return False
    return (document.is_owned and document.author_id == viewer.pk) or is_at_least(
        viewer, Role.MAINTAINER
    )


def can_retract(viewer: Viewer, document: Document) -> bool:
    owns = document.is_owned and viewer.is_authenticated and document.author_id == viewer.pk
    return owns or is_at_least(viewer, Role.MENTOR)


def can_settle_claim(viewer: Viewer, document: Document) -> bool:
    """Mentors, of the claims of others."""
    waits = document.claimed_from_id is not None
    return waits and is_at_least(viewer, Role.MENTOR) and document.author_id != viewer.pk


def require_owner(viewer: Viewer, document: Document, what: str) -> Person:
    person = require(viewer, Role.READER, what)
    if not can_erase(person, document):
        raise NotAllowed(f"To {what} you need to be its owner. Claim it first if it is yours.")
    return person


def require_eraser(viewer: Viewer, document: Document) -> Person:
    """Who owns a document erases it, and maintainers; not before a claim on it is settled."""
    person = require_owner(viewer, document, "erase this document")
    if document.claimed_from_id is not None and not is_at_least(person, Role.MAINTAINER):
        raise NotAllowed("A mentor has to confirm that this document is yours; then erase it.")
    return person


def require_retractor(viewer: Viewer, document: Document) -> Person:
    """Owners retract their own documents, mentors any."""
    person = require(viewer, Role.READER, "retract a document")
    if not can_retract(person, document):
        raise NotAllowed("To retract a document you need to be its owner or a mentor.")
    return person
