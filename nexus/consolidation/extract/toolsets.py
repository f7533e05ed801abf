"""Lists of nothing but tools, below a heading that says neither what was learned nor used."""

from __future__ import annotations

import re

from nexus.consolidation.extract.lists import Found, known_term, list_parts, only_technologies
from nexus.consolidation.extract.words import GENERIC
from nexus.consolidation.lexicon import Lexicon
from nexus.consolidation.names import head_and_rest, tidy
from nexus.consolidation.sections import CONCEPT, NONE, TECHNOLOGY
from nexus.consolidation.tree import Node

FEWEST = 2  # names that are a list
_KINDS = re.compile(r"\b(?:languages?|frameworks?|librar(?:y|ies)|databases?|packages|platforms)\b")
_NOT_USED = re.compile(
    r"\b(?:install\w*|set-?up|prerequisites?|requirements?|requires?|get(?:ting)? started|"
    r"quick ?start|run(?:ning)?|future|road ?map|next steps|upcoming|planned|stretch|to-?do|"
    r"extension ideas|alternatives?|contribut\w+|compatib\w+|support(?:ed|s)?|"
    r"options?|endpoints?|routes|deploy\w*|usage|integrations?|tested|before (?:you|we)|downloads?|"
    r"examples?)\b",
    re.I,
)


def is_not_used(heading: str) -> bool:
    """Whether a section says what one needs first, or what may come, and not what was used."""
    return bool(_NOT_USED.search(heading))


Named = list[tuple[Node, list[Found]]]


def tools_below(lexicon: Lexicon, headings: list[Node]) -> dict[int, Named]:
    """By the id of a heading, what stands below it: "Backend", "Databases", "Tools for planning".

    One with two names shows that those beside it hold names too, if only one.
    """
    below = {id(n): named for n in headings if (named := _named(lexicon, n))}
    most = max((sum(len(found) for _, found in named) for named in below.values()), default=0)
    return below if most >= FEWEST else {}


def _named(lexicon: Lexicon, node: Node) -> Named:
    """The names below a heading that is a kind of thing, when nearly all of them are technologies.

    Another heading may stand over anything ("Deployed on"), and names among sentences are told in
    passing: both are left to others.
    """
    if node.role == NONE or not _is_kind(lexicon, node):
        return []
    if any(c.kind not in ("item", "text", "skip") for c in node.children):
        return []
    held = [c for c in node.children if c.kind == "item" or c.text[-1:] not in ("", ":")]
    named = [(c, found) for c in held if not c.block.todo and (found := _names(lexicon, c))]
    tools = sum(found[0][0] == TECHNOLOGY for _, found in named)
    return named if tools * 4 >= len(held) * 3 else []


def _is_kind(lexicon: Lexicon, node: Node) -> bool:
    if node.role == TECHNOLOGY or GENERIC.search(node.text) or _KINDS.search(node.text.lower()):
        return True
    terms = [known_term(lexicon, part) for part in (node.text, *list_parts(lexicon, node.text))]
    return any(term is not None and term.kind == CONCEPT for term in terms)


def _names(lexicon: Lexicon, node: Node) -> list[Found]:
    if any(c.kind == "item" for c in node.children):
        return []
    head = head_and_rest(node.block.raw or node.block.text)[0]
    idea = lexicon.exact(head) if head else None
    if idea is not None and idea.kind == CONCEPT:
        return [(CONCEPT, tidy(head))]
    return only_technologies(lexicon, head)
