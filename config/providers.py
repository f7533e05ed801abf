"""Where else people may have an account to sign in with: GitHub, Discord, OpenID Connect."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from config import env
from config.env import read_text

HERE = {"localhost", "127.0.0.1", "::1"}
CLASSES = {
    "github": "nexus.accounts.providers.named.GitHub",
    "discord": "nexus.accounts.providers.named.Discord",
    "openid_connect": "nexus.accounts.providers.openid.provider.OpenID",
}


def read_providers() -> dict[str, Any]:
    """allauth's SOCIALACCOUNT_PROVIDERS; a provider without variables has no app.

    Raises EnvironmentError.
    """
    apps = {
        "github": read_app("GITHUB", provider_id="github", name="GitHub"),
        "discord": read_app("DISCORD", provider_id="discord", name="Discord"),
        "openid_connect": read_openid(),
    }
    return {
        kind: {"provider_class": CLASSES[kind], "APPS": [app] if app else []}
        for kind, app in apps.items()
    }


def read_app(kind: str, **more: Any) -> dict[str, Any]:
    """Id and secret of the hub at a provider, both or none."""
    client, secret = read_text(f"NEXUS_{kind}_ID"), read_text(f"NEXUS_{kind}_SECRET")
    if bool(client) != bool(secret):
        missing = "SECRET" if client else "ID"
        raise env.EnvironmentError(
            f"NEXUS_{kind}_{missing} is missing: the provider gave you both."
        )
    return {"client_id": client, "secret": secret, **more} if client else {}


def read_openid() -> dict[str, Any]:
    """The one OpenID provider, by the address of which its discovery hangs."""
    url = read_text("NEXUS_OIDC_URL")
    app = read_app("OIDC", provider_id="oidc", name=read_text("NEXUS_OIDC_NAME", "single sign-on"))
    if bool(url) != bool(app):
        missing = "ID" if url else "URL"
        raise env.EnvironmentError(
            f"NEXUS_OIDC_{missing} is missing: URL, ID and SECRET go together."
        )
    parts = urlsplit(url)
    if url and parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in HERE):
        raise env.EnvironmentError(
            "NEXUS_OIDC_URL cannot be used: expected https://id.example/realm"
        )
    return {**app, "settings": {"server_url": url.rstrip("/")}} if app else {}
