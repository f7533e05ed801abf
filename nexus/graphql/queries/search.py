"""Search, for words and for pasted errors."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.accounts.models import Track
from nexus.graphql.node import viewer_of
from nexus.graphql.queries.arguments import one_of
from nexus.graphql.types import search as f
from nexus.library.models import Kind
from nexus.search import selectors, services
from nexus.search.facets import Filters


class SearchQueries(graphene.ObjectType):  # type: ignore[misc]
    search = graphene.Field(
        f.SearchResults,
        required=True,
        query=graphene.String(required=True),
        first=graphene.Int(),
        offset=graphene.Int(),
        kind=graphene.String(),
        topic=graphene.String(),
        technology=graphene.String(),
        track=graphene.String(),
        cohort=graphene.String(),
    )

    @staticmethod
    def resolve_search(
        root: Any,
        info: Any,
        query: str,
        first: int | None = None,
        offset: int | None = None,
        **filters: str | None,
    ) -> Any:
        chosen = {name: value or "" for name, value in filters.items()}
        one_of(chosen.get("kind"), [*Kind.values, "topic"], "kind")
        one_of(chosen.get("track"), Track.values, "track")
        found = selectors.search(
            viewer=viewer_of(info),
            query=query,
            filters=Filters(**chosen),
            first=min(max(first if first is not None else 20, 1), 50),
            offset=min(max(offset or 0, 0), 280),
        )
        services.log_query(query=query, results=found.total if found.has_match else 0)
        return found
