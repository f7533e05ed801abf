"""Links to other sites that lead nowhere."""

from __future__ import annotations

from django.db.models import QuerySet

from nexus.accounts.models import Role
from nexus.accounts.policies import Viewer, require
from nexus.library.selectors import visible_entries
from nexus.linkcheck.models import OutsideLink


def list_dead_links(*, viewer: Viewer) -> QuerySet[OutsideLink]:
    """Addresses that led nowhere when they were last asked, by entry; for mentors."""
    require(viewer, Role.MENTOR, "see links that lead nowhere")
    return (
        OutsideLink.objects.filter(
            state=OutsideLink.State.BROKEN, entry__in=visible_entries(viewer)
        )
        .select_related("entry")
        .order_by("entry__title", "address", "pk")
    )
