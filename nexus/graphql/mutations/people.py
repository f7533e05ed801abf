"""People, cohorts, tokens and the hub."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.accounts import selectors, services
from nexus.common.ids import decode_id
from nexus.graphql.node import viewer_of
from nexus.graphql.types import people as p


class UpdateProfile(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        name = graphene.String(required=True)
        shows_name = graphene.Boolean(required=True)

    me = graphene.Field(p.Me, required=True)

    @staticmethod
    def mutate(root: Any, info: Any, name: str, shows_name: bool) -> dict[str, Any]:
        person = services.update_profile(actor=viewer_of(info), name=name, shows_name=shows_name)
        return {"me": person}


class SetRole(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        person = graphene.ID(required=True)
        role = graphene.String(required=True)

    person = graphene.Field(p.Person, required=True)

    @staticmethod
    def mutate(root: Any, info: Any, person: str, role: str) -> dict[str, Any]:
        viewer = viewer_of(info)
        found = selectors.get_person_to_manage(viewer=viewer, pk=decode_id("person", person))
        return {"person": services.set_role(actor=viewer, person=found, role=role)}


class CreateCohort(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        name = graphene.String(required=True)

    cohort = graphene.Field(p.Cohort, required=True)

    @staticmethod
    def mutate(root: Any, info: Any, name: str) -> dict[str, Any]:
        return {"cohort": services.create_cohort(actor=viewer_of(info), name=name)}


class CreateInvite(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        cohort = graphene.ID(required=True)

    url = graphene.String(required=True)
    expires_at = graphene.DateTime(required=True)

    @staticmethod
    def mutate(root: Any, info: Any, cohort: str) -> dict[str, Any]:
        viewer = viewer_of(info)
        found = selectors.get_cohort(viewer=viewer, pk=decode_id("cohort", cohort))
        invite, secret = services.create_invite(actor=viewer, cohort=found)
        url = info.context.build_absolute_uri(f"/invite/{secret}/")
        return {"url": url, "expires_at": invite.expires_at}


class RevokeInvite(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        cohort = graphene.ID(required=True)

    ok = graphene.Boolean(required=True)

    @staticmethod
    def mutate(root: Any, info: Any, cohort: str) -> dict[str, Any]:
        viewer = viewer_of(info)
        found = selectors.get_cohort(viewer=viewer, pk=decode_id("cohort", cohort))
        services.revoke_invite(actor=viewer, cohort=found)
        return {"ok": True}


class AcceptInvite(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        secret = graphene.String(required=True)
        track = graphene.String()

    cohort = graphene.Field(p.Cohort, required=True)

    @staticmethod
    def mutate(root: Any, info: Any, secret: str, track: str | None = None) -> dict[str, Any]:
        membership = services.accept_invite(actor=viewer_of(info), secret=secret, track=track or "")
        return {"cohort": membership.cohort}


class CreateToken(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        name = graphene.String(required=True)

    token = graphene.Field(p.Token, required=True)
    secret = graphene.String(required=True, description="Shown this once.")

    @staticmethod
    def mutate(root: Any, info: Any, name: str) -> dict[str, Any]:
        token, secret = services.create_token(actor=viewer_of(info), name=name)
        return {"token": token, "secret": secret}


class RevokeToken(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        id = graphene.ID(required=True)

    token = graphene.Field(p.Token, required=True)

    @staticmethod
    def mutate(root: Any, info: Any, id: str) -> dict[str, Any]:
        token = services.revoke_token(actor=viewer_of(info), token_pk=decode_id("token", id))
        return {"token": token}


class PublishHub(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        published = graphene.Boolean(required=True)
        shows_documents = graphene.Boolean()

    is_published = graphene.Boolean(required=True)
    shows_documents = graphene.Boolean(required=True)

    @staticmethod
    def mutate(root: Any, info: Any, published: bool, shows_documents: bool | None = None) -> Any:
        return services.publish_hub(
            actor=viewer_of(info), published=published, shows_documents=shows_documents
        )
