"""What of the REST API will go, and when: headers of its answers, and marks in OpenAPI.

One line in a table says it all. `Deprecation` is RFC 9745's, `Sunset` RFC 8594's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.http import http_date
from rest_framework.request import Request

LEAST = timedelta(days=182)
CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True, slots=True)
class Going:
    """Since when it is deprecated, when it goes, and what replaces it."""

    since: datetime
    until: datetime
    instead: str

    def __post_init__(self) -> None:
        if self.until - self.since < LEAST:
            raise ValueError("What goes is told half a year before: let `until` be later.")

    @property
    def words(self) -> str:
        return f"Goes on {self.until:%Y-%m-%d}. Instead: {self.instead}"


# "GET /api/v1/entries/{id}/" → when it goes.
OPERATIONS: dict[str, Going] = {}
# "EntryOut.summary", a schema of OpenAPI and its property → when it goes.
FIELDS: dict[str, Going] = {}


def at(year: int, month: int, day: int) -> datetime:
    """The beginning of a day."""
    return datetime(year, month, day, tzinfo=UTC)


def operation_of(request: Request) -> str:
    """What is asked, as OpenAPI writes it."""
    found = request._request.resolver_match
    method = "GET" if request.method == "HEAD" else request.method
    address = CONVERTER.sub(r"{\1}", found.route) if found else ""
    return f"{method} /{address}"


def tell_going(answer: HttpResponseBase, request: Request) -> None:
    """Both headers, on whatever is answered where something goes."""
    if OPERATIONS and (going := OPERATIONS.get(operation_of(request))):
        answer["Deprecation"] = f"@{going.since.timestamp():.0f}"
        answer["Sunset"] = http_date(going.until.timestamp())


def mark_going(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """For drf-spectacular: `deprecated`, and what replaces it."""
    for operation, going in OPERATIONS.items():
        method, address = operation.split(" ")
        mark(result["paths"][address][method.lower()], going)
    for field, going in FIELDS.items():
        shape, name = field.split(".")
        mark(result["components"]["schemas"][shape]["properties"][name], going)
    return result


def mark(described: dict[str, Any], going: Going) -> None:
    told = described.get("description", "")
    described |= {"deprecated": True, "description": f"{told}\n\n{going.words}".strip()}
