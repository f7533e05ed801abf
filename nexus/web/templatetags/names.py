"""Names on pages."""

from __future__ import annotations

from django import template

from nexus.accounts import policies
from nexus.accounts.models import AuditEntry, Person
from nexus.accounts.policies import Viewer

register = template.Library()


@register.filter
def actor_for(row: AuditEntry, viewer: Viewer) -> str:
    """Who did what a row of the audit log tells."""
    return policies.actor_for(viewer, row)


@register.filter
def curator_for(person: Person | None, viewer: Viewer) -> str:
    """The same of who decided something, for curators."""
    return policies.curator_for(viewer, person)


@register.filter
def name_for(person: Person | None, viewer: Viewer) -> str:
    """What the viewer reads instead of a person: `{{ solution.author|name_for:user }}`."""
    return policies.name_for(viewer, person)
