"""What a line or heading is that may name something."""

from __future__ import annotations

import re

from nexus.consolidation.inline import bare
from nexus.consolidation.sections import TECHNOLOGY, role_of
from nexus.consolidation.tree import Node

_SPANS = re.compile(r"^\W*(?:`[^`]{1,40}` ){1,40}`[^`]{1,40}`\s*$")
_CAPSTONE = re.compile(r"\bcapstone|\bfinal project", re.I)


def with_commas(raw: str) -> str:
    """A line of nothing but names in code, "`Git` `Redis`", as the list that it is."""
    return raw.replace("` `", "`, `") if _SPANS.match(raw) else raw


def defines(node: Node) -> bool:
    """Whether a line is what the term before it means, in a list of definitions."""
    return node.kind == "text" and node.block.raw.lstrip().startswith(": ")


def is_capstone(node: Node) -> bool:
    """Whether a part of a course is the work at its end, which teaches nothing new."""
    leads = [node.text, *(c.text for c in node.children[:2] if c.block.bold or c.kind == "heading")]
    return any(_CAPSTONE.search(text) for text in leads)


def is_listing(node: Node) -> bool:
    """Whether a heading has nothing but code under it."""
    kinds = {c.kind for c in node.walk() if c is not node}
    return "code" in kinds and not kinds & {"item", "text", "row"}


_HEADER = re.compile(
    r"^(?:technolog(?:y|ies)|tools?|component|name|category|stack|layer|concepts?|topics?|area|"
    r"description|purpose|use(?: case|d for)?|usage|role|details?|framework|what|challenges?|"
    r"problems?|solutions?|version|skill|key learnings?|#|no\.?|s/n)\b",
    re.I,
)


_KIND_OF = re.compile(
    r"^(?:categor(?:y|ies)|areas?|layers?|types?|domains?|fields?|groups?)$", re.I
)


def column_of_names(cells: tuple[str, ...]) -> int:
    """The column of technologies beside one that says which kind they are; 0 without one."""
    words = [bare(c) for c in cells]
    if not words or not _KIND_OF.match(words[0]):
        return 0
    return next((n for n, w in enumerate(words) if n and role_of(w) == TECHNOLOGY), 0)


def is_header(cells: list[str]) -> bool:
    return all(len(c.split()) <= 4 and _HEADER.match(c) for c in cells)
