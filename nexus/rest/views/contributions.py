"""Solutions, receipts and revisions of all entries: lists to filter, and each by its id."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from nexus.common.ids import decode_id
from nexus.library import contributions
from nexus.library.models import Kind, Receipt
from nexus.library.selectors import STATES
from nexus.rest import serializers as s
from nexus.rest.lists import list_parameters, page_of, respond
from nexus.rest.parameters import choice, id_of
from nexus.rest.views.base import HubView

SHOWN = "person-12: somebody who shows their name, or yourself. Needs sign-in."
PLACES = [
    OpenApiParameter("entry", str, description="entry-12"),
    OpenApiParameter("state", str, enum=STATES, description="The state of the entry."),
]


class AllSolutions(HubView):
    follows_touches = True

    @extend_schema(
        operation_id="list_all_solutions",
        parameters=[
            *PLACES,
            OpenApiParameter("author", str, description=SHOWN),
            OpenApiParameter("order", str, enum=list(contributions.SOLUTION_ORDERS)),
            *list_parameters(s.SolutionOut, ordered=True),
        ],
        responses=page_of(s.SolutionOut),
    )
    def get(self, request: Request) -> Response:
        solutions = contributions.list_all_solutions(
            viewer=self.viewer,
            entry=id_of(request, "entry", "entry"),
            author=id_of(request, "author", "person"),
            state=choice(request, "state", STATES),
            order=choice(request, "order", list(contributions.SOLUTION_ORDERS), "worked"),
        )
        return respond(request, solutions, s.SolutionOut)


class SolutionItem(HubView):
    follows_touches = True

    @extend_schema(operation_id="get_solution", responses=s.SolutionOut)
    def get(self, request: Request, id: str) -> Response:
        pk = decode_id("solution", id)
        return self.show(s.SolutionOut, contributions.get_solution(viewer=self.viewer, pk=pk))


class AllReceipts(HubView):
    follows_touches = True

    @extend_schema(
        operation_id="list_all_receipts",
        parameters=[
            *PLACES,
            OpenApiParameter("solution", str, description="solution-12"),
            OpenApiParameter("person", str, description=SHOWN),
            OpenApiParameter("outcome", str, enum=list(Receipt.Outcome.values)),
            *list_parameters(s.ReceiptOut),
        ],
        responses=page_of(s.ReceiptOut),
    )
    def get(self, request: Request) -> Response:
        receipts = contributions.list_all_receipts(
            viewer=self.viewer,
            entry=id_of(request, "entry", "entry"),
            solution=id_of(request, "solution", "solution"),
            person=id_of(request, "person", "person"),
            outcome=choice(request, "outcome", list(Receipt.Outcome.values)),
            state=choice(request, "state", STATES),
        )
        return respond(request, receipts, s.ReceiptOut)


class ReceiptItem(HubView):
    follows_touches = True

    @extend_schema(operation_id="get_receipt", responses=s.ReceiptOut)
    def get(self, request: Request, id: str) -> Response:
        pk = decode_id("receipt", id)
        return self.show(s.ReceiptOut, contributions.get_receipt(viewer=self.viewer, pk=pk))


class AllRevisions(HubView):
    follows_touches = True

    @extend_schema(
        operation_id="list_all_revisions",
        parameters=[
            *PLACES,
            OpenApiParameter("kind", str, enum=list(Kind.values)),
            OpenApiParameter("author", str, description=SHOWN),
            *list_parameters(s.RevisionOut),
        ],
        responses=page_of(s.RevisionOut),
    )
    def get(self, request: Request) -> Response:
        revisions = contributions.list_all_revisions(
            viewer=self.viewer,
            entry=id_of(request, "entry", "entry"),
            author=id_of(request, "author", "person"),
            kind=choice(request, "kind", list(Kind.values)),
            state=choice(request, "state", STATES),
        )
        return respond(request, revisions, s.RevisionOut)


class RevisionItem(HubView):
    follows_touches = True

    @extend_schema(operation_id="get_revision", responses=s.RevisionOut)
    def get(self, request: Request, id: str) -> Response:
        pk = decode_id("revision", id)
        found = contributions.get_revision_by_id(viewer=self.viewer, pk=pk)
        return self.show(s.RevisionOut, found)
