"""How a person leaves for a provider, and what of them is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from requests import RequestException

from nexus.common.errors import NexusError


class ProviderAway(NexusError):
    """A provider does not say how to sign in with it."""

    code = "provider-away"
    status = 503
    title = "Nobody answers there"


class Leaving:
    """For providers of allauth: PKCE always, nothing taken from the address, nothing kept."""

    pkce_enabled_default = True
    name: str

    def redirect(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A page that goes on by itself, since `form-action 'self'` holds for redirects, too.

        Raises ProviderAway.
        """
        try:
            answer: HttpResponse = super().redirect(request, *args, **kwargs)  # type: ignore[misc]
        except (RequestException, KeyError, TypeError, ValueError) as error:
            raise ProviderAway(f"{self.name} does not answer. Try again in a moment.") from error
        if "Location" not in answer.headers:
            return answer
        context = {"provider": self, "address": answer["Location"]}
        return render(request, "socialaccount/leaving.html", context)

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, Any]:
        return dict(self.get_auth_params())  # type: ignore[attr-defined]

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        return list(self.get_scope())  # type: ignore[attr-defined]

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        """Nothing of a profile elsewhere is kept: the account's id there is enough."""
        return {}
