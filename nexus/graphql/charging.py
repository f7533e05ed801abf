"""Charging a query its cost, and telling what is left."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from graphql import DocumentNode, GraphQLSchema

from nexus.common.errors import NexusError, TooCostly, TooMany
from nexus.common.throttles.charging import charge
from nexus.common.throttles.headers import tell
from nexus.graphql.pricing import MOST_COST, price


def charge_query(
    request: HttpRequest,
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: str | None,
    variables: dict[str, Any] | None,
) -> None:
    """Count the query against who asks; the request keeps what to tell of it.

    Raises TooMany, and TooCostly for what no waiting makes affordable.
    """
    cost = price(schema, document, operation, variables)
    if cost > MOST_COST:
        raise TooCostly(
            f"The query may cost {cost:,} points, and {MOST_COST:,} is the most. "
            "Ask for smaller pages, or in several queries."
        )
    person = request.user if request.user.is_authenticated else None
    decision = charge(
        request,
        scope="graphql",
        role=person.role if person else "anonymous",
        person=person.pk if person else None,
        token=getattr(request, "api_token_pk", None),
        cost=cost,
    )
    told = {"asked": cost}
    # What may be kept says nothing of how much is left: a header does.
    if decision and request.method == "POST":
        told["left"] = min(state.left for state in decision.states)
    request.graphql_cost = told  # type: ignore[attr-defined]
    request.graphql_decision = decision  # type: ignore[attr-defined]


def refusal(error: NexusError) -> HttpResponse:
    """The answer to what was refused before it ran."""
    extensions: dict[str, Any] = {"code": error.code, "status": error.status}
    if isinstance(error, TooMany):
        extensions["retry_after"] = error.retry_after
    body = {"errors": [{"message": error.message, "extensions": extensions}]}
    response = JsonResponse(body, status=error.status)
    if isinstance(error, TooMany):
        tell(response, error.decision)
    return response
