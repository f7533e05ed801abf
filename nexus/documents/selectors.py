"""Reads on documents. One door: what `viewer` may see."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from nexus.accounts.models import Role, Track
from nexus.accounts.policies import Viewer, is_at_least, known_people, require
from nexus.common.errors import Invalid, NotFound, SignInNeeded
from nexus.documents.models import Document, DocumentVersion, ImportBatch, ImportItem, Statement
from nexus.documents.policies import can_see_documents
from nexus.library.models import Entry, Kind

# By itself: counted beside the rows, each of its statements would carry the text of its document.
STATEMENT_COUNT = Coalesce(
    Subquery(
        Statement.objects.filter(document=OuterRef("pk"), is_current=True)
        .order_by()
        .values("document")
        .annotate(n=Count("pk"))
        .values("n")
    ),
    0,
)


def visible_documents(viewer: Viewer) -> QuerySet[Document]:
    """Every document the viewer may read: none for anonymous readers of a closed hub."""
    if not can_see_documents(viewer):
        return Document.objects.none()
    return Document.objects.filter(erased_at__isnull=True, current__isnull=False)


def require_documents(viewer: Viewer) -> None:
    if not can_see_documents(viewer):
        raise SignInNeeded("Sign in to read what learners wrote.")


def list_documents(
    *,
    viewer: Viewer,
    cohort: str = "",
    track: str = "",
    author: int | None = None,
    name: str = "",
    copy_of: int | None = None,
) -> QuerySet[Document]:
    """Documents with author and cohort, oldest id first; `copy_of` leaves the copies of one.

    Raises SignInNeeded.
    """
    require_documents(viewer)
    documents = visible_documents(viewer).select_related("author", "cohort", "current", "guide")
    documents = documents.defer("current__text", "current__html")
    if cohort:
        documents = documents.filter(cohort__slug=cohort)
    if track:
        documents = documents.filter(track=track)
    if author is not None:
        require(viewer, Role.READER, "list what one person wrote")
        documents = documents.filter(known_people(viewer, "author"), author_id=author)
    if name:
        documents = documents.filter(Q(name__icontains=name) | Q(title__icontains=name))
    if copy_of is not None:
        documents = documents.filter(copy_of_id=copy_of)
    return documents.annotate(statement_count=STATEMENT_COUNT).order_by("pk")


def get_document(*, viewer: Viewer, pk: int) -> Document:
    """One document with its current version. Raises NotFound, SignInNeeded."""
    require_documents(viewer)
    document = (
        visible_documents(viewer)
        .select_related("author", "cohort", "current", "guide")
        .annotate(statement_count=STATEMENT_COUNT)
        .filter(pk=pk)
        .first()
    )
    if document is None:
        raise NotFound("There is no such document, or its owner erased it.")
    return document


def list_copies(*, viewer: Viewer, document: Document) -> QuerySet[Document]:
    """Near-copies of a document, which count with it."""
    return visible_documents(viewer).filter(copy_of=document).order_by("pk")


def guide_source(entry: Entry) -> DocumentVersion | None:
    """The version whose text a guide shows; None where people wrote a lead, or none is left.

    Who may read such an entry may read its document.
    """
    if entry.kind != Kind.GUIDE or entry.version:
        return None
    document: Document | None = getattr(entry, "document", None)
    return document.current if document is not None else None


def visible_statements(viewer: Viewer) -> QuerySet[Statement]:
    """Current statements of documents that the viewer may read."""
    return Statement.objects.filter(is_current=True, document__in=visible_documents(viewer))


def list_statements(
    *,
    viewer: Viewer,
    kind: str = "",
    document: int | None = None,
    cohort: str = "",
    track: str = "",
) -> QuerySet[Statement]:
    """Current statements with their documents. Raises SignInNeeded."""
    require_documents(viewer)
    statements = visible_statements(viewer).select_related("document", "document__author")
    if kind:
        statements = statements.filter(kind=kind)
    if document is not None:
        statements = statements.filter(document_id=document)
    if cohort:
        statements = statements.filter(document__cohort__slug=cohort)
    if track:
        statements = statements.filter(document__track=track)
    return statements.order_by("pk")


def get_statement(*, viewer: Viewer, pk: int) -> Statement:
    """One statement of a current document. Raises NotFound, SignInNeeded."""
    statement = list_statements(viewer=viewer).filter(pk=pk).first()
    if statement is None:
        raise NotFound("There is no such statement in a current document.")
    return statement


def get_import(*, viewer: Viewer, pk: int) -> ImportBatch:
    """An import by its job's id, for who started it and for mentors. Raises NotFound."""
    batches = ImportBatch.objects.select_related("job__requested_by")
    batch = batches.filter(job_id=pk).first() if pk < 2**63 else None
    mine = batch is not None and viewer.is_authenticated and batch.job.requested_by_id == viewer.pk
    if batch is None or not (mine or is_at_least(viewer, Role.MENTOR)):
        raise NotFound("There is no such import, or it is not yours.")
    return batch


def list_imports(*, viewer: Viewer) -> QuerySet[ImportBatch]:
    """One's own imports; mentors see all. Newest first."""
    if not viewer.is_authenticated:
        raise SignInNeeded("Sign in to see imports.")
    batches = ImportBatch.objects.select_related("job__requested_by").order_by("-job_id")
    if is_at_least(viewer, Role.MENTOR):
        return batches
    return batches.filter(job__requested_by_id=viewer.pk)


def list_import_items(*, viewer: Viewer, batch: ImportBatch) -> QuerySet[ImportItem]:
    """What became of each file of an import, in order. Raises NotFound."""
    get_import(viewer=viewer, pk=batch.job_id)
    shown = batch.items.exclude(state=ImportItem.State.EXPANDED)
    return shown.select_related("document", "document__guide").order_by("position")


@dataclass(frozen=True, slots=True)
class Line:
    """One source line: what it became."""

    number: int
    text: str
    part: str  # "statement", "heading", "other" or "" for a blank line
    statements: tuple[Statement, ...]


def lines_between(
    version: DocumentVersion, first_line: int | None, last_line: int | None
) -> list[Line]:
    """The lines of a version from one number to another, both included; all where none is given.

    Raises Invalid for numbers that are no lines.
    """
    if first_line is not None and last_line is not None and last_line < first_line:
        raise Invalid("The last line stands before the first.", fields={"last_line": "Give more."})
    for name, number in (("first_line", first_line), ("last_line", last_line)):
        if number is not None and number < 1:
            raise Invalid("Lines are counted from 1.", fields={name: "Give a number from 1."})
    return document_lines(version)[(first_line or 1) - 1 : last_line]


def document_lines(version: DocumentVersion) -> list[Line]:
    """Every line of a version with what it became; nothing is left out."""
    texts = version.text.split("\n")
    parts = [""] * (len(texts) + 2)
    for spans, part in ((version.other_lines, "other"), (version.heading_lines, "heading")):
        for first, last in spans:
            for number in range(first, min(last, len(texts)) + 1):
                parts[number] = part
    owners: dict[int, list[Statement]] = {}
    for statement in sorted(version.statements.all(), key=lambda s: s.position):
        for number in range(statement.first_line, min(statement.last_line, len(texts)) + 1):
            owners.setdefault(number, []).append(statement)
            parts[number] = "statement"
    return [
        Line(number, text, parts[number] if text.strip() else "", tuple(owners.get(number, ())))
        for number, text in enumerate(texts, 1)
    ]


def document_facets(
    *, viewer: Viewer
) -> tuple[list[tuple[str, str, int]], list[tuple[str, str, int]]]:
    """Cohorts and tracks of the documents: (value, label, how many)."""
    documents = visible_documents(viewer).order_by()
    cohorts = (
        documents.filter(cohort__isnull=False)
        .values_list("cohort__slug", "cohort__name")
        .annotate(n=Count("pk"))
    )
    tracks = dict(documents.values_list("track").annotate(n=Count("pk")))
    return (
        sorted(cohorts, key=lambda row: row[1]),
        [(t.value, t.label, tracks.get(t.value, 0)) for t in Track],
    )
