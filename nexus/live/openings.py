"""How a stream is asked for: who asks, what it costs them, and which pages may hear the answer.

The same as over REST, for an address that no view of Django answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from corsheaders.middleware import CorsMiddleware
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse

from nexus.accounts.policies import Viewer
from nexus.accounts.selectors import SCHEMES, find_token
from nexus.changelog.audience import Listener, listener_of
from nexus.common.errors import TITLES, TooMany
from nexus.common.throttles.addresses import client_address, network_of
from nexus.common.throttles.charging import charge
from nexus.common.throttles.gcra import Decision
from nexus.common.throttles.headers import tell
from nexus.live.answers import Answer, Headers, Scope, problem, too_many

CORS = CorsMiddleware(lambda request: HttpResponse())


class Refused(Exception):
    """The stream is not given; `answer` says why."""

    def __init__(self, answer: Answer, *headers: tuple[bytes, bytes]) -> None:
        super().__init__(answer.status)
        answer.headers = [*answer.headers, *headers]
        self.answer = answer


def refused(
    status: int, code: str, title: str, detail: str, *headers: tuple[bytes, bytes]
) -> Refused:
    return Refused(problem(status, code, title, detail), *headers)


@dataclass(frozen=True, slots=True)
class Opening:
    """Who opens a stream, from where, and what the answer tells them of their limits."""

    listener: Listener
    network: str
    headers: Headers


def request_of(scope: Scope) -> ASGIRequest:
    """The request as Django reads it; its query is read elsewhere, whatever bytes it has."""
    return ASGIRequest({**scope, "query_string": b""}, BytesIO())


def open_stream(scope: Scope) -> Opening:
    """Find who asks and charge them one read. Raises Refused."""
    request = request_of(scope)
    try:
        viewer, token = find_viewer(request)
        person = viewer if viewer.is_authenticated else None
        decision = charge(
            request,
            scope="read",
            role=person.role if person else "anonymous",
            person=person.pk if person else None,
            token=token,
        )
    except TooMany as error:
        raise Refused(too_many(scope["path"], error), *limits(error.decision)) from error
    network = network_of(client_address(request))
    return Opening(listener_of(viewer), network, limits(decision))


def find_viewer(request: ASGIRequest) -> tuple[Viewer, int | None]:
    """Who asks, and by which token: by session without one, and else nobody.

    Raises Refused for a token that is none, and TooMany.
    """
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() in SCHEMES and secret:
        token = find_token(secret.strip())
        if token is None:
            charge(request, scope="read")  # nobody's request, so the address pays for it
            detail = "This API token is not valid. Make a new one on your page."
            title = TITLES["authentication-failed"]
            how = (b"WWW-Authenticate", b"Bearer")
            raise refused(401, "authentication-failed", title, detail, how)
        return token.person, token.pk
    request.session = SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME) or None)
    viewer: Viewer = get_user(request)
    return viewer, None


def limits(decision: Decision | None) -> Headers:
    """What REST tells of limits."""
    told = HttpResponse()
    tell(told, decision)
    # The web process has said by itself when to come again.
    return headers_of(told, "RateLimit", "RateLimit-Policy")


def cross_origin(scope: Scope) -> Headers:
    """What lets pages of NEXUS_API_ORIGINS read the answer, from the API's own middleware."""
    told = HttpResponse()
    CORS.add_response_headers(request_of(scope), told)
    return headers_of(
        told, *(name for name in told.headers if name.lower().startswith("access-control-"))
    )


def headers_of(response: HttpResponse, *names: str) -> Headers:
    """Those of these headers that a response has."""
    found = ((name, response.headers[name]) for name in names if name in response.headers)
    return [(name.encode(), value.encode()) for name, value in found]
