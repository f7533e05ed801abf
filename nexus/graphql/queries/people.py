"""Oneself, people, cohorts, tokens."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.accounts import selectors
from nexus.graphql.connections import ConnectionField
from nexus.graphql.node import viewer_of
from nexus.graphql.types import people as p


class PeopleQueries(graphene.ObjectType):  # type: ignore[misc]
    me = graphene.Field(p.Me)
    people = ConnectionField(p.PersonConnection, cohort=graphene.String())
    cohorts = ConnectionField(p.CohortConnection)
    tokens = ConnectionField(p.TokenConnection)

    @staticmethod
    def resolve_me(root: Any, info: Any) -> Any:
        viewer = viewer_of(info)
        return viewer if viewer.is_authenticated else None

    @staticmethod
    def resolve_people(root: Any, info: Any, cohort: str | None = None) -> Any:
        return selectors.list_people(viewer=viewer_of(info), cohort=cohort or "")

    @staticmethod
    def resolve_cohorts(root: Any, info: Any) -> Any:
        return selectors.list_cohorts(viewer=viewer_of(info))

    @staticmethod
    def resolve_tokens(root: Any, info: Any) -> Any:
        return selectors.list_tokens(viewer=viewer_of(info))
