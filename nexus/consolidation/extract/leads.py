# ruff: noqa: E501  (tables of words read better on long lines)
"""Lists that a sentence or an item above them names: "I grew my skills in:", "* **Key Tools**"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, takewhile

from nexus.consolidation.extract.toolsets import is_not_used
from nexus.consolidation.names import head_and_rest
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
LONGEST_TEXT = 300  # characters of it
FEWEST = 2  # items that are a list
FEWEST_LINES = 3  # lines without marks that are one
LONGEST_LINE = 8  # words of such a line
LONGEST_SKILL = 6  # words of a skill; advice is longer
_OF_NAMES = (TECHNOLOGY, CONCEPT, LEARNING)
_LEADS = (":", ";")  # at the end of a sentence that leads a list
# Sections that say what the programme or its work is; others list what one needs, has or finds.
_OF_PROGRAMME = re.compile(
    r"\b(?:overview|introduction|about|summary|background|program(?:me)?|course|curriculum|journey)\b",
    re.I,
)
_OTHER_MATTER = re.compile(
    r"\b(?:contents|structure|features?|functionalit\w+|who (?:is|are)|audience|faqs?|licen[sc]e|contact)\b",
    re.I,
)
_SUBJECT = re.compile(r"\b(?:I|my|we|this project)\b", re.I)
_OUTCOMES = re.compile(r"\blearning outcomes\b", re.I)
# What others need or will do, and what somebody has yet to do.
_OF_OTHERS = re.compile(
    r"\b(?:you(?! (?:will )?(?:go|learn|cover|study|explore|gain|master))|your|readers?|developers|people|should|must|needs?|requires?|required|looking for|"
    r"wants?|install|please|(?:i|we)(?:'ll| will|['’]m going to))\b",
    re.I,
)
_ABLE = re.compile(
    r"\b(?:skills|proficien\w+|competenc\w+|expertise|knowledge|understanding)"
    r"(?: (?:in|of|with|about|on|across))?(?: (?:the following|these)(?: \w+)?)?\s*[:;]$|\blearning outcomes\b",
    re.I,
)
# What was met, learned or covered; a plain "Tools:" may be what a reader of the page needs.
_TOLD = re.compile(
    r"\b(?:learn\w*|cover\w*|stud(?:y|ied)|explor\w+|gain\w*|master\w*|acquir\w+|picked up|worked with|go(?:es|ne)? through)\b",
    re.I,
)
_IDEAS = re.compile(r"\b(?:concepts|topics|fundamentals)\b", re.I)
_TOOLS = re.compile(r"\b(?:technologies|tools)\b", re.I)
_HABITS = re.compile(r"\b(?:best practices|lessons|takeaways)\b", re.I)
_LEARNT = re.compile(r"\b(?:i|we|learn\w*|follow\w*|adopt\w*)\b", re.I)
_MET = re.compile(
    r"^(?:(?:some|a few|most) of )?(?:the |my |our )?(?:\w+ ){0,2}(?:"
    r"(?:challenges|difficulties|obstacles|hurdles|problems)\b.{0,40}\b(?:faced|encountered|met|overcame|ran into|came across|had to (?:solve|overcome))\b|"
    r"(?:challenges|difficulties|obstacles|hurdles) (?:include|included|were)\b)",
    re.I,
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
    if role not in (None, GROUP, NONE, PRACTICE) or _is_other_matter(section):
        return
    held = [c for c in section.children if id(c) not in skip]
    told = role != NONE or bool(_OF_PROGRAMME.search(section.text))
    for place, node in enumerate(held):
        if node.kind == "item" and node.children and told and role != PRACTICE:
            own = _role_of_item(node)
            if own is not None:
                yield node, own, node
        elif node.kind == "text" and node.block.text[-1:] in _LEADS:
            own = _role_of_sentence(node.text, role)
            if own is None or (of_oneself and own in _OF_NAMES and not _is_of_oneself(node.text)):
                continue
            items = _items(held, place + 1)
            if len(items) >= FEWEST and (role != PRACTICE or all(map(_is_skill, items))):
                yield Node(node.block, node.level, own, items), own, node


def _is_other_matter(section: Node) -> bool:
    """Whether a section says what one needs first, what may come, or what something has."""
    return is_not_used(section.text) or bool(_OTHER_MATTER.search(section.text))


def _is_of_oneself(words: str) -> bool:
    return bool(_SUBJECT.search(words) or _OUTCOMES.search(words))


def _role_of_item(node: Node) -> str | None:
    """What an item that is the name of a section says of the items in it."""
    if sum(c.kind == "item" for c in node.children) < FEWEST:
        return None
    own = role_of(node.text) if names_a_section(node.text) else None
    return own if own in ROLES else None


def _role_of_sentence(words: str, role: str | None) -> str | None:
    """What a sentence says of the list below it."""
    words = words[-LONGEST_TEXT:].replace("? ", ". ").replace("! ", ". ").rpartition(". ")[2]
    if len(words.split()) > LONGEST or _OF_OTHERS.search(words) or is_of_future(words):
        return None
    able = bool(_ABLE.search(words))
    if role == PRACTICE:
        return LEARNING if able and _is_of_oneself(words) else None
    if _MET.search(words):
        return CHALLENGE
    if _HABITS.search(words) and _LEARNT.search(words):
        return PRACTICE
    if _TOLD.search(words) and (_IDEAS.search(words) or _TOOLS.search(words)):
        return CONCEPT if _IDEAS.search(words) else TECHNOLOGY
    return LEARNING if able else None


def _is_skill(node: Node) -> bool:
    """Whether an item names something that one can do, and is no advice."""
    head, rest = head_and_rest(node.block.raw or node.block.text)
    return len(head.split()) <= LONGEST_SKILL and (bool(rest) or not node.text.endswith("."))


def _items(held: list[Node], first: int) -> list[Node]:
    """The list right below a sentence, also one that lost its marks."""
    following = (n for n in islice(held, first, None) if n.kind != "skip")
    lines: list[Node] = []
    for node in following:
        if node.kind == "item":
            return lines or [node, *takewhile(lambda n: n.kind == "item", following)]
        if not _is_bare_item(node):
            break
        lines.append(node)
    return lines if len(lines) >= FEWEST_LINES else []


def _is_bare_item(node: Node) -> bool:
    return (
        node.kind == "text"
        and node.block.first == node.block.last
        and len(node.text.split()) <= LONGEST_LINE
        and node.text[-1:] not in ".:;!?"
    )
