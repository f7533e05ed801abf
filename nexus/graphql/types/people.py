"""People and cohorts."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.accounts import models, selectors
from nexus.accounts.filters import Cohorts, People
from nexus.accounts.policies import name_for
from nexus.graphql.connections import connection_of
from nexus.graphql.filters import Narrowing
from nexus.graphql.node import LOADERS, TYPES, Node, id_field, viewer_of


class Person(graphene.ObjectType):  # type: ignore[misc]
    """Someone who learns or writes here: "a learner" until they choose to show a name."""

    class Meta:
        interfaces = (Node,)

    name = graphene.String(required=True)
    role = graphene.String(required=True)
    document_count = graphene.Int(required=True)
    url = graphene.String(required=True)
    resolve_id = id_field("person")

    @staticmethod
    def resolve_document_count(root: models.Person, info: Any) -> int:
        return selectors.document_count_of(root)

    @staticmethod
    def resolve_name(root: models.Person, info: Any) -> str:
        return name_for(viewer_of(info), root)

    @staticmethod
    def resolve_url(root: models.Person, info: Any) -> str:
        return f"/people/{root.pk}"


class Me(Person):
    """Oneself."""

    class Meta:
        interfaces = (Node,)

    email = graphene.String(required=True)
    own_name = graphene.String(required=True)
    shows_name = graphene.Boolean(required=True)
    resolve_id = id_field("person")

    @staticmethod
    def resolve_own_name(root: models.Person, info: Any) -> str:
        return root.name


class Cohort(graphene.ObjectType):  # type: ignore[misc]
    """Who learns together."""

    class Meta:
        interfaces = (Node,)

    name = graphene.String(required=True)
    slug = graphene.String(required=True)
    person_count = graphene.Int(required=True)
    resolve_id = id_field("cohort")

    @staticmethod
    def resolve_person_count(root: models.Cohort, info: Any) -> int:
        return getattr(root, "person_count", 0)


class Token(graphene.ObjectType):  # type: ignore[misc]
    """One of one's own API tokens; its secret is shown only when it is made."""

    class Meta:
        interfaces = (Node,)

    name = graphene.String(required=True)
    prefix = graphene.String(required=True)
    created_at = graphene.DateTime(required=True)
    last_used_at = graphene.DateTime()
    revoked_at = graphene.DateTime()
    resolve_id = id_field("token")


PersonConnection = connection_of(Person, Narrowing("person", People))
CohortConnection = connection_of(Cohort, Narrowing("cohort", Cohorts))
TokenConnection = connection_of(Token, Narrowing("token"))

LOADERS["person"] = lambda viewer, pk: selectors.get_person(viewer=viewer, pk=pk)
LOADERS["cohort"] = lambda viewer, pk: selectors.get_cohort(viewer=viewer, pk=pk)
LOADERS["token"] = lambda viewer, pk: selectors.list_tokens(viewer=viewer).filter(pk=pk).first()
TYPES.update({models.Person: Person, models.Cohort: Cohort, models.ApiToken: Token})
