"""Settings that are each valid and together wrong. Ids stay; docs/settings.md lists them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Warn

from config.env import Environment

LOCAL = {"localhost", "127.0.0.1", "[::1]", "testserver"}


@register("nexus")
def check_settings(app_configs: Any, **_: Any) -> Sequence[CheckMessage]:
    return list(complaints(settings.ENVIRONMENT))


def complaints(chosen: Environment) -> Sequence[CheckMessage]:
    """What is wrong with these choices, and what to do."""
    on_sqlite = not chosen.database_url or chosen.database_url.startswith("sqlite")
    elsewhere = set(chosen.allowed_hosts) - LOCAL
    found: list[CheckMessage] = []

    def say(wrong: bool, kind: type[Error | Warn], text: str, hint: str, number: str) -> None:
        if wrong:
            found.append(kind(text, hint=hint, id=f"nexus.{number}"))

    say(
        chosen.debug and bool(elsewhere),
        Error,
        "NEXUS_DEBUG is on and others can reach the hub: its error pages show settings.",
        "Unset NEXUS_DEBUG.",
        "E001",
    )
    say(
        bool(chosen.broker_url) and on_sqlite,
        Error,
        "BROKER_URL is set and the database is SQLite: workers of other machines cannot reach it.",
        "Set DATABASE_URL to PostgreSQL, or unset BROKER_URL.",
        "E002",
    )
    say(
        "*" in chosen.allowed_hosts,
        Warn,
        "NEXUS_HOSTS is *: the hub answers to any name, so links in mails can be forged.",
        "Name its hosts.",
        "W003",
    )
    say(
        bool(chosen.broker_url) and not chosen.cache_url,
        Warn,
        "BROKER_URL is set and CACHE_URL is not: each web process has a cache of its own.",
        "Set CACHE_URL to Redis.",
        "W004",
    )
    say(
        bool(elsewhere) and not chosen.https,
        Warn,
        "NEXUS_HOSTS names more than this machine and NEXUS_HTTPS is off: cookies go in the clear.",
        "Put a proxy with a certificate before it and set NEXUS_HTTPS=1.",
        "W005",
    )
    say(
        chosen.https and any(one.startswith("http://") for one in chosen.csrf_trusted_origins),
        Warn,
        "NEXUS_HTTPS is on and NEXUS_ORIGINS trusts an http:// origin.",
        "Name it as https://.",
        "W006",
    )
    say(
        bool(chosen.metrics_token) and len(chosen.metrics_token) < 16,
        Error,
        "NEXUS_METRICS_TOKEN can be guessed.",
        "Use 16 characters or more.",
        "E007",
    )
    return found
