"""Links to other sites that lead nowhere, or have moved."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from nexus.accounts.models import Role
from nexus.accounts.policies import Viewer, require
from nexus.documents.selectors import visible_documents
from nexus.library.selectors import visible_entries
from nexus.linkcheck.models import DEAD, OutsideLink


def list_dead_links(*, viewer: Viewer) -> QuerySet[OutsideLink]:
    """Addresses that led nowhere when they were last asked, or have moved; for mentors."""
    require(viewer, Role.MENTOR, "see links that lead nowhere")
    seen = Q(entry__in=visible_entries(viewer)) | Q(document__in=visible_documents(viewer))
    return (
        OutsideLink.objects.filter(seen, state__in=DEAD)
        .select_related("entry", "document")
        .order_by("address", "pk")
    )
