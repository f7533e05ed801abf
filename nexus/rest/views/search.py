"""Search, for words and for pasted errors."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers as fields
from rest_framework.request import Request
from rest_framework.response import Response

from nexus.accounts.models import Track
from nexus.common.errors import Invalid
from nexus.library.models import Kind
from nexus.rest import serializers as s
from nexus.rest.lists import linked
from nexus.rest.parameters import choice, number, parameter, refuse_unknown, text
from nexus.rest.views.base import HubView
from nexus.search import selectors, services
from nexus.search.askers import asker_of
from nexus.search.facets import Filters
from nexus.search.selectors import MOST_OFFSET

MOST_HITS = 50
RESULTS = inline_serializer(
    "SearchResults",
    {
        "query": fields.CharField(),
        "total": fields.IntegerField(),
        "did_you_mean": fields.CharField(),
        "has_match": fields.BooleanField(),
        "facets": fields.DictField(),
        "results": s.HitOut(many=True),
        "next": fields.CharField(allow_null=True),
        "previous": fields.CharField(allow_null=True),
    },
)


# Of a POST, too: they stand in the address there.
NARROWING = [
    OpenApiParameter("kind", str, enum=[*Kind.values, "topic"]),
    OpenApiParameter("topic", str),
    OpenApiParameter("technology", str),
    OpenApiParameter("track", str, enum=list(Track.values)),
    OpenApiParameter("cohort", str),
    OpenApiParameter("limit", int, description=f"1 to {MOST_HITS}; 20 when it is not given."),
    OpenApiParameter("offset", int, description="How many results to pass over."),
]


class SearchIn(fields.Serializer[Any]):
    q = fields.CharField(max_length=20_000, trim_whitespace=False)


class Search(HubView):
    scopes = {"GET": "search", "POST": "search"}

    @extend_schema(
        operation_id="search",
        parameters=[
            OpenApiParameter("q", str, description="Words, or a pasted error."),
            *NARROWING,
        ],
        responses=RESULTS,
    )
    def get(self, request: Request) -> Response:
        query = parameter(request, "q")
        return self.answer(request, query)

    @extend_schema(
        operation_id="match_error", parameters=NARROWING, request=SearchIn, responses=RESULTS
    )
    def post(self, request: Request) -> Response:
        """The same for a text that is too long for an address: a whole log."""
        return self.answer(request, self.parse(SearchIn)["q"])

    def answer(self, request: Request, query: str) -> Response:
        limit = number(request, "limit", 20)
        if not 1 <= limit <= MOST_HITS:
            raise Invalid("That is no size of a page.", fields={"limit": f"1 to {MOST_HITS}."})
        offset = min(number(request, "offset", 0), MOST_OFFSET)
        filters = Filters(
            kind=choice(request, "kind", [*Kind.values, "topic"]),
            topic=text(request, "topic"),
            technology=text(request, "technology"),
            track=choice(request, "track", list(Track.values)),
            cohort=text(request, "cohort"),
        )
        refuse_unknown(request)
        found = selectors.search(
            viewer=self.viewer,
            query=query,
            filters=filters,
            first=limit,
            offset=offset,
            with_facets=True,
        )
        if not offset:
            services.log_query(
                query=query,
                results=found.total if found.has_match else 0,
                asker=asker_of(self.viewer, request),
            )
        facets = {
            name: [{"value": f.value, "label": f.label, "count": f.count} for f in values]
            for name, values in found.facets.items()
        }
        whole = {
            "query": found.query,
            "total": found.total,
            "did_you_mean": found.did_you_mean,
            "has_match": found.has_match,
            "facets": facets,
            "results": [s.hit_of(hit) for hit in found.hits],
            "next": self.page(request, offset + limit, found.total),
            "previous": self.page(request, offset - limit, found.total) if offset else None,
        }
        return linked(Response(whole), whole)

    def page(self, request: Request, offset: int, total: int) -> str | None:
        offset = max(offset, 0)
        if offset >= min(total, MOST_OFFSET) or request.method == "POST":
            return None
        query = request.query_params.copy()
        query["offset"] = str(offset)
        return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
