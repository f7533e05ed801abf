"""Errors as problem+json (RFC 9457): type, title, status, detail, and errors with pointers."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import DataError, IntegrityError, OperationalError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from nexus.common.errors import TITLES, NexusError, Stale, TooMany, refused_by_database
from nexus.common.text import writable
from nexus.common.throttles.headers import tell

log = logging.getLogger(__name__)

TYPE = "/docs/errors#{code}"
MEDIA_TYPE = "application/problem+json"


def problem(
    *, code: str, title: str, status: int, detail: str, extra: dict[str, Any] | None = None
) -> Response:
    """The response of one problem."""
    body = {
        "type": TYPE.format(code=code),
        "title": title,
        "status": status,
        "detail": detail,
        **(extra or {}),
    }
    return Response(body, status=status, content_type=MEDIA_TYPE)


def from_nexus_error(error: NexusError) -> Response:
    extra: dict[str, Any] = {}
    if error.fields:
        extra["errors"] = [
            {"pointer": f"#/{name}", "detail": text} for name, text in error.fields.items()
        ]
    status = error.status
    if isinstance(error, Stale):
        extra["current_version"] = error.current_version
        status = 412  # what was expected came in If-Match
    response = problem(
        code=error.code,
        title=error.title,
        status=status,
        detail=error.message,
        extra=extra,
    )
    if isinstance(error, TooMany):
        tell(response, error.decision)
    return response


def pointers(detail: Any, path: str = "#") -> list[dict[str, str]]:
    """DRF's nested error details as a flat list of pointers."""
    if isinstance(detail, dict):
        return [p for key, value in detail.items() for p in pointers(value, f"{path}/{key}")]
    if isinstance(detail, list):
        found = []
        for index, value in enumerate(detail):
            inner = f"{path}/{index}" if isinstance(value, dict | list) else path
            found += pointers(value, inner)
        return found
    return [{"pointer": writable(path), "detail": writable(str(detail))}]


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every error that a client can cause, as a problem; others are not ours to hide."""
    if isinstance(error, DataError | IntegrityError):
        log.warning("refused by the database: %s", error)
        error = refused_by_database(error)
    if isinstance(error, NexusError):
        response = from_nexus_error(error)
    elif isinstance(error, exceptions.ValidationError):
        response = problem(
            code="invalid",
            title="Some of this cannot be used",
            status=422,
            detail="Look at `errors`: each names a field and what is wrong with it.",
            extra={"errors": pointers(error.detail)},
        )
    elif isinstance(error, exceptions.APIException):
        code = str(error.default_code).replace("_", "-")
        response = problem(
            code=code,
            title=TITLES.get(code, HTTPStatus(error.status_code).phrase),
            status=error.status_code,
            detail=writable(str(error.detail)),
        )
        if header := getattr(error, "auth_header", None):
            response["WWW-Authenticate"] = header
        if wait := getattr(error, "wait", None):
            response["Retry-After"] = str(int(wait) + 1)
    elif isinstance(error, Http404):
        response = problem(
            code="not-found", title="Nothing is here", status=404, detail="There is no such thing."
        )
    elif isinstance(error, PermissionDenied):
        response = problem(
            code="not-allowed", title="You may not do this", status=403, detail=str(error)
        )
    elif isinstance(error, RequestDataTooBig):
        response = problem(
            code="too-large", title="This is too large", status=413, detail=str(error)
        )
    elif isinstance(error, OperationalError):
        response = problem(
            code="unavailable",
            title="The database is away",
            status=503,
            detail="Try again in a moment; nothing was written.",
        )
        response["Retry-After"] = "5"
    else:
        return None
    set_rollback()
    return response
