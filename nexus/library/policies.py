"""Who may see and change what in the library."""

from __future__ import annotations

from nexus.accounts.models import Person, Role
from nexus.accounts.policies import Viewer, is_at_least, require
from nexus.common.errors import NotAllowed
from nexus.common.hub import get_hub
from nexus.library.models import Entry


def can_see_entry(viewer: Viewer, entry: Entry) -> bool:
    """Published entries are for everybody; drafts for their author, mentors and maintainers.

    Those made of documents are for who may read documents; retired ones for nobody: the same rule
    as `selectors.visible_entries`.
    """
    if entry.of_document and not viewer.is_authenticated and not get_hub().shows_documents:
        return False
    if entry.state != Entry.State.DRAFT:
        return entry.state == Entry.State.PUBLISHED
    if is_at_least(viewer, Role.MENTOR):
        return True
    return viewer.is_authenticated and entry.created_by_id == viewer.pk


def can_write(viewer: Viewer) -> bool:
    return is_at_least(viewer, Role.LEARNER)


def can_curate(viewer: Viewer) -> bool:
    return is_at_least(viewer, Role.MENTOR)


def require_writer(viewer: Viewer) -> Person:
    return require(viewer, Role.LEARNER, "write in the reference")


def require_author_or_mentor(viewer: Viewer, entry: Entry, what: str) -> Person:
    person = require(viewer, Role.LEARNER, what)
    if entry.created_by_id != person.pk and not can_curate(person):
        raise NotAllowed(f"To {what} you need to be its author or a mentor.")
    return person
