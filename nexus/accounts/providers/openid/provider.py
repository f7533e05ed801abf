"""The provider of allauth, with a nonce."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider

from nexus.accounts.providers.leaving import Leaving
from nexus.accounts.providers.openid.adapter import OpenIDAdapter
from nexus.accounts.providers.openid.tokens import nonce_of


class OpenID(Leaving, OpenIDConnectProvider):  # type: ignore[misc]
    oauth2_adapter_class = OpenIDAdapter

    def get_pkce_params(self) -> dict[str, Any]:
        params = dict(super().get_pkce_params())
        return {**params, "nonce": nonce_of(params["code_verifier"])}
