"""Where else people may have an account to sign in with: GitHub, Discord, OpenID Connect."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from config import env

HERE = {"localhost", "127.0.0.1", "::1"}
CLASSES = {
    "github": "nexus.accounts.providers.named.GitHub",
    "discord": "nexus.accounts.providers.named.Discord",
    "openid_connect": "nexus.accounts.providers.openid.provider.OpenID",
}


def providers(chosen: env.Environment) -> dict[str, Any]:
    """allauth's SOCIALACCOUNT_PROVIDERS; a provider that the operator did not choose has no app.

    Raises EnvironmentError.
    """
    check_whole("GITHUB", ID=chosen.github_id, SECRET=chosen.github_secret)
    check_whole("DISCORD", ID=chosen.discord_id, SECRET=chosen.discord_secret)
    check_whole("OIDC", URL=chosen.oidc_url, ID=chosen.oidc_id, SECRET=chosen.oidc_secret)
    check_guarded(chosen.oidc_url)
    apps = {
        "github": app("github", "GitHub", chosen.github_id, chosen.github_secret),
        "discord": app("discord", "Discord", chosen.discord_id, chosen.discord_secret),
        "openid_connect": {
            **app("oidc", chosen.oidc_name, chosen.oidc_id, chosen.oidc_secret),
            "settings": {"server_url": chosen.oidc_url.rstrip("/")},
        },
    }
    return {
        kind: {"provider_class": CLASSES[kind], "APPS": [one] if one["client_id"] else []}
        for kind, one in apps.items()
    }


def app(provider_id: str, name: str, client_id: str, secret: str) -> dict[str, Any]:
    return {"provider_id": provider_id, "name": name, "client_id": client_id, "secret": secret}


def check_whole(kind: str, **parts: str) -> None:
    """What belongs together is all there, or nothing of it is."""
    missing = [name for name, value in parts.items() if not value]
    if missing and len(missing) < len(parts):
        names = ", ".join(parts)
        raise env.EnvironmentError(
            f"NEXUS_{kind}_{missing[0]} is missing: {names} of a provider go together."
        )


def check_guarded(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme == "http" and parts.hostname not in HERE:
        raise env.EnvironmentError(f"NEXUS_OIDC_URL cannot be used: expected {env.ISSUER['https']}")
