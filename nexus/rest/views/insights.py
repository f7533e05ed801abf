"""What the cohort struggles with, in figures."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from nexus.accounts.models import Track
from nexus.insights.csv import as_csv
from nexus.insights.figures import Figures
from nexus.insights.scope import PERIODS, read_scope
from nexus.insights.selectors import read_insights
from nexus.rest import serializers as s
from nexus.rest.parameters import given, refuse_unknown
from nexus.rest.views.base import HubView

SCOPE = [
    OpenApiParameter("cohort", str, description="Id of a cohort; all without it."),
    OpenApiParameter("track", str, enum=Track.values, description="Both without it."),
    OpenApiParameter("period", str, enum=list(PERIODS), description="How far back; default all."),
]


class InsightsView(HubView):
    def figures(self) -> Figures:
        scope = read_scope(
            cohort=given(self.request, "cohort"),
            track=given(self.request, "track"),
            period=given(self.request, "period"),
        )
        return read_insights(viewer=self.viewer, scope=scope)


class Insights(InsightsView):
    @extend_schema(operation_id="get_insights", parameters=SCOPE, responses=s.InsightsOut)
    def get(self, request: Request) -> Response:
        return self.show(s.InsightsOut, self.figures())


class InsightsCsv(InsightsView):
    @extend_schema(
        operation_id="get_insights_csv",
        parameters=SCOPE,
        responses={(200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request: Request) -> HttpResponse:
        figures = self.figures()
        refuse_unknown(request)
        answer = HttpResponse(as_csv(figures), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="insights.csv"'
        return answer
