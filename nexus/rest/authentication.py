"""`Authorization: Bearer nexus_…`."""

from __future__ import annotations

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from nexus.accounts.models import ApiToken, Person
from nexus.accounts.selectors import SCHEMES, find_token
from nexus.common.throttles.charging import charge


class ApiTokenAuthentication(BaseAuthentication):
    """A person's API token; a wrong one is refused, never ignored."""

    def authenticate(self, request: Request) -> tuple[Person, ApiToken] | None:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() not in SCHEMES or not secret:
            return None
        token = find_token(secret.strip())
        if token is None:
            # Nobody's request, so the address pays for it.
            charge(request._request, scope="read")
            raise AuthenticationFailed("This API token is not valid. Make a new one on your page.")
        return token.person, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class ApiTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How OpenAPI names it."""

    target_class = "nexus.rest.authentication.ApiTokenAuthentication"
    name = "apiToken"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "nexus_…"}
