"""Which texts cost more to render than anybody gains: they are shown as plain lines."""

from __future__ import annotations

LONGEST = 1_500_000
# Of what a parser must look at one by one. A page of ordinary Markdown has about fifty in 1,000
# characters; it takes well over half a megabyte of it to reach the bound.
MARKS = "[<*_`!~|@\n"
MOST_MARKS = 40_000
# At each colon the line before it is searched for the beginning of an address.
MOST_SEARCHED = 60_000_000


def is_costly(text: str) -> bool:
    """Rendering it would take seconds."""
    if len(text) > LONGEST or sum(map(text.count, MARKS)) > MOST_MARKS:
        return True
    return sum(line.count(":") * len(line) for line in text.split("\n")) > MOST_SEARCHED
