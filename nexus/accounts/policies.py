"""May this viewer do X? The one place that reads roles."""

from __future__ import annotations

from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from nexus.accounts.models import UNNAMED, AuditEntry, Person, Role
from nexus.common.errors import NotAllowed, NotFound, SignInNeeded

Viewer: TypeAlias = "Person | AnonymousUser"
ORDER = list(Role)
ANONYMOUS = AnonymousUser()


def is_at_least(viewer: Viewer, role: Role) -> bool:
    """Roles include the ones before them; an anonymous reader has none."""
    if not viewer.is_authenticated:
        return False
    return ORDER.index(Role(viewer.role)) >= ORDER.index(role)


def require(viewer: Viewer, role: Role, what: str) -> Person:
    """The viewer as a person, or SignInNeeded / NotAllowed that name `what` was refused."""
    if not viewer.is_authenticated:
        raise SignInNeeded(f"Sign in to {what}.")
    if not is_at_least(viewer, role):
        raise NotAllowed(f"To {what} you need to be a {role.label.lower()} of this hub.")
    return viewer


def refusal_of_stranger(viewer: Viewer, error: NotFound) -> NotFound | SignInNeeded:
    """Why something unseen is refused to them: without a sign-in nobody does it, there or not."""
    if viewer.is_authenticated:
        return error
    return SignInNeeded("Sign in first: this is for people of this hub.")


def name_for(viewer: Viewer, person: Person | None) -> str:
    """What `viewer` reads instead of a person: names need sign-in, and are shown by choice."""
    if person is None:
        return "the hub"
    return person.display_name if viewer.is_authenticated else UNNAMED


def actor_for(viewer: Viewer, row: AuditEntry) -> str:
    """Who did what the audit log tells, as `viewer` reads it on every face."""
    if row.actor is not None:
        return name_for(viewer, row.actor)
    return "somebody who was not signed in" if row.is_of_a_stranger else "the operator"


def curator_for(viewer: Viewer, person: Person | None) -> str:
    """What curators read of who decided: a chosen name, else a number that is that person's alone.

    Two curators who show no name are told apart by it, and by nothing else. Others read what they
    read of everybody.
    """
    name = name_for(viewer, person)
    if person is None or name != UNNAMED or not is_at_least(viewer, Role.MENTOR):
        return name
    return f"curator {person.pk}"


def known_people(viewer: Viewer, field: str = "") -> Q:
    """The people whose words the viewer may read as those of one person; `field` leads to them.

    Whoever has not chosen to show their name is known to themselves and to mentors: a list of one
    person's words would say whose they are.
    """
    if is_at_least(viewer, Role.MENTOR):
        return Q()
    prefix = f"{field}__" if field else ""
    shown = Q(**{f"{prefix}shows_name": True}) & ~Q(**{f"{prefix}name": ""})
    return shown | Q(**{f"{prefix}pk": viewer.pk})


def can_manage_people(viewer: Viewer) -> bool:
    return is_at_least(viewer, Role.MAINTAINER)


def can_manage_cohorts(viewer: Viewer) -> bool:
    return is_at_least(viewer, Role.MENTOR)


def can_publish_hub(viewer: Viewer) -> bool:
    return is_at_least(viewer, Role.MAINTAINER)


def can_see_people(viewer: Viewer) -> bool:
    return viewer.is_authenticated
