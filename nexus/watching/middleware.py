"""Each request gets an id that its log lines and jobs carry, and is counted and timed."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bound_contextvars

from nexus.common import tracing
from nexus.watching.metrics import DURATION, QUERIES, QUERY_TIME, REQUESTS

if TYPE_CHECKING:
    from opentelemetry.trace import Span

log = logging.getLogger("nexus.request")
HEADER = "X-Request-ID"
ACCEPTED = re.compile(r"[A-Za-z0-9-]{8,64}\Z")
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class WatchingMiddleware:
    """Outermost. A reader who meets an error can name it: its answer carries the id."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        number = given if ACCEPTED.match(given) else uuid.uuid4().hex
        asked = TracedAsked() if tracing.is_on() else Asked()
        with (
            bound_contextvars(request_id=number),
            tracing.piece(method_of(request), kind="server") as span,
            connection.execute_wrapper(asked),
        ):
            began = time.perf_counter()
            response = self.get_response(request)
            took = time.perf_counter() - began
            note(request, response, took, asked)
            if span is not None:
                describe(span, request, response, number, asked)
        if response.status_code >= 400:
            response.headers.setdefault(HEADER, number)
        return response


class Asked:
    """Counts statements and their time."""

    def __init__(self) -> None:
        self.count, self.seconds = 0, 0.0

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.count += 1
            self.seconds += time.perf_counter() - began


class TracedAsked(Asked):
    """Each statement is a piece of the trace: its text with placeholders, never its values."""

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        text = str(sql)[:2000]
        about = {"db.system.name": connection.vendor, "db.query.text": text}
        with tracing.piece(text.partition(" ")[0] or "SQL", kind="client", attributes=about):
            return super().__call__(execute, sql, params, many, context)


def describe(
    span: Span, request: HttpRequest, response: HttpResponse, number: str, asked: Asked
) -> None:
    """What a trace says of a request. Its route, not its address, which may hold a secret."""
    match = request.resolver_match
    route = f"/{match.route}" if match else ""
    span.update_name(f"{method_of(request)} {route}".strip())
    span.set_attributes(
        {
            "nexus.request_id": number,
            "http.request.method": method_of(request),
            "http.route": route,
            "http.response.status_code": response.status_code,
            "nexus.queries": asked.count,
        }
    )
    if response.status_code >= 500:
        tracing.fail(span)


def method_of(request: HttpRequest) -> str:
    return request.method if request.method in METHODS else "other"


def note(request: HttpRequest, response: HttpResponse, took: float, asked: Asked) -> None:
    """By the name of the view: addresses are without number."""
    match = request.resolver_match
    view = (match.view_name or match.url_name or "unnamed") if match else "none"
    method = method_of(request)
    REQUESTS.labels(method, view, str(response.status_code)).inc()
    DURATION.labels(view).observe(took)
    QUERIES.labels(view).inc(asked.count)
    QUERY_TIME.labels(view).inc(asked.seconds)
    log.info(
        "%s %s %s",
        method,
        response.status_code,
        view,
        extra={"path": request.path[:200], "ms": round(took * 1000, 1), "queries": asked.count},
    )
