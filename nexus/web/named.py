"""Entries that people name in a form."""

from __future__ import annotations

from nexus.accounts.policies import Viewer
from nexus.common.errors import Invalid, NotFound
from nexus.common.ids import decode_id
from nexus.library.models import Entry
from nexus.library.selectors import get_entry
from nexus.library.services.links import find_entry


def named_entry(viewer: Viewer, text: str, field: str) -> Entry:
    """An entry by address, id or title. Raises Invalid, also for what the viewer may not see."""
    name = text.strip().strip("/")
    if not name:
        raise Invalid("No entry is named.", fields={field: "Give its address or its title."})
    if name.startswith("entry-"):
        try:
            return get_entry(viewer=viewer, pk=decode_id("entry", name))
        except NotFound:
            pass
    path = name.split("://", 1)[-1].split("/", 1)[-1] if "://" in name else name
    found = find_entry(path)
    if found is None:
        raise Invalid(
            f"There is no entry “{name[:80]}”.", fields={field: "Give its address or its title."}
        )
    return found
