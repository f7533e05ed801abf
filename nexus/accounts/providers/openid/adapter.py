"""What comes back from an OpenID provider, checked."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest

from nexus.accounts.providers.openid.tokens import nonce_of, read_id_token


class OpenIDAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """allauth trusts a token that came by TLS, and asks for no nonce; here both are checked."""

    nonce = ""

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str | None = None
    ) -> dict[str, Any]:
        self.nonce = nonce_of(pkce_code_verifier or "")
        try:
            return dict(super().get_access_token_data(request, app, client, pkce_code_verifier))
        except (KeyError, TypeError, ValueError) as error:
            raise OAuth2Error("The provider gave no token.") from error

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Who signed in there. Raises OAuth2Error, requests.RequestException."""
        try:
            claims = self.claims(app, str(kwargs["response"]["id_token"]))
            told = {}
            if "userinfo_endpoint" in self.openid_config:
                told = self._fetch_user_info(token.token)
                if told["sub"] != claims["sub"]:
                    raise OAuth2Error("The provider tells of somebody else.")
            # What is signed counts before what is told; an address goes with its own mark.
            source = claims if "email" in claims else told
            data = {
                "sub": claims["sub"],
                "email": source.get("email"),
                "email_verified": source.get("email_verified") is True,
            }
            return self.get_provider().sociallogin_from_response(request, {"id_token": data})
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise OAuth2Error("The provider's answer lacks something.") from error

    def claims(self, app: Any, id_token: str) -> dict[str, Any]:
        config = self.openid_config
        with get_adapter().get_requests_session() as session:
            answer = session.get(config["jwks_uri"])
            answer.raise_for_status()
            keys = answer.json()
        return read_id_token(
            id_token,
            keys=keys,
            issuer=config["issuer"],
            audience=app.client_id,
            nonce=self.nonce,
        )
