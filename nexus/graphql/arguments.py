"""What arguments mean."""

from __future__ import annotations

from collections.abc import Iterable

from nexus.common.errors import Invalid
from nexus.common.ids import decode_id
from nexus.common.wording import one_of as one_of_words

# What says which page of a connection; no filter has these names here.
PAGING = frozenset(("first", "after", "last", "before"))


def one_of(value: str | None, allowed: Iterable[str], name: str) -> str:
    """The value, or "" when it is not given. Raises Invalid."""
    choices = [str(choice) for choice in allowed]
    if value and value not in choices:
        raise Invalid(f"“{value[:40]}” is no {name}.", fields={name: one_of_words(choices)})
    return value or ""


def pk_of(kind: str, id: str | None) -> int | None:
    """The number of an id, or None when it is not given. Raises NotFound."""
    return decode_id(kind, id) if id else None
