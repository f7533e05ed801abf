"""Oneself, people, cohorts, tokens."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.accounts import selectors
from nexus.graphql.connections import connection_field, resolve_connection
from nexus.graphql.node import viewer_of
from nexus.graphql.types import people as p


class PeopleQueries(graphene.ObjectType):  # type: ignore[misc]
    me = graphene.Field(p.Me)
    people = connection_field(p.PersonConnection)
    cohorts = connection_field(p.CohortConnection)
    tokens = connection_field(p.TokenConnection)

    @staticmethod
    def resolve_me(root: Any, info: Any) -> Any:
        viewer = viewer_of(info)
        return viewer if viewer.is_authenticated else None

    @staticmethod
    def resolve_people(root: Any, info: Any, **page: Any) -> Any:
        return resolve_connection(selectors.list_people(viewer=viewer_of(info)), **page)

    @staticmethod
    def resolve_cohorts(root: Any, info: Any, **page: Any) -> Any:
        return resolve_connection(selectors.list_cohorts(viewer=viewer_of(info)), **page)

    @staticmethod
    def resolve_tokens(root: Any, info: Any, **page: Any) -> Any:
        return resolve_connection(selectors.list_tokens(viewer=viewer_of(info)), **page)
