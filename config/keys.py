"""Which keys of a Redis that several share are this deployment's."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import urlsplit


def hub_keys(database_url: str, data: Path) -> str:
    """The beginning of all keys of one hub: by where its database is, whoever signs in to it."""
    parts = urlsplit(database_url)
    place = f"{parts.hostname}:{parts.port}{parts.path}" if database_url else str(data)
    return f"nexus-{short_hash(place.encode())}"


def code_hash(folder: Path) -> str:
    """Of the code in a folder: what one version keeps, another could read wrongly."""
    files = sorted(folder.rglob("*.py"))
    named = (f"{f.relative_to(folder)}\0".encode() + f.read_bytes() for f in files)
    return short_hash(b"\0".join(named))


def short_hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]
