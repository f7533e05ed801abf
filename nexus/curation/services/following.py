"""What documents that changed leave to be brought together."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from nexus.curation.services.carrying import carry_evidence
from nexus.curation.services.decisions import look_again_at
from nexus.documents.models import Document, Statement


def follow_documents(documents: Sequence[Document]) -> None:
    """Have the next run ask where their words belong. In the caller's transaction."""
    said = Statement.objects.filter(
        Q(is_current=True) | Q(evidence__isnull=False),
        document__in=[document.pk for document in documents],
    )
    look_again_at(*said.values_list("content_hash", flat=True).distinct())
    carry_evidence(documents)
