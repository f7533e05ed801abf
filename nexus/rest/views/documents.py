"""Documents, statements, evidence and imports."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from nexus.accounts.models import Track
from nexus.common.errors import Invalid
from nexus.common.ids import decode_id, encode_id
from nexus.curation import selectors as curation
from nexus.documents import selectors, services
from nexus.documents.models import STATEMENT_KINDS, Document, ImportBatch
from nexus.documents.services.imports import Whose
from nexus.jobs.services import cancel_job
from nexus.rest import serializers as s
from nexus.rest.lists import list_parameters, page_of, respond
from nexus.rest.parameters import choice, id_of, number, refuse_unknown, text
from nexus.rest.views.base import BoundedJSONParser, HubView

PLACES = [
    OpenApiParameter("cohort", str, description="A cohort's slug."),
    OpenApiParameter("track", str, enum=list(Track.values)),
]


class DocumentView(HubView):
    follows_touches = True

    def document(self, id: str) -> Document:
        return selectors.get_document(viewer=self.viewer, pk=decode_id("document", id))


class Documents(HubView):
    follows_touches = True

    @extend_schema(
        operation_id="list_documents",
        parameters=[
            *PLACES,
            OpenApiParameter("author", str, description="person-12"),
            OpenApiParameter("name", str, description="Part of the name or title."),
            OpenApiParameter("copy_of", str, description="document-12: what is a copy of it."),
            *list_parameters(s.DocumentOut),
        ],
        responses=page_of(s.DocumentOut),
    )
    def get(self, request: Request) -> Response:
        author = text(request, "author")
        documents = selectors.list_documents(
            viewer=self.viewer,
            cohort=text(request, "cohort"),
            track=choice(request, "track", list(Track.values)),
            author=decode_id("person", author) if author else None,
            name=text(request, "name"),
            copy_of=id_of(request, "copy_of", "document"),
        )
        return respond(request, documents, s.DocumentOut)


class DocumentItem(DocumentView):
    @extend_schema(operation_id="get_document", responses=s.DocumentDetail)
    def get(self, request: Request, id: str) -> Response:
        return self.show(s.DocumentDetail, self.document(id))

    @extend_schema(
        operation_id="correct_document", request=s.DocumentCorrection, responses=s.DocumentDetail
    )
    def patch(self, request: Request, id: str) -> Response:
        data = self.parse(s.DocumentCorrection)
        services.correct_document(
            actor=self.viewer,
            document=self.document(id),
            cohort=data.get("cohort"),
            track=data.get("track"),
            title=data.get("title"),
        )
        return self.show(s.DocumentDetail, self.document(id))

    @extend_schema(operation_id="erase_document", responses={204: None})
    def delete(self, request: Request, id: str) -> Response:
        services.erase_document(actor=self.viewer, document=self.document(id))
        return Response(status=204)


def line_asked(request: Request, name: str) -> int | None:
    """The number of a line, or None when it is not asked; raises Invalid."""
    found = number(request, name, -1)
    return None if found < 0 else found


class DocumentLines(DocumentView):
    @extend_schema(
        operation_id="list_document_lines",
        parameters=[
            OpenApiParameter("first_line", int, description="From 1; the first when not given."),
            OpenApiParameter("last_line", int, description="Included; the last when not given."),
        ],
        responses=page_of(s.LineOut),
    )
    def get(self, request: Request, id: str) -> Response:
        document = self.document(id)
        assert document.current is not None
        lines = selectors.lines_between(
            document.current,
            line_asked(request, "first_line"),
            line_asked(request, "last_line"),
        )
        refuse_unknown(request)
        results = [
            {
                "number": line.number,
                "text": line.text,
                "part": line.part,
                "statements": [encode_id("statement", x.pk) for x in line.statements],
            }
            for line in lines
        ]
        return Response({"results": results, "next": None, "previous": None})


class DocumentClaim(DocumentView):
    @extend_schema(operation_id="claim_document", request=None, responses=s.DocumentDetail)
    def post(self, request: Request, id: str) -> Response:
        services.claim_document(actor=self.viewer, document=self.document(id))
        return self.show(s.DocumentDetail, self.document(id))

    @extend_schema(operation_id="settle_claim", request=s.ClaimIn, responses=s.DocumentDetail)
    def put(self, request: Request, id: str) -> Response:
        accept = self.parse(s.ClaimIn)["accept"]
        services.settle_claim(actor=self.viewer, document=self.document(id), accept=accept)
        return self.show(s.DocumentDetail, self.document(id))


class Statements(HubView):
    follows_touches = True

    @extend_schema(
        operation_id="list_statements",
        parameters=[
            OpenApiParameter("kind", str, enum=list(STATEMENT_KINDS)),
            OpenApiParameter("document", str, description="document-12"),
            *PLACES,
            *list_parameters(s.StatementOut),
        ],
        responses=page_of(s.StatementOut),
    )
    def get(self, request: Request) -> Response:
        document = text(request, "document")
        statements = selectors.list_statements(
            viewer=self.viewer,
            kind=choice(request, "kind", [str(k) for k in STATEMENT_KINDS]),
            document=decode_id("document", document) if document else None,
            cohort=text(request, "cohort"),
            track=choice(request, "track", list(Track.values)),
        )
        return respond(request, statements, s.StatementOut)


class StatementItem(HubView):
    follows_touches = True

    @extend_schema(operation_id="get_statement", responses=s.StatementOut)
    def get(self, request: Request, id: str) -> Response:
        statement = selectors.get_statement(viewer=self.viewer, pk=decode_id("statement", id))
        return self.show(s.StatementOut, statement)


class EvidenceList(HubView):
    follows_touches = True

    @extend_schema(
        operation_id="list_evidence",
        parameters=[
            OpenApiParameter("entry", str, description="entry-12"),
            OpenApiParameter("document", str, description="document-12"),
            *list_parameters(s.EvidenceOut),
        ],
        responses=page_of(s.EvidenceOut),
    )
    def get(self, request: Request) -> Response:
        evidence = curation.list_evidence(viewer=self.viewer)
        if entry := text(request, "entry"):
            evidence = evidence.filter(entry_id=decode_id("entry", entry))
        if document := text(request, "document"):
            evidence = evidence.filter(statement__document_id=decode_id("document", document))
        return respond(request, evidence, s.EvidenceOut)


class EvidenceItem(HubView):
    follows_touches = True

    @extend_schema(operation_id="get_evidence", responses=s.EvidenceOut)
    def get(self, request: Request, id: str) -> Response:
        evidence = curation.get_evidence(viewer=self.viewer, pk=decode_id("evidence", id))
        return self.show(s.EvidenceOut, evidence)


class Imports(HubView):
    needs_sign_in = True

    parser_classes = [BoundedJSONParser, MultiPartParser]
    scopes = {"POST": "import"}

    @extend_schema(
        operation_id="list_imports",
        parameters=list_parameters(s.ImportOut),
        responses=page_of(s.ImportOut),
    )
    def get(self, request: Request) -> Response:
        batches = selectors.list_imports(viewer=self.viewer).order_by("-id")
        return respond(request, batches, s.ImportOut)

    @extend_schema(operation_id="start_import", request=s.ImportIn, responses={202: s.ImportOut})
    def post(self, request: Request) -> Response:
        batch = start_import(self.viewer, self.parse(s.ImportIn))
        return self.show(s.ImportOut, batch, status=202)


def start_import(viewer: Any, data: dict[str, Any]) -> ImportBatch:
    """Which of the four ways the body asks for."""
    files = [(f.name, f.read()) for f in data.get("files") or []]
    named = bool(data.get("author"))
    mine = data["mine"] if data.get("mine") is not None else not named
    whose = Whose(
        author=data.get("author", ""),
        cohort=data.get("cohort", ""),
        track=data.get("track", ""),
        mine=mine and not named,
    )
    if data.get("cohort_list") is not None:
        return services.import_cohort(actor=viewer, listing=data["cohort_list"].read(), files=files)
    if files:
        return services.import_files(actor=viewer, files=files, whose=whose)
    if data.get("repository"):
        return services.import_repository(actor=viewer, address=data["repository"], whose=whose)
    if "text" in data:
        return services.import_paste(
            actor=viewer, text=data["text"], name=data.get("name", ""), whose=whose
        )
    raise Invalid(
        "There is nothing to import.",
        fields={"files": "Give files, text, repository, or cohort_list."},
    )


def import_pk(id: str) -> int:
    return decode_id("job" if id.startswith("job-") else "import", id)


class ImportItemView(HubView):
    needs_sign_in = True

    @extend_schema(operation_id="get_import", responses=s.ImportOut)
    def get(self, request: Request, id: str) -> Response:
        return self.show(s.ImportOut, selectors.get_import(viewer=self.viewer, pk=import_pk(id)))

    @extend_schema(operation_id="cancel_import", responses={200: s.ImportOut})
    def delete(self, request: Request, id: str) -> Response:
        batch = selectors.get_import(viewer=self.viewer, pk=import_pk(id))
        batch.job = cancel_job(actor=self.viewer, job=batch.job)
        return self.show(s.ImportOut, batch)


class ImportItems(HubView):
    needs_sign_in = True

    @extend_schema(
        operation_id="list_import_items",
        parameters=list_parameters(s.ImportItemOut),
        responses=page_of(s.ImportItemOut),
    )
    def get(self, request: Request, id: str) -> Response:
        batch = selectors.get_import(viewer=self.viewer, pk=import_pk(id))
        items = selectors.list_import_items(viewer=self.viewer, batch=batch)
        return respond(
            request,
            items.order_by("position", "id"),
            s.ImportItemOut,
        )
