"""Everything that can be read."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.common.hub import get_hub
from nexus.graphql.node import Node, load_node
from nexus.graphql.queries.contributions import ContributionQueries
from nexus.graphql.queries.curation import CurationQueries
from nexus.graphql.queries.documents import DocumentQueries
from nexus.graphql.queries.insights import InsightQueries
from nexus.graphql.queries.jobs import JobQueries
from nexus.graphql.queries.lexicon import LexiconQueries
from nexus.graphql.queries.library import LibraryQueries
from nexus.graphql.queries.people import PeopleQueries
from nexus.graphql.queries.search import SearchQueries
from nexus.graphql.queries.upkeep import UpkeepQueries
from nexus.graphql.queries.webhooks import WebhookQueries

__all__ = ["Query"]


class Hub(graphene.ObjectType):  # type: ignore[misc]
    """The hub's own choices."""

    name = graphene.String(required=True)
    is_published = graphene.Boolean(required=True)
    shows_documents = graphene.Boolean(required=True)


class Query(
    LibraryQueries,
    ContributionQueries,
    CurationQueries,
    DocumentQueries,
    InsightQueries,
    JobQueries,
    LexiconQueries,
    PeopleQueries,
    SearchQueries,
    UpkeepQueries,
    WebhookQueries,
    graphene.ObjectType,  # type: ignore[misc]
):
    node = graphene.Field(Node, id=graphene.ID(required=True))
    hub = graphene.Field(Hub, required=True)

    @staticmethod
    def resolve_node(root: Any, info: Any, id: str) -> Any:
        return load_node(info, id)

    @staticmethod
    def resolve_hub(root: Any, info: Any) -> Any:
        return get_hub()
