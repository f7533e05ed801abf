"""What the cohort struggles with, in figures."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.graphql.node import viewer_of
from nexus.graphql.types.insights import Insights
from nexus.insights.scope import read_scope
from nexus.insights.selectors import read_insights


class InsightQueries(graphene.ObjectType):  # type: ignore[misc]
    insights = graphene.Field(
        Insights,
        required=True,
        cohort=graphene.ID(),
        track=graphene.String(),
        period=graphene.String(description="week, month, quarter, year or all"),
    )

    @staticmethod
    def resolve_insights(
        root: Any, info: Any, cohort: str = "", track: str = "", period: str = ""
    ) -> Any:
        scope = read_scope(cohort=cohort or "", track=track or "", period=period or "")
        return read_insights(viewer=viewer_of(info), scope=scope)
