"""Jobs and dead letters."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.graphql.connections import ConnectionField
from nexus.graphql.node import viewer_of
from nexus.graphql.types import jobs as j
from nexus.jobs import letters, selectors


class JobQueries(graphene.ObjectType):  # type: ignore[misc]
    jobs = ConnectionField(j.JobConnection)
    letters = ConnectionField(j.LetterConnection)

    @staticmethod
    def resolve_jobs(root: Any, info: Any) -> Any:
        return selectors.list_jobs(viewer=viewer_of(info))

    @staticmethod
    def resolve_letters(root: Any, info: Any) -> Any:
        return letters.list_letters(viewer=viewer_of(info))
