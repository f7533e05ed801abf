"""What a file is called here."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath

from nexus.common.masking import mask


def clean_name(name: str, hidden: Collection[str] = ()) -> str:
    """The name a file is known by: no folders above it, control characters, contacts, names."""
    if "://" in name:
        return "".join(c for c in name if c.isprintable())[:300]
    parts = [p for p in PurePosixPath(name.replace("\\", "/")).parts if p not in {"/", "..", "."}]
    text = "/".join(parts).replace("\x00", "")
    suffix = PurePosixPath(text).suffix
    text = mask(text.removesuffix(suffix), names=hidden).text + suffix
    return "".join(c for c in text if c.isprintable())[-300:].strip() or "untitled.md"
