"""The audit, what was retired, broken links; whose words stand where, whom fixes helped."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from nexus.accounts import selectors as accounts
from nexus.accounts.models import Role
from nexus.accounts.policies import require
from nexus.common.ids import decode_id
from nexus.curation import selectors as curation
from nexus.documents import selectors as documents
from nexus.library import selectors as library
from nexus.linkcheck import selectors as linkcheck
from nexus.rest import serializers as s
from nexus.rest.gathered import GATHERED, respond_gathered
from nexus.rest.lists import list_parameters, page_of, respond
from nexus.rest.parameters import id_of
from nexus.rest.views.base import HubView


class Audit(HubView):
    needs_sign_in = True

    @extend_schema(
        operation_id="list_audit",
        parameters=[
            OpenApiParameter("person", str, description="person-12: who did it."),
            *list_parameters(s.AuditOut),
        ],
        responses=page_of(s.AuditOut),
    )
    def get(self, request: Request) -> Response:
        person = id_of(request, "person", "person")
        return respond(request, accounts.list_audit(viewer=self.viewer, person=person), s.AuditOut)


class Retired(HubView):
    needs_sign_in = True

    @extend_schema(
        operation_id="list_retired",
        parameters=list_parameters(s.EntryOut),
        responses=page_of(s.EntryOut),
    )
    def get(self, request: Request) -> Response:
        retired = library.list_retired(viewer=self.viewer).prefetch_related("topics")
        return respond(request, retired, s.EntryOut)


class BrokenLinks(HubView):
    @extend_schema(
        operation_id="list_broken_links",
        parameters=list_parameters(s.BrokenLinkOut),
        responses=page_of(s.BrokenLinkOut),
    )
    def get(self, request: Request) -> Response:
        return respond(request, library.list_broken_links(viewer=self.viewer), s.BrokenLinkOut)


class DeadLinks(HubView):
    needs_sign_in = True

    @extend_schema(
        operation_id="list_dead_links",
        parameters=list_parameters(s.DeadLinkOut),
        responses=page_of(s.DeadLinkOut),
    )
    def get(self, request: Request) -> Response:
        return respond(request, linkcheck.list_dead_links(viewer=self.viewer), s.DeadLinkOut)


class PersonEntries(HubView):
    needs_sign_in = True

    @extend_schema(
        operation_id="list_entries_with_words_of",
        parameters=list_parameters(s.EntryOut),
        responses=page_of(s.EntryOut),
    )
    def get(self, request: Request, id: str) -> Response:
        person = accounts.get_person(viewer=self.viewer, pk=decode_id("person", id))
        entries = curation.entries_with_words_of(viewer=self.viewer, author_pks=[person.pk])
        return respond(request, entries.prefetch_related("topics"), s.EntryOut)


class Helped(HubView):
    needs_sign_in = True

    @extend_schema(operation_id="list_helped", parameters=GATHERED, responses=page_of(s.HelpedOut))
    def get(self, request: Request) -> Response:
        person = require(self.viewer, Role.READER, "see whom your fixes helped")
        helped = library.helped_by(viewer=person, person_pk=person.pk)
        return respond_gathered(request, helped, library.place_of_helped, s.HelpedOut)


class DocumentFacets(HubView):
    @extend_schema(operation_id="get_document_facets", responses=s.DocumentFacetsOut)
    def get(self, request: Request) -> Response:
        names = ("value", "label", "count")
        cohorts, tracks = documents.document_facets(viewer=self.viewer)
        return self.show(
            s.DocumentFacetsOut,
            {
                "cohorts": [dict(zip(names, row, strict=True)) for row in cohorts],
                "tracks": [dict(zip(names, row, strict=True)) for row in tracks],
            },
        )
