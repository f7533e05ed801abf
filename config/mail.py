"""How mail leaves the hub: a worker gives it to a server, or writes files in the data folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from config import env

# One that hangs holds up the other mail.
TIMEOUT_SECONDS = 20
# Whoever sends mail writes it down (docs/adr/0088); NEXUS_MAIL_BACKEND is what the worker sends by.
QUEUE = "nexus.mail.backend.QueueBackend"
DEFAULT_PORTS = {"smtp": 587, "smtps": 465}


def mail_settings(url: str, sender: str, folder: Path) -> dict[str, Any]:
    """Django's EMAIL_ settings, and what the worker sends by. Raises EnvironmentError.

    `smtps` speaks TLS from the first byte, `smtp` begins it before it names a user: a password
    never goes in the clear.
    """
    if not url:
        return {
            "EMAIL_BACKEND": QUEUE,
            "NEXUS_MAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": folder,
        }
    if "@" not in sender:
        raise env.EnvironmentError("NEXUS_MAIL_FROM is missing: the address that mail comes from.")
    parts = urlsplit(url)
    if not parts.hostname:
        raise env.EnvironmentError("NEXUS_MAIL_URL names no host.")
    port = parts.port or DEFAULT_PORTS[parts.scheme]
    user = unquote(parts.username or "")
    return {
        "EMAIL_BACKEND": QUEUE,
        "NEXUS_MAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(user),
        "EMAIL_TIMEOUT": TIMEOUT_SECONDS,
        "DEFAULT_FROM_EMAIL": sender,
        "SERVER_EMAIL": sender,
    }
