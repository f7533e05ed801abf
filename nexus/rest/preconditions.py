"""Writes that say from which version of a text they started: If-Match (RFC 9110, RFC 6585).

The tag is that of `…/source/`: what an editor loads. It follows revisions and the title, and
nothing else, so that evidence, receipts or comments never make an edit stale.
"""

from __future__ import annotations

from hashlib import sha256

from rest_framework.request import Request

from nexus.common.errors import NexusError, Stale
from nexus.library.models import Entry


class PreconditionNeeded(NexusError):
    """A write that does not say what it started from."""

    code = "precondition-required"
    status = 428
    title = "Say which version you started from"


def source_tag(entry: Entry) -> str:
    """The ETag of an entry's source."""
    return f'"v{entry.version}-{sha256(entry.title.encode()).hexdigest()[:12]}"'


def tags_of(header: str) -> list[str]:
    """The tags of If-Match. A proxy that compresses makes a tag weak; it names the same source."""
    return [tag.strip().removeprefix("W/") for tag in header.split(",") if tag.strip()]


def require_source(request: Request, entry: Entry) -> None:
    """Raises PreconditionNeeded without If-Match, Stale when it names another source."""
    if "If-Match" not in request.headers:
        raise PreconditionNeeded(
            "Send If-Match with the ETag of the entry's `source/`, so that nobody is overwritten."
        )
    refuse_stale(request, entry)


def refuse_stale(request: Request, entry: Entry) -> None:
    """Raises Stale when If-Match is there and names another source; `*` is any."""
    tags = tags_of(request.headers.get("If-Match", "*"))
    if "*" not in tags and source_tag(entry) not in tags:
        raise Stale(
            f"You started from another version; version {entry.version} is the newest. Nothing "
            "was overwritten: load its `source/`, look at what changed, then save again.",
            current_version=entry.version,
        )
