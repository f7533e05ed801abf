"""What is said of a field that cannot be used: one text for both APIs and the pages.

REST looks at the form of a body before any service does; GraphQL and pages leave that to the
services. Both take their words from here.
"""

from __future__ import annotations

from collections.abc import Iterable

TITLE = "Say in a few words what it is."
SOLUTION = "Say what fixed it."
PURPOSE = "Say what it is for (1–80 letters)."
COHORT_NAME = "Use 1 to 80 characters."
DOCUMENT_TITLE = "1 to 300 characters."
TERM_NAME = "Write it as people write it."


def one_of(values: Iterable[object]) -> str:
    """Of a choice that there is not."""
    return f"One of {', '.join(map(str, values))}."


def at_most(letters: int) -> str:
    """Of a text that is too long."""
    return f"Use at most {letters} characters."
