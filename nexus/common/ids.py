"""Public ids: the same strings in REST, GraphQL and pages, such as ``entry-12``.

The number is the primary key, which never changes; the word names the type, so that
GraphQL's ``node(id)`` needs nothing else.
"""

from __future__ import annotations

import re

from nexus.common.errors import NotFound

PATTERN = re.compile(r"([a-z]{1,20})-([1-9][0-9]{0,17})\Z")


def encode_id(kind: str, pk: int) -> str:
    """("entry", 12) → "entry-12"."""
    return f"{kind}-{pk}"


def split_id(text: str) -> tuple[str, int]:
    """ "entry-12" → ("entry", 12). Raises NotFound for anything else."""
    found = PATTERN.match(text)
    if found is None:
        raise NotFound(f"“{text[:80]}” is not an id of this hub; ids look like entry-12.")
    return found[1], int(found[2])


def decode_id(kind: str, text: str) -> int:
    """("entry", "entry-12") → 12. A bare number is taken too. Raises NotFound."""
    if text.isascii() and text.isdigit() and 0 < len(text) < 19:
        return int(text)
    found, pk = split_id(text)
    if found != kind:
        raise NotFound(f"“{text[:80]}” is of another kind; ids here look like {kind}-12.")
    return pk
