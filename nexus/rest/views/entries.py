"""Entries, their leads, revisions, solutions, receipts and evidence."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from nexus.accounts.models import Track
from nexus.common.errors import NotFound
from nexus.common.ids import PATTERN, decode_id, encode_id
from nexus.curation import selectors as curation
from nexus.library import selectors, services
from nexus.library.leads import compose_lead
from nexus.library.models import Entry, Kind, Solution
from nexus.rest import serializers as s
from nexus.rest.including import related
from nexus.rest.lists import list_parameters, page_of, respond, respond_again
from nexus.rest.parameters import choice, flag, text
from nexus.rest.preconditions import refuse_stale, require_source, source_tag
from nexus.rest.views.base import HubView

FILTERS = [
    OpenApiParameter("kind", str, enum=list(Kind.values)),
    OpenApiParameter("topic", str, description="A topic's slug; topics below it are included."),
    OpenApiParameter("technology", str, description="Slug of a technology that is involved."),
    OpenApiParameter("track", str, enum=list(Track.values)),
    OpenApiParameter("solved", bool),
    OpenApiParameter("state", str, enum=selectors.STATES),
    OpenApiParameter("order", str, enum=list(selectors.ORDERINGS)),
    *list_parameters(s.EntryOut, ordered=True),
]
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag of the entry's `source/`; `*` to save over whatever is there.",
)


def all_on(viewer: Any, entry: Entry) -> dict[str, Any]:
    """What stands on an entry, for its detail."""
    return {
        "solutions": selectors.list_solutions(viewer=viewer, entry=entry),
        "voices": curation.list_voices(viewer=viewer, entry=entry),
    }


class EntryView(HubView):
    """Finds the entry of the address."""

    follows_touches = True

    def entry(self, id: str) -> Entry:
        return selectors.get_entry(viewer=self.viewer, pk=decode_id("entry", id))

    def handle_exception(self, exc: Exception) -> Response:
        """Reads of a merged entry go on to what it became part of."""
        name = self.kwargs.get("id", "")
        is_entry = name.startswith("entry-") and PATTERN.match(name)
        if isinstance(exc, NotFound) and self.reads and is_entry:
            heir = selectors.find_heir(viewer=self.viewer, pk=decode_id("entry", name))
            if heir is not None:
                address = self.request.get_full_path()
                address = address.replace(name, encode_id("entry", heir.pk), 1)
                return Response(status=301, headers={"Location": address})
        return super().handle_exception(exc)


class Entries(HubView):
    follows_touches = True

    @extend_schema(operation_id="list_entries", parameters=FILTERS, responses=page_of(s.EntryOut))
    def get(self, request: Request) -> Response:
        return respond_again(request, self.asked_entries, s.EntryOut)

    def asked_entries(self) -> QuerySet[Entry]:
        """Those that the parameters name."""
        request = self.request
        return selectors.list_entries(
            viewer=self.viewer,
            kind=choice(request, "kind", list(Kind.values)),
            topic=text(request, "topic"),
            technology=text(request, "technology"),
            track=choice(request, "track", list(Track.values)),
            solved=flag(request, "solved"),
            state=choice(request, "state", selectors.STATES),
            order=choice(request, "order", list(selectors.ORDERINGS), "voices"),
        )

    @extend_schema(operation_id="create_entry", request=s.EntryIn, responses={201: s.EntryDetail})
    def post(self, request: Request) -> Response:
        data = self.parse(s.EntryIn)
        entry = services.create_entry(
            actor=self.viewer,
            kind=data["kind"],
            title=data["title"],
            lead=compose_lead(data["fields"]) if data.get("fields") else data.get("lead", ""),
            topics=data.get("topics", []),
            track=data.get("track", ""),
            errors=data.get("errors", []),
            draft=data.get("draft", False),
        )
        return self.show(s.EntryDetail, entry, status=201, **all_on(self.viewer, entry))


class EntryItem(EntryView):
    @extend_schema(operation_id="get_entry", responses=s.EntryDetail)
    def get(self, request: Request, id: str) -> Response:
        entry = self.entry(id)
        return self.show(s.EntryDetail, entry, **all_on(self.viewer, entry))

    @extend_schema(
        operation_id="save_entry",
        request=s.LeadIn,
        responses=s.EntryDetail,
        parameters=[IF_MATCH],
    )
    def put(self, request: Request, id: str) -> Response:
        data = self.parse(s.LeadIn)
        entry = self.entry(id)
        require_source(request, entry)
        if data.get("fields") is not None:
            lead = compose_lead(data["fields"])
        else:
            lead = data.get("lead", entry.lead)
        entry = services.save_lead(
            actor=self.viewer,
            entry=entry,
            lead=lead,
            expected_version=entry.version,
            expected_title=entry.title,
            note=data.get("note", ""),
            title=data.get("title"),
        )
        return self.show(s.EntryDetail, entry, **all_on(self.viewer, entry))


class EntrySource(EntryView):
    @extend_schema(operation_id="get_entry_source", responses=s.SourceOut)
    def get(self, request: Request, id: str) -> Response:
        entry = self.entry(id)
        answer = self.show(s.SourceOut, entry)
        if is_plain(request):
            answer["ETag"] = source_tag(entry)
        return answer


def is_plain(request: Request) -> bool:
    """Is all of it shown, as it always is? Other fields and other JSON are other bytes."""
    return not request.query_params and "indent" not in request.accepted_media_type


class EntryPublish(EntryView):
    @extend_schema(operation_id="publish_entry", request=None, responses=s.EntryOut)
    def post(self, request: Request, id: str) -> Response:
        found = selectors.get_entry_to_publish(viewer=self.viewer, pk=decode_id("entry", id))
        entry = services.publish_entry(actor=self.viewer, entry=found)
        return self.show(s.EntryOut, entry)


class EntryRetire(EntryView):
    @extend_schema(operation_id="retire_entry", request=None, responses=s.EntryOut)
    def post(self, request: Request, id: str) -> Response:
        entry = services.retire_entry(actor=self.viewer, entry=self.entry(id))
        return self.show(s.EntryOut, entry)


class EntryTopics(EntryView):
    @extend_schema(operation_id="set_entry_topics", request=s.TopicsIn, responses=s.EntryOut)
    def put(self, request: Request, id: str) -> Response:
        data = self.parse(s.TopicsIn)
        entry = self.entry(id)
        refuse_stale(request, entry)
        entry = services.set_topics(actor=self.viewer, entry=entry, topics=data["topics"])
        return self.show(s.EntryOut, entry)


class Revisions(EntryView):
    @extend_schema(
        operation_id="list_revisions",
        parameters=list_parameters(s.RevisionOut),
        responses=page_of(s.RevisionOut),
    )
    def get(self, request: Request, id: str) -> Response:
        revisions = selectors.list_revisions(viewer=self.viewer, entry=self.entry(id))
        return respond(
            request,
            revisions.order_by("-version", "-id"),
            s.RevisionOut,
        )


class RevisionRestore(EntryView):
    @extend_schema(
        operation_id="restore_revision",
        request=s.RestoreIn,
        responses=s.EntryDetail,
        parameters=[IF_MATCH],
    )
    def post(self, request: Request, id: str) -> Response:
        data = self.parse(s.RestoreIn)
        entry = self.entry(id)
        require_source(request, entry)
        entry = services.restore_revision(
            actor=self.viewer,
            entry=entry,
            version=data["version"],
            expected_version=entry.version,
            expected_title=entry.title,
        )
        return self.show(s.EntryDetail, entry, **all_on(self.viewer, entry))


class Solutions(EntryView):
    @extend_schema(
        operation_id="list_solutions",
        parameters=list_parameters(s.SolutionOut),
        responses=page_of(s.SolutionOut),
    )
    def get(self, request: Request, id: str) -> Response:
        solutions = selectors.list_solutions(viewer=self.viewer, entry=self.entry(id))
        return respond(request, solutions, s.SolutionOut)

    @extend_schema(
        operation_id="add_solution", request=s.SolutionIn, responses={201: s.SolutionOut}
    )
    def post(self, request: Request, id: str) -> Response:
        data = self.parse(s.SolutionIn)
        solution = services.add_solution(
            actor=self.viewer,
            entry=self.entry(id),
            text=data["text"],
            versions=data.get("versions", ""),
        )
        return self.show(s.SolutionOut, solution, status=201)


def find_solution(viewer: Any, entry: Entry, id: str) -> Solution | None:
    """The solution of this entry that an id names; None for no id. Raises NotFound."""
    if not id:
        return None
    pk = decode_id("solution", id)
    solution = selectors.list_solutions(viewer=viewer, entry=entry).filter(pk=pk).first()
    if solution is None:
        raise NotFound("This challenge has no such solution.")
    return solution


class Receipts(EntryView):
    @extend_schema(
        operation_id="list_receipts",
        parameters=list_parameters(s.ReceiptOut),
        responses=page_of(s.ReceiptOut),
    )
    def get(self, request: Request, id: str) -> Response:
        receipts = selectors.list_receipts(viewer=self.viewer, entry=self.entry(id))
        return respond(request, receipts, s.ReceiptOut)

    @extend_schema(operation_id="give_receipt", request=s.ReceiptIn, responses={201: s.ReceiptOut})
    def post(self, request: Request, id: str) -> Response:
        data = self.parse(s.ReceiptIn)
        entry = self.entry(id)
        receipt = services.give_receipt(
            actor=self.viewer,
            entry=entry,
            outcome=data["outcome"],
            solution=find_solution(self.viewer, entry, data.get("solution", "")),
            versions=data.get("versions", ""),
        )
        return self.show(s.ReceiptOut, receipt, status=201)

    @extend_schema(
        operation_id="withdraw_receipt",
        parameters=[
            OpenApiParameter("outcome", str, required=True),
            OpenApiParameter("solution", str),
        ],
        responses={204: None},
    )
    def delete(self, request: Request, id: str) -> Response:
        entry = self.entry(id)
        services.withdraw_receipt(
            actor=self.viewer,
            entry=entry,
            outcome=text(request, "outcome"),
            solution=find_solution(self.viewer, entry, text(request, "solution")),
        )
        return Response(status=204)


class EntryBacklinks(EntryView):
    @extend_schema(
        operation_id="list_backlinks",
        parameters=list_parameters(s.EntryOut),
        responses=page_of(s.EntryOut),
    )
    def get(self, request: Request, id: str) -> Response:
        entries = selectors.list_backlinks(viewer=self.viewer, entry=self.entry(id))
        return respond(
            request,
            entries.prefetch_related("topics").order_by("title", "id"),
            s.EntryOut,
        )


class EntryEvidence(EntryView):
    @extend_schema(
        operation_id="list_entry_evidence",
        parameters=list_parameters(s.EvidenceOut),
        responses=page_of(s.EvidenceOut),
    )
    def get(self, request: Request, id: str) -> Response:
        entry = self.entry(id)
        evidence = curation.list_evidence(viewer=self.viewer).filter(entry=entry)
        return respond(request, evidence, s.EvidenceOut)


class EntryRelated(EntryView):
    @extend_schema(operation_id="list_related", responses=s.RelatedOut)
    def get(self, request: Request, id: str) -> Response:
        return self.show(s.RelatedOut, related(self.viewer, self.entry(id)))


class EntryCauses(EntryView):
    """What causes a challenge and what it causes: said here, read with what is related."""

    def said(self, id: str, data: dict[str, str]) -> dict[str, Entry]:
        """{"cause", "effect"} of what is said."""
        return services.ends_of(self.entry(id), data["relation"], self.entry(data["entry"]))

    @extend_schema(operation_id="add_cause", request=s.CauseIn, responses={204: None})
    def post(self, request: Request, id: str) -> Response:
        services.add_cause(actor=self.viewer, **self.said(id, self.parse(s.CauseIn)))
        return Response(status=204)

    @extend_schema(
        operation_id="remove_cause",
        parameters=[
            OpenApiParameter("relation", str, required=True, enum=list(services.RELATIONS)),
            OpenApiParameter("entry", str, required=True, description="entry-12"),
        ],
        responses={204: None},
    )
    def delete(self, request: Request, id: str) -> Response:
        said = {name: text(request, name) for name in ("relation", "entry")}
        services.remove_cause(actor=self.viewer, **self.said(id, said))
        return Response(status=204)
