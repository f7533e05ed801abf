"""People, cohorts, invites, tokens, and oneself."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from nexus.accounts import selectors, services
from nexus.accounts.models import Role
from nexus.accounts.policies import require
from nexus.common.ids import decode_id
from nexus.rest import serializers as s
from nexus.rest.lists import list_parameters, page_of, respond
from nexus.rest.parameters import text
from nexus.rest.views.base import HubView

COHORT = "Slug of a cohort that they wrote a document of, or (to mentors) that they joined."


class People(HubView):
    needs_sign_in = True

    @extend_schema(
        operation_id="list_people",
        parameters=[
            OpenApiParameter("cohort", str, description=COHORT),
            *list_parameters(s.PersonOut),
        ],
        responses=page_of(s.PersonOut),
    )
    def get(self, request: Request) -> Response:
        people = selectors.list_people(viewer=self.viewer, cohort=text(request, "cohort"))
        return respond(request, people, s.PersonOut)


class PersonItem(HubView):
    needs_sign_in = True

    @extend_schema(operation_id="get_person", responses=s.PersonOut)
    def get(self, request: Request, id: str) -> Response:
        person = selectors.get_person(viewer=self.viewer, pk=decode_id("person", id))
        return self.show(s.PersonOut, person)


class PersonRole(HubView):
    @extend_schema(operation_id="set_role", request=s.RoleIn, responses=s.PersonOut)
    def put(self, request: Request, id: str) -> Response:
        data = self.parse(s.RoleIn)
        person = selectors.get_person_to_manage(viewer=self.viewer, pk=decode_id("person", id))
        services.set_role(actor=self.viewer, person=person, role=data["role"])
        return self.show(s.PersonOut, person)


class Me(HubView):
    needs_sign_in = True

    @extend_schema(operation_id="get_me", responses=s.MeOut)
    def get(self, request: Request) -> Response:
        return self.show(s.MeOut, require(self.viewer, Role.READER, "see your profile"))

    @extend_schema(operation_id="update_me", request=s.ProfileIn, responses=s.MeOut)
    def put(self, request: Request) -> Response:
        data = self.parse(s.ProfileIn)
        person = services.update_profile(
            actor=self.viewer, name=data["name"], shows_name=data["shows_name"]
        )
        return self.show(s.MeOut, person)


class Tokens(HubView):
    needs_sign_in = True

    answers_secret = True

    @extend_schema(
        operation_id="list_tokens",
        parameters=list_parameters(s.TokenOut),
        responses=page_of(s.TokenOut),
    )
    def get(self, request: Request) -> Response:
        tokens = selectors.list_tokens(viewer=self.viewer).order_by("-id")
        return respond(request, tokens, s.TokenOut)

    @extend_schema(operation_id="create_token", request=s.TokenIn, responses={201: s.TokenMade})
    def post(self, request: Request) -> Response:
        data = self.parse(s.TokenIn)
        token, secret = services.create_token(actor=self.viewer, name=data["name"])
        return Response({**s.TokenOut(token).data, "secret": secret}, status=201)


class TokenItem(HubView):
    @extend_schema(operation_id="revoke_token", responses={200: s.TokenOut})
    def delete(self, request: Request, id: str) -> Response:
        token = services.revoke_token(actor=self.viewer, token_pk=decode_id("token", id))
        return self.show(s.TokenOut, token)


class Cohorts(HubView):
    follows_touches = True

    @extend_schema(
        operation_id="list_cohorts",
        parameters=list_parameters(s.CohortOut),
        responses=page_of(s.CohortOut),
    )
    def get(self, request: Request) -> Response:
        cohorts = selectors.list_cohorts(viewer=self.viewer).order_by("id")
        return respond(request, cohorts, s.CohortOut)

    @extend_schema(operation_id="create_cohort", request=s.CohortIn, responses={201: s.CohortOut})
    def post(self, request: Request) -> Response:
        data = self.parse(s.CohortIn)
        cohort = services.create_cohort(actor=self.viewer, name=data["name"])
        return self.show(s.CohortOut, cohort, status=201)


class CohortItem(HubView):
    follows_touches = True

    @extend_schema(operation_id="get_cohort", responses=s.CohortOut)
    def get(self, request: Request, id: str) -> Response:
        cohort = selectors.get_cohort(viewer=self.viewer, pk=decode_id("cohort", id))
        return self.show(s.CohortOut, cohort)


class CohortInvite(HubView):
    answers_secret = True

    @extend_schema(operation_id="create_invite", request=None, responses={201: s.InviteOut})
    def post(self, request: Request, id: str) -> Response:
        cohort = selectors.get_cohort(viewer=self.viewer, pk=decode_id("cohort", id))
        invite, secret = services.create_invite(actor=self.viewer, cohort=cohort)
        url = request.build_absolute_uri(f"/invite/{secret}/")
        return Response({"url": url, "expires_at": invite.expires_at}, status=201)

    @extend_schema(operation_id="revoke_invite", responses={204: None})
    def delete(self, request: Request, id: str) -> Response:
        cohort = selectors.get_cohort(viewer=self.viewer, pk=decode_id("cohort", id))
        services.revoke_invite(actor=self.viewer, cohort=cohort)
        return Response(status=204)


class Join(HubView):
    @extend_schema(operation_id="accept_invite", request=s.JoinIn, responses={201: s.CohortOut})
    def post(self, request: Request) -> Response:
        data = self.parse(s.JoinIn)
        membership = services.accept_invite(
            actor=self.viewer, secret=data["secret"], track=data.get("track", "")
        )
        cohort = selectors.get_cohort(viewer=self.viewer, pk=membership.cohort_id)
        return self.show(s.CohortOut, cohort, status=201)
