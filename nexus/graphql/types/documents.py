"""Documents, statements, evidence, imports."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.accounts.policies import name_for
from nexus.common.ids import encode_id
from nexus.common.narrowing import Created
from nexus.curation import selectors as curation
from nexus.curation.filters import EvidenceRows
from nexus.curation.models import Evidence as EvidenceRow
from nexus.documents import models, selectors
from nexus.documents.filters import Imports
from nexus.graphql.connections import connection_of
from nexus.graphql.filters import Narrowing
from nexus.graphql.node import LOADERS, TYPES, Node, id_field, viewer_of
from nexus.graphql.types.jobs import Job
from nexus.graphql.types.library import Entry
from nexus.library.policies import can_see_entry


class Line(graphene.ObjectType):  # type: ignore[misc]
    """A line of a document and what it became: statement, heading, other, or "" when blank."""

    number = graphene.Int(required=True)
    text = graphene.String(required=True)
    part = graphene.String(required=True)
    statements = graphene.List(graphene.NonNull(lambda: Statement), required=True)


class Document(graphene.ObjectType):  # type: ignore[misc]
    """Markdown text that a person brought."""

    class Meta:
        interfaces = (Node,)

    name = graphene.String(required=True)
    title = graphene.String(required=True)
    url = graphene.String(required=True)
    author = graphene.String(required=True)
    cohort = graphene.String()
    track = graphene.String(required=True)
    version = graphene.Int(required=True)
    line_count = graphene.Int(required=True)
    statement_count = graphene.Int(required=True)
    lines = graphene.List(
        graphene.NonNull(Line),
        required=True,
        first_line=graphene.Int(description="From 1; the first when it is not given."),
        last_line=graphene.Int(description="Included; the last when it is not given."),
    )
    text = graphene.String(required=True)
    html = graphene.String(required=True)
    guide = graphene.Field(Entry)
    copy_of = graphene.ID()
    claim_waits = graphene.Boolean(required=True)
    created_at = graphene.DateTime(required=True)
    resolve_id = id_field("document")

    @staticmethod
    def resolve_url(root: models.Document, info: Any) -> str:
        return root.get_absolute_url()

    @staticmethod
    def resolve_copy_of(root: models.Document, info: Any) -> str | None:
        return encode_id("document", root.copy_of_id) if root.copy_of_id else None

    @staticmethod
    def resolve_claim_waits(root: models.Document, info: Any) -> bool:
        return root.claimed_from_id is not None

    @staticmethod
    def resolve_author(root: models.Document, info: Any) -> str:
        return name_for(viewer_of(info), root.author)

    @staticmethod
    def resolve_cohort(root: models.Document, info: Any) -> str | None:
        return root.cohort.slug if root.cohort else None

    @staticmethod
    def resolve_guide(root: models.Document, info: Any) -> Any:
        """A guide that was retired since is nobody's to read, though its document is."""
        return root.guide if root.guide and can_see_entry(viewer_of(info), root.guide) else None

    @staticmethod
    def resolve_version(root: models.Document, info: Any) -> int:
        return root.current.number if root.current else 0

    @staticmethod
    def resolve_line_count(root: models.Document, info: Any) -> int:
        return root.current.line_count if root.current else 0

    @staticmethod
    def resolve_statement_count(root: models.Document, info: Any) -> int:
        return len(root.planned_statements)  # type: ignore[attr-defined]

    @staticmethod
    def resolve_lines(
        root: models.Document,
        info: Any,
        first_line: int | None = None,
        last_line: int | None = None,
    ) -> list[selectors.Line]:
        if root.current is None:
            return []
        return selectors.lines_between(root.current, first_line, last_line)

    @staticmethod
    def resolve_text(root: models.Document, info: Any) -> str:
        return root.current.text if root.current else ""

    @staticmethod
    def resolve_html(root: models.Document, info: Any) -> str:
        return root.current.html if root.current else ""


class Statement(graphene.ObjectType):  # type: ignore[misc]
    """One typed piece of a document with its lines."""

    class Meta:
        interfaces = (Node,)

    kind = graphene.String(required=True)
    title = graphene.String(required=True)
    name = graphene.String(required=True)
    text = graphene.String(required=True)
    problem = graphene.String(required=True)
    solution = graphene.String(required=True)
    first_line = graphene.Int(required=True)
    last_line = graphene.Int(required=True)
    document = graphene.Field(Document, required=True)
    url = graphene.String(required=True)
    who = graphene.String(required=True)
    repeats_brief = graphene.Boolean(required=True)
    resolve_id = id_field("statement")

    @staticmethod
    def resolve_url(root: models.Statement, info: Any) -> str:
        return f"/documents/{root.document_id}#L{root.first_line}"

    @staticmethod
    def resolve_who(root: models.Statement, info: Any) -> str:
        return name_for(viewer_of(info), root.document.author)


class Evidence(graphene.ObjectType):  # type: ignore[misc]
    """The tie between a statement and an entry."""

    class Meta:
        interfaces = (Node,)

    statement = graphene.Field(Statement, required=True)
    entry = graphene.Field(Entry)
    method = graphene.String(required=True)
    score = graphene.Float(required=True)
    created_at = graphene.DateTime(required=True)
    resolve_id = id_field("evidence")


class ImportItem(graphene.ObjectType):  # type: ignore[misc]
    """What became of one file of an import."""

    name = graphene.String(required=True)
    state = graphene.String(required=True)
    error = graphene.String(
        required=True,
        description="What is wrong with it; of one that came in, that nothing was recognised.",
    )
    document = graphene.ID()

    @staticmethod
    def resolve_document(root: models.ImportItem, info: Any) -> str | None:
        return encode_id("document", root.document_id) if root.document_id else None


class Import(graphene.ObjectType):  # type: ignore[misc]
    """An import and its job."""

    class Meta:
        interfaces = (Node,)

    source = graphene.String(required=True)
    url = graphene.String(required=True)
    job = graphene.Field(Job, required=True)

    @staticmethod
    def resolve_id(root: models.ImportBatch, info: Any) -> str:
        return encode_id("import", root.job_id)

    @staticmethod
    def resolve_url(root: models.ImportBatch, info: Any) -> str:
        return f"/import/{root.job_id}"


DocumentConnection = connection_of(Document, Narrowing("document", Created))
StatementConnection = connection_of(Statement, Narrowing("statement"))
EvidenceConnection = connection_of(Evidence, Narrowing("evidence", EvidenceRows))
ImportConnection = connection_of(Import, Narrowing("import", Imports, source="job_id"))

LOADERS["document"] = lambda viewer, pk: selectors.get_document(viewer=viewer, pk=pk)
LOADERS["statement"] = lambda viewer, pk: selectors.get_statement(viewer=viewer, pk=pk)
LOADERS["evidence"] = lambda viewer, pk: curation.get_evidence(viewer=viewer, pk=pk)
LOADERS["import"] = lambda viewer, pk: selectors.get_import(viewer=viewer, pk=pk)
TYPES.update(
    {
        models.Document: Document,
        models.Statement: Statement,
        models.ImportBatch: Import,
        EvidenceRow: Evidence,
    }
)
