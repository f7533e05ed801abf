"""Jobs, and the dead letters of those that were given up."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from nexus.common.ids import decode_id
from nexus.jobs import letters
from nexus.jobs import selectors as jobs
from nexus.jobs.models import DeadLetter, Job
from nexus.jobs.services import cancel_job, retry_job
from nexus.rest import serializers as s
from nexus.rest.lists import list_parameters, page_of, respond
from nexus.rest.views.base import HubView


class Jobs(HubView):
    needs_sign_in = True

    @extend_schema(
        operation_id="list_jobs", parameters=list_parameters(s.JobOut), responses=page_of(s.JobOut)
    )
    def get(self, request: Request) -> Response:
        found = jobs.list_jobs(viewer=self.viewer)
        return respond(request, found, s.JobOut)


class JobView(HubView):
    """One job of the address."""

    needs_sign_in = True

    def job(self, id: str) -> Job:
        return jobs.get_job(viewer=self.viewer, pk=decode_id("job", id))


class JobItem(JobView):
    @extend_schema(operation_id="get_job", responses=s.JobOut)
    def get(self, request: Request, id: str) -> Response:
        return self.show(s.JobOut, self.job(id))

    @extend_schema(operation_id="cancel_job", responses={200: s.JobOut})
    def delete(self, request: Request, id: str) -> Response:
        return self.show(s.JobOut, cancel_job(actor=self.viewer, job=self.job(id)))


class JobRetry(JobView):
    @extend_schema(operation_id="retry_job", request=None, responses=s.JobOut)
    def post(self, request: Request, id: str) -> Response:
        return self.show(s.JobOut, retry_job(actor=self.viewer, job=self.job(id)))


class Letters(HubView):
    needs_sign_in = True

    @extend_schema(
        operation_id="list_letters",
        parameters=list_parameters(s.LetterOut),
        responses=page_of(s.LetterOut),
    )
    def get(self, request: Request) -> Response:
        found = letters.list_letters(viewer=self.viewer)
        return respond(request, found, s.LetterOut)


class LetterView(HubView):
    """One letter of the address."""

    needs_sign_in = True

    def letter(self, id: str) -> DeadLetter:
        return letters.get_letter(viewer=self.viewer, pk=decode_id("letter", id))


class LetterItem(LetterView):
    @extend_schema(operation_id="get_letter", responses=s.LetterOut)
    def get(self, request: Request, id: str) -> Response:
        return self.show(s.LetterOut, self.letter(id))

    @extend_schema(operation_id="drop_letter", responses={200: s.LetterOut})
    def delete(self, request: Request, id: str) -> Response:
        found = letters.drop_letter(actor=self.viewer, letter=self.letter(id))
        return self.show(s.LetterOut, found)


class LetterResend(LetterView):
    @extend_schema(operation_id="resend_letter", request=None, responses=s.LetterOut)
    def post(self, request: Request, id: str) -> Response:
        found = letters.resend_letter(actor=self.viewer, letter=self.letter(id))
        return self.show(s.LetterOut, found)
