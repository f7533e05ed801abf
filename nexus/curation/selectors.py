"""Reads on evidence: what stands on an entry, what a document became."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Q, QuerySet, When

from nexus.accounts.policies import Viewer, name_for
from nexus.common.errors import NotFound
from nexus.curation import sql
from nexus.curation.models import Evidence
from nexus.documents.models import Document
from nexus.documents.policies import can_see_documents
from nexus.library.models import Entry, Topic
from nexus.library.selectors import visible_entries


@dataclass(frozen=True, slots=True)
class VoiceView:
    """What one learner said, as a page or an API shows it. `source` is empty for who may not."""

    statement_id: int
    title: str
    text: str
    problem: str
    solution: str
    who: str
    cohort: str
    track: str
    document_id: int | None
    line: int
    source: str
    method: str
    score: float
    document_name: str = ""
    solution_id: int | None = None


def evidence_of(entry: Entry) -> QuerySet[Evidence]:
    """Current evidence of an entry with statement, document, author and cohort.

    The wording that a curator chose comes first, then the surest.
    """
    chosen = Case(When(statement__content_hash=entry.wording or "", then=0), default=1)
    return (
        Evidence.objects.filter(entry=entry, statement__is_current=True)
        .select_related(
            "statement",
            "statement__document",
            "statement__document__author",
            "statement__document__cohort",
        )
        .order_by(chosen, "-score", "statement_id")
    )


def as_voice(evidence: Evidence, *, viewer: Viewer, shows_source: bool) -> VoiceView:
    """A row of evidence as the viewer may read it."""
    statement = evidence.statement
    document = statement.document
    line = statement.first_line
    return VoiceView(
        statement_id=statement.pk,
        title=statement.title,
        text=statement.text,
        problem=statement.problem,
        solution=statement.solution,
        who=name_for(viewer, document.author),
        cohort=document.cohort.name if document.cohort else "",
        track=document.track,
        document_id=document.pk if shows_source else None,
        line=line,
        source=f"/documents/{document.pk}#L{line}" if shows_source else "",
        method=evidence.method,
        score=round(evidence.score, 3),
        document_name=document.name if shows_source else "",
        solution_id=evidence.solution_id,
    )


def list_voices(*, viewer: Viewer, entry: Entry, most: int = 200) -> list[VoiceView]:
    """What learners said that supports this entry. One query."""
    shows = can_see_documents(viewer)
    return [as_voice(e, viewer=viewer, shows_source=shows) for e in evidence_of(entry)[:most]]


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


def list_also_met(*, viewer: Viewer, topic: Topic, most: int = 100) -> list[VoiceView]:
    """What was met under a topic and has no page of its own."""
    shows = can_see_documents(viewer)
    rows = (
        Evidence.objects.filter(topic=topic, statement__is_current=True)
        .select_related(
            "statement",
            "statement__document",
            "statement__document__author",
            "statement__document__cohort",
        )
        .order_by("statement_id")
    )
    return [as_voice(e, viewer=viewer, shows_source=shows) for e in rows[:most]]


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
    return visible_entries(viewer).filter(pk__in=rows.values("entry_id")).order_by("title")


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


def list_met_together(*, viewer: Viewer, entry: Entry) -> list[tuple[Entry, int]]:
    """Entries that the same people wrote of, with how many; at least two people each."""
    rows = sql.met_together(entry.pk, documents=1000, fewest=2, most=8)
    entries = visible_entries(viewer).in_bulk([pk for pk, _ in rows])
    return [(entries[pk], people) for pk, people in rows if pk in entries]
