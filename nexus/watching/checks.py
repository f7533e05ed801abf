"""Settings that are each valid and together wrong. Ids stay; docs/settings.md lists them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

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
    asked = (*about_access(chosen), *about_services(chosen), *about_watching(chosen))
    return [message for is_wrong, message in asked if is_wrong]


def about_access(chosen: Environment) -> Iterator[tuple[bool, CheckMessage]]:
    elsewhere = set(chosen.allowed_hosts) - LOCAL
    yield (
        chosen.debug and bool(elsewhere),
        Error(
            "NEXUS_DEBUG is on and others can reach the hub: its error pages show settings.",
            hint="Unset NEXUS_DEBUG.",
            id="nexus.E001",
        ),
    )
    yield (
        "*" in chosen.allowed_hosts,
        Warn(
            "NEXUS_HOSTS is *: the hub answers to any name, so links in mails can be forged.",
            hint="Name its hosts.",
            id="nexus.W003",
        ),
    )
    yield (
        bool(elsewhere) and not chosen.https,
        Warn(
            "NEXUS_HOSTS names more than this machine and NEXUS_HTTPS is off: cookies go in the "
            "clear.",
            hint="Put a proxy with a certificate before it and set NEXUS_HTTPS=1.",
            id="nexus.W005",
        ),
    )
    yield (
        chosen.https and any(one.startswith("http://") for one in chosen.csrf_trusted_origins),
        Warn(
            "NEXUS_HTTPS is on and NEXUS_ORIGINS trusts an http:// origin.",
            hint="Name it as https://.",
            id="nexus.W006",
        ),
    )


def about_services(chosen: Environment) -> Iterator[tuple[bool, CheckMessage]]:
    on_sqlite = not chosen.database_url or chosen.database_url.startswith("sqlite")
    yield (
        bool(chosen.broker_url) and on_sqlite,
        Error(
            "BROKER_URL is set and the database is SQLite: workers of other machines cannot reach "
            "it.",
            hint="Set DATABASE_URL to PostgreSQL, or unset BROKER_URL.",
            id="nexus.E002",
        ),
    )
    yield (
        bool(chosen.broker_url) and not chosen.cache_url,
        Warn(
            "BROKER_URL is set and CACHE_URL is not: each web process has a cache of its own.",
            hint="Set CACHE_URL to Redis.",
            id="nexus.W004",
        ),
    )
    server = urlsplit(chosen.mail_url)
    yield (
        server.scheme == "smtp"
        and not server.username
        and "." in (server.hostname or "")
        and server.hostname not in LOCAL,
        Warn(
            "NEXUS_MAIL_URL is smtp:// without a user: links that set a new password go in the "
            "clear.",
            hint="Name it as smtps://, or with a user and a password.",
            id="nexus.W010",
        ),
    )


def about_watching(chosen: Environment) -> Iterator[tuple[bool, CheckMessage]]:
    yield (
        bool(chosen.metrics_token) and len(chosen.metrics_token) < 16,
        Error(
            "NEXUS_METRICS_TOKEN can be guessed.",
            hint="Use 16 characters or more.",
            id="nexus.E007",
        ),
    )
    collector = urlsplit(chosen.traces)
    yield (
        collector.scheme == "http"
        and "." in (collector.hostname or "")
        and bool(chosen.traces_headers),
        Warn(
            "OTEL_EXPORTER_OTLP_HEADERS goes to a collector over http://: who listens can read it.",
            hint="Name the collector as https://.",
            id="nexus.W008",
        ),
    )
    yield (
        bool(chosen.traces_headers) and not chosen.traces,
        Warn(
            "OTEL_EXPORTER_OTLP_HEADERS is set and OTEL_EXPORTER_OTLP_ENDPOINT is not: no trace is "
            "sent.",
            hint="Name the collector, or unset the headers.",
            id="nexus.W009",
        ),
    )
