"""Jobs and dead letters."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.graphql.connections import connection_field, resolve_connection
from nexus.graphql.node import viewer_of
from nexus.graphql.types import jobs as j
from nexus.jobs import letters, selectors


class JobQueries(graphene.ObjectType):  # type: ignore[misc]
    jobs = connection_field(j.JobConnection)
    letters = connection_field(j.LetterConnection, settled=graphene.Boolean())

    @staticmethod
    def resolve_jobs(root: Any, info: Any, **page: Any) -> Any:
        return resolve_connection(selectors.list_jobs(viewer=viewer_of(info)), **page)

    @staticmethod
    def resolve_letters(root: Any, info: Any, settled: bool | None = None, **page: Any) -> Any:
        found = letters.list_letters(viewer=viewer_of(info), settled=settled)
        return resolve_connection(found, **page)
