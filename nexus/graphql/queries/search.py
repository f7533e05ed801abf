"""Search, for words and for pasted errors."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.accounts.models import Track
from nexus.common.errors import Invalid
from nexus.common.text import whole_number
from nexus.graphql.arguments import one_of
from nexus.graphql.node import viewer_of
from nexus.graphql.planning import selection_of
from nexus.graphql.types import search as f
from nexus.library.models import Kind
from nexus.search import selectors, services
from nexus.search.askers import asker_of
from nexus.search.facets import Filters
from nexus.search.selectors import MOST_OFFSET


class SearchQueries(graphene.ObjectType):  # type: ignore[misc]
    search = graphene.Field(
        f.SearchResults,
        required=True,
        query=graphene.String(required=True),
        first=graphene.Int(description="1 to 50; 20 when it is not given."),
        after=graphene.String(description="A cursor: hits after that one."),
        offset=graphene.Int(description="How many hits to pass over."),
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
        after: str | None = None,
        offset: int | None = None,
        **filters: str | None,
    ) -> Any:
        chosen = {name: value or "" for name, value in filters.items()}
        one_of(chosen.get("kind"), [*Kind.values, "topic"], "kind")
        one_of(chosen.get("track"), Track.values, "track")
        passed = whole_number(after or "0")
        if passed is None:
            raise Invalid("That is no cursor of a search.", fields={"after": "From `pageInfo`."})
        start = min(max(offset or 0, passed), MOST_OFFSET)
        found = selectors.search(
            viewer=viewer_of(info),
            query=query,
            filters=Filters(**chosen),
            first=min(max(first if first is not None else 20, 1), 50),
            offset=max(start, 0),
            with_facets="facets" in selection_of(info),
        )
        if not start:
            services.log_query(
                query=query,
                results=found.total if found.has_match else 0,
                asker=asker_of(viewer_of(info), info.context),
            )
        return f.SearchPage(found, max(start, 0), MOST_OFFSET)
