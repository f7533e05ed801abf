"""Each request gets an id that its log lines and jobs carry, and is counted and timed."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bound_contextvars

from nexus.watching.metrics import DURATION, QUERIES, QUERY_TIME, REQUESTS

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
        asked = Asked()
        with bound_contextvars(request_id=number), connection.execute_wrapper(asked):
            began = time.perf_counter()
            response = self.get_response(request)
            took = time.perf_counter() - began
            note(request, response, took, asked)
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


def note(request: HttpRequest, response: HttpResponse, took: float, asked: Asked) -> None:
    """By the name of the view: addresses are without number."""
    match = request.resolver_match
    view = (match.view_name or match.url_name or "unnamed") if match else "none"
    method = request.method if request.method in METHODS else "other"
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
