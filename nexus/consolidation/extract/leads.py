# ruff: noqa: E501  (tables of words read better on long lines)
"""Lists that a sentence or an item above them names: "I grew my skills in:", "* **Key Tools**"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from nexus.consolidation.sections import (
    CHALLENGE,
    CONCEPT,
    GROUP,
    LEARNING,
    NONE,
    PRACTICE,
    ROLES,
    TECHNOLOGY,
    is_of_future,
    names_a_section,
    role_of,
)
from nexus.consolidation.tree import Node

LONGEST = 24  # words of a sentence that leads a list
FEWEST = 2  # items that are a list
FEWEST_LINES = 3  # lines without marks that are one
LONGEST_LINE = 8  # words of such a line
_OF_NAMES = (TECHNOLOGY, CONCEPT, LEARNING)
_ONESELF = re.compile(r"\b(?:I|my|we|our|this project)\b", re.I)
_OUTCOMES = re.compile(r"\blearning outcomes\b", re.I)
_LEADS = (":", ";")  # at the end of a sentence that leads a list
_ENDS = r"[^.!?]*[:;]$"
_ABLE = re.compile(
    rf"\b(?:skills|proficien\w+|competenc\w+|expertise|knowledge|understanding|learning outcomes)\b{_ENDS}",
    re.I,
)
# What was met, learned or covered; a plain "Tools:" may be what a reader of the page needs.
_TOLD = r"(?:learn\w*|cover\w*|stud(?:y|ied)|explor\w+|gain\w*|master\w*|acquir\w+|picked up|worked with|go(?:es|ne)? through)"
_OF_ROLE = (
    (
        CHALLENGE,
        re.compile(
            r"^(?:(?:some|a few|most) of )?(?:the |my |our )?(?:\w+ ){0,2}(?:challenges|difficulties|obstacles|problems) "
            rf"(?:(?:that )?(?:i|we|were|was|have|had|faced|encountered|met|came)\b|include){_ENDS}",
            re.I,
        ),
    ),
    (
        PRACTICE,
        re.compile(
            rf"\b(?:best practices|lessons|takeaways)\b(?=.*\b(?:i|we|learn\w*|follow\w*|adopt\w*)\b){_ENDS}",
            re.I,
        ),
    ),
    (CONCEPT, re.compile(rf"\b(?:concepts|topics|fundamentals)\b(?=.*\b{_TOLD}\b){_ENDS}", re.I)),
    (CONCEPT, re.compile(rf"\b{_TOLD}\b.*\b(?:concepts|topics|fundamentals)\b{_ENDS}", re.I)),
    (TECHNOLOGY, re.compile(rf"\b(?:technologies|tools)\b(?=.*\b{_TOLD}\b){_ENDS}", re.I)),
    (LEARNING, _ABLE),
)


def has_sections_of_names(root: Node) -> bool:
    """Whether a heading of the document says that technologies or concepts stand below it."""
    return any(n.kind == "heading" and n.role in _OF_NAMES for n in root.walk())


def led_lists(
    section: Node, role: str | None, skip: set[int], *, of_oneself: bool
) -> Iterator[tuple[Node, str, Node]]:
    """(a section of its own, its role, the node that names it) for each such list of a section.

    Only where the section itself says nothing of what it holds, or where it promises advice and
    the list is of skills. Where a document has sections for what was learned (`of_oneself`), what
    the programme covers is no more than said in passing.
    """
    if role not in (None, GROUP, NONE, PRACTICE):
        return
    held = [c for c in section.children if id(c) not in skip]
    for place, node in enumerate(held):
        own = _role(node, role) if node.children or node.block.text[-1:] in _LEADS else None
        if own is None or (of_oneself and own in _OF_NAMES and not _speaks_of_oneself(node)):
            continue
        if node.kind == "item":
            yield node, own, node
            continue
        items = _items(held[place + 1 :])
        if len(items) >= FEWEST:
            yield Node(node.block, node.level, own, items), own, node


def _speaks_of_oneself(node: Node) -> bool:
    return node.kind == "item" or bool(_ONESELF.search(node.text) or _OUTCOMES.search(node.text))


def _role(node: Node, role: str | None) -> str | None:
    if node.kind == "item":
        if role == PRACTICE or sum(c.kind == "item" for c in node.children) < FEWEST:
            return None
        own = role_of(node.text) if names_a_section(node.text) else None
        return own if own in ROLES else None
    if node.kind != "text":
        return None
    words = node.text
    if len(words.split()) > LONGEST or is_of_future(words):
        return None
    if role == PRACTICE:
        return LEARNING if _ABLE.search(words) else None
    return next((own for own, leads in _OF_ROLE if leads.search(words)), None)


def _items(following: list[Node]) -> list[Node]:
    """The list right below a sentence, also one that lost its marks."""
    held = [node for node in following if node.kind != "skip"]
    items = list(takewhile(lambda node: node.kind == "item", held))
    if items:
        return items
    lines = list(takewhile(_is_bare_item, held))
    return lines if len(lines) >= FEWEST_LINES else []


def _is_bare_item(node: Node) -> bool:
    return (
        node.kind == "text"
        and node.block.first == node.block.last
        and len(node.text.split()) <= LONGEST_LINE
        and node.text[-1:] not in ".:;!?"
    )
