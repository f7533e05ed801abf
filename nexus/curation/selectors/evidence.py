"""Reads on evidence: what a document became, and where its words stand."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from nexus.accounts.policies import Viewer
from nexus.common.errors import NotFound
from nexus.curation.models import Evidence
from nexus.documents.models import Document
from nexus.library.models import Entry
from nexus.library.selectors import visible_entries


def list_evidence(*, viewer: Viewer) -> QuerySet[Evidence]:
    """Evidence on entries the viewer may see, for those who may see documents."""
    from nexus.documents.selectors import require_documents, visible_documents

    require_documents(viewer)
    return (
        Evidence.objects.filter(
            statement__is_current=True,
            statement__document__in=visible_documents(viewer),
            entry__in=visible_entries(viewer),
        )
        .select_related("statement", "statement__document", "entry")
        .order_by("pk")
    )


def get_evidence(*, viewer: Viewer, pk: int) -> Evidence:
    """One tie. Raises NotFound, SignInNeeded."""
    evidence = list_evidence(viewer=viewer).filter(pk=pk).first()
    if evidence is None:
        raise NotFound("There is no such evidence in a current document.")
    return evidence


def entries_of_document(*, viewer: Viewer, document: Document) -> dict[int, Entry]:
    """Statement id → the entry it supports, for a document's margin. One query."""
    rows = Evidence.objects.filter(
        statement__document=document, entry__in=visible_entries(viewer)
    ).select_related("entry")
    return {row.statement_id: row.entry for row in rows if row.entry is not None}


def entries_with_words_of(*, viewer: Viewer, author_pks: Sequence[int]) -> QuerySet[Entry]:
    """Entries in which these people's words stand."""
    rows = Evidence.objects.filter(
        statement__is_current=True, statement__document__author_id__in=author_pks
    )
    return visible_entries(viewer).filter(pk__in=rows.values("entry_id")).order_by("title", "pk")


def entries_of_documents(*, viewer: Viewer, document_pks: Sequence[int]) -> QuerySet[Entry]:
    """Entries on which words of these documents stand, or whose text one is; most voices first."""
    rows = Evidence.objects.filter(
        statement__is_current=True, statement__document_id__in=document_pks
    )
    return (
        visible_entries(viewer)
        .filter(Q(pk__in=rows.values("entry_id")) | Q(document__in=document_pks))
        .order_by("-voice_count", "-id")
    )
