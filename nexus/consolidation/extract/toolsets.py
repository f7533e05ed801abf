"""Lists of nothing but tools, below a heading that says neither what was learned nor used."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nexus.consolidation.extract.lists import (
    Found,
    after_opening,
    begins_with_tool,
    known_term,
    leads,
    list_parts,
    only_technologies,
)
from nexus.consolidation.extract.words import GENERIC
from nexus.consolidation.inline import bare
from nexus.consolidation.lexicon import Lexicon
from nexus.consolidation.names import head_and_rest, tidy
from nexus.consolidation.sections import CONCEPT, NONE, TECHNOLOGY
from nexus.consolidation.tree import Node

Named = list[tuple[Node, list[Found]]]
FEWEST = 2  # names that are a list
FEWEST_OF_STACK = 3  # items of a stack
LONGEST_KIND = 3  # words
_BETWEEN = re.compile(r" (?:with|using|via|on|and|by) |[/,()&+;.] | [/+(&–—-] ?", re.I)
_LABELLED = re.compile(r"[:–—]| - ")
_NOT_OF_ONE = re.compile(r"\bfeatures?\b|\bnot\b|n['’]t\b|\b(?:instead|rejected)\b", re.I)
_HOSTED = re.compile(r"\bhost(?:ed|ing)\b", re.I)
_KINDS = re.compile(r"\b(?:languages?|frameworks?|librar(?:y|ies)|databases?|packages|platforms)\b")
_NOT_USED = re.compile(
    r"\b(?:install\w*|set-?up|prerequisites?|requirements?|requires?|get(?:ting)? started|"
    r"quick ?start|run(?:ning)?|future|road ?map|next steps|upcoming|planned|stretch|to-?do|"
    r"extension ideas|alternatives?|contribut\w+|compatib\w+|support(?:ed|s)?|"
    r"options?|endpoints?|routes|deploy\w*|usage|integrations?|tested|before (?:you|we)|downloads?|"
    r"examples?|resources?|references?|further reading)\b",
    re.I,
)


def is_not_used(heading: str) -> bool:
    """Whether a section says what one needs first, or what may come, and not what was used."""
    return bool(_NOT_USED.search(heading))


def tools_below(lexicon: Lexicon, headings: list[Node]) -> dict[int, Named]:
    """By the id of a heading, what stands below it: "Backend", "Databases", "Tools for planning".

    One with two names shows that those beside it hold names too, if only one.
    """
    below = {id(n): named for n in headings if (named := _named(lexicon, n))}
    most = max((sum(len(found) for _, found in named) for named in below.values()), default=0)
    return below if most >= FEWEST else {}


def stacks(lexicon: Lexicon, section: Node, skip: set[int]) -> Named:
    """The names of lists that are a stack: most items are a kind of thing and which it was.

    "Framework: Django", "Database: PostgreSQL", "Hosting: on Vercel".
    """
    found: Named = []
    for items in _runs(section, skip):
        which = [(item, names) for item in items if (names := _which(lexicon, item))]
        kinds = sum(_is_kind(lexicon, head_and_rest(item.block.raw)[0]) for item, _ in which)
        if kinds >= FEWEST and len(which) >= FEWEST_OF_STACK and len(which) * 3 >= len(items) * 2:
            found += which
    return found


def may_list_stack(section: Node) -> bool:
    """Whether a section may say what was used: not what is needed, to come, or was left."""
    words = section.text
    if _NOT_OF_ONE.search(words):
        return False
    return not is_not_used(words) or bool(_HOSTED.search(words))


def _runs(section: Node, skip: set[int]) -> Iterator[list[Node]]:
    """Lists of a section in which most items have a label."""
    items: list[Node] = []
    for node in (*section.children, None):
        if node is not None and (node.kind == "skip" or id(node) in skip):
            continue
        if node is not None and node.kind == "item" and not node.block.todo:
            items.append(node)
            continue
        if len(items) >= FEWEST_OF_STACK:
            labelled = sum(_LABELLED.search(item.block.raw) is not None for item in items)
            if labelled * 3 >= len(items) * 2:
                yield items
        items = []


def _which(lexicon: Lexicon, item: Node) -> list[Found]:
    """The tools of an item that is a kind of thing and which it was."""
    head, rest = head_and_rest(item.block.raw)
    listed = after_opening(lexicon, bare(rest)) if rest else ""
    if not listed or item.children or len(head.split()) > LONGEST_KIND:
        return []
    if only_technologies(lexicon, head) or not begins_with_tool(lexicon, listed):
        return []
    parts = _BETWEEN.split(listed.partition(" for ")[0])
    terms = [leads(lexicon, part.strip()) for part in parts if part.strip()]
    return [(TECHNOLOGY, term.name) for term in terms if term is not None]


def _named(lexicon: Lexicon, node: Node) -> Named:
    """The names below a heading that is a kind of thing, when nearly all of them are technologies.

    Another heading may stand over anything ("Deployed on"), and names among sentences are told in
    passing: both are left to others.
    """
    if node.role == NONE or not (node.role == TECHNOLOGY or _is_kind(lexicon, node.text)):
        return []
    if any(c.kind not in ("item", "text", "skip") for c in node.children):
        return []
    held = [c for c in node.children if c.kind == "item" or c.text[-1:] not in ("", ":")]
    named = [(c, found) for c in held if not c.block.todo and (found := _names(lexicon, c))]
    tools = sum(found[0][0] == TECHNOLOGY for _, found in named)
    return named if tools * 4 >= len(held) * 3 else []


def _is_kind(lexicon: Lexicon, title: str) -> bool:
    if GENERIC.search(title) or _KINDS.search(title.lower()):
        return True
    terms = [known_term(lexicon, part) for part in (title, *list_parts(lexicon, title))]
    return any(term is not None and term.kind == CONCEPT for term in terms)


def _names(lexicon: Lexicon, node: Node) -> list[Found]:
    if any(c.kind == "item" for c in node.children):
        return []
    head = head_and_rest(node.block.raw or node.block.text)[0]
    idea = lexicon.exact(head) if head else None
    if idea is not None and idea.kind == CONCEPT:
        return [(CONCEPT, tidy(head))]
    return only_technologies(lexicon, head)
