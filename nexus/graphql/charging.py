"""Charging a query its cost, and telling what is left.

A request is counted before anything of it is read: a point, and one request of its address. Once
its cost is known, the rest follows; what is refused before it runs costs REFUSED, since it was
read and checked for nothing.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from nexus.common.errors import NexusError, TooCostly, TooMany
from nexus.common.throttles.charging import charge
from nexus.common.throttles.gcra import Decision
from nexus.common.throttles.headers import tell
from nexus.common.throttles.policies import WHOLE_ADDRESS
from nexus.graphql.pricing import MOST_COST

# Points with which a request begins: the least that a query costs.
BEGINNING = 1
# Points of what is refused: reading and checking the worst takes as long as a large page does.
REFUSED = 50


def charge_request(request: HttpRequest) -> None:
    """Count a request that begins. Raises TooMany."""
    request.graphql_decision = charge_points(request, BEGINNING)  # type: ignore[attr-defined]
    request.graphql_paid = BEGINNING  # type: ignore[attr-defined]


def charge_query(request: HttpRequest, cost: int, keeping: int = 0) -> None:
    """Count the query against who asks; the request keeps what to tell of it.

    What `keeping` its text costs is not told: it is paid once, and answers that are alike are
    alike to the byte. Raises TooMany, and TooCostly for what no waiting makes affordable.
    """
    try:
        if cost > MOST_COST:
            raise TooCostly(
                f"The query may cost {cost:,} points, and {MOST_COST:,} is the most. "
                "Ask for smaller pages, or in several queries."
            )
        pay(request, cost + keeping)
    except TooCostly:
        charge_refused(request)
        raise
    request.graphql_cost["asked"] = cost  # type: ignore[attr-defined]


def charge_refused(request: HttpRequest) -> None:
    """Count a request that was refused for what it is. Raises TooMany."""
    with suppress(TooCostly):  # an operator's bucket is smaller than that
        pay(request, REFUSED)


def pay(request: HttpRequest, cost: int) -> None:
    """Charge what is still missing of a cost, and keep what to tell of it.

    Raises TooMany and TooCostly.
    """
    paid: int = request.graphql_paid  # type: ignore[attr-defined]
    begun: Decision | None = request.graphql_decision  # type: ignore[attr-defined]
    if cost > paid and (decision := charge_points(request, cost, paid)):
        address = [state for state in begun.states if state.name == WHOLE_ADDRESS] if begun else []
        begun = replace(decision, states=(*decision.states, *address))
        request.graphql_decision = begun  # type: ignore[attr-defined]
    request.graphql_paid = max(cost, paid)  # type: ignore[attr-defined]
    told = {"asked": max(cost, paid)}
    # What may be kept says nothing of how much is left: a header does.
    if begun and request.method == "POST":
        told["left"] = min(state.left for state in begun.states if state.name != WHOLE_ADDRESS)
    request.graphql_cost = told  # type: ignore[attr-defined]


def charge_points(request: HttpRequest, cost: int, paid: int = 0) -> Decision | None:
    """Charge who asks; `paid` of the cost they have paid already. Raises TooMany and TooCostly."""
    person = request.user if request.user.is_authenticated else None
    return charge(
        request,
        scope="graphql",
        role=person.role if person else "anonymous",
        person=person.pk if person else None,
        token=getattr(request, "api_token_pk", None),
        cost=cost,
        paid=paid,
    )


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
