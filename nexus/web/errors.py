"""Errors that a reader caused become a page that helps, with the right status."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import DataError, IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import is_valid_path
from django.utils.http import urlencode

from nexus.common.errors import NexusError, SignInNeeded, TooMany, refused_by_database
from nexus.common.throttles.headers import tell

log = logging.getLogger(__name__)


def error_page(request: HttpRequest, *, status: int, title: str, message: str) -> HttpResponse:
    """The page of an error: what is wrong, and where to go from here."""
    context = {"status": status, "title": title, "message": message}
    return render(request, "pages/error.html", context, status=status)


class ProblemPagesMiddleware:
    """Turns the hub's errors into pages; the APIs have their own form of the same errors."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, SignInNeeded):
            messages.info(request, error.message)
            back = urlencode({"next": request.get_full_path()})
            return redirect(f"/accounts/login/?{back}")
        if isinstance(error, DataError | IntegrityError):
            log.warning("refused by the database: %s", error)
            error = refused_by_database(error)
        if isinstance(error, NexusError):
            response = error_page(
                request, status=error.status, title=error.title, message=error.message
            )
            if isinstance(error, TooMany):
                tell(response, error.decision)
            return response
        if isinstance(error, OperationalError):
            log.warning("the database is away: %s", error)
            response = error_page(
                request,
                status=503,
                title="The hub is catching its breath",
                message="The database did not answer. Nothing was lost; try again in a moment.",
            )
            response["Retry-After"] = "5"
            return response
        return None


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page of a mistyped address; one that only has a slash too many leads on."""
    shorter = request.path_info.rstrip("/")
    is_longer = request.method in {"GET", "HEAD"} and shorter not in {"", request.path_info}
    if is_longer and is_valid_path(shorter):
        return redirect(request.get_full_path().replace(request.path, shorter, 1))
    return error_page(
        request,
        status=404,
        title="Nothing is here",
        message="The address may be old or mistyped. Search finds what moved.",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    return error_page(
        request,
        status=500,
        title="Something broke inside the hub",
        message="It was written down. Going back and trying again often works.",
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(
        request, status=400, title="That request cannot be used", message="Go back and try again."
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(
        request,
        status=403,
        title="You may not do this",
        message="Your sign-in may have ended meanwhile, or this needs another role.",
    )


def csrf_failure(request: HttpRequest, reason: str = "", **_: Any) -> HttpResponse:
    return error_page(
        request,
        status=403,
        title="The form was open too long",
        message="Go back, reload the page, and send it again; what you wrote is still there.",
    )
