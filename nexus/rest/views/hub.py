"""The hub itself, and jobs."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from nexus.accounts.services import publish_hub
from nexus.common.hub import get_hub
from nexus.common.ids import decode_id
from nexus.jobs import selectors as jobs
from nexus.jobs.services import cancel_job
from nexus.rest import serializers as s
from nexus.rest.lists import list_parameters, page_of, respond
from nexus.rest.views.base import HubView


class HubItem(HubView):
    @extend_schema(operation_id="get_hub", responses=s.HubOut)
    def get(self, request: Request) -> Response:
        return self.show(s.HubOut, get_hub())

    @extend_schema(operation_id="publish_hub", request=s.HubIn, responses=s.HubOut)
    def put(self, request: Request) -> Response:
        data = self.parse(s.HubIn)
        hub = publish_hub(
            actor=self.viewer,
            published=data["published"],
            shows_documents=data["shows_documents"],
        )
        return self.show(s.HubOut, hub)


class Jobs(HubView):
    needs_sign_in = True

    @extend_schema(
        operation_id="list_jobs", parameters=list_parameters(s.JobOut), responses=page_of(s.JobOut)
    )
    def get(self, request: Request) -> Response:
        found = jobs.list_jobs(viewer=self.viewer)
        return respond(request, found, s.JobOut)


class JobItem(HubView):
    needs_sign_in = True

    @extend_schema(operation_id="get_job", responses=s.JobOut)
    def get(self, request: Request, id: str) -> Response:
        return self.show(s.JobOut, jobs.get_job(viewer=self.viewer, pk=decode_id("job", id)))

    @extend_schema(operation_id="cancel_job", responses={200: s.JobOut})
    def delete(self, request: Request, id: str) -> Response:
        job = jobs.get_job(viewer=self.viewer, pk=decode_id("job", id))
        return self.show(s.JobOut, cancel_job(actor=self.viewer, job=job))
