"""Headings that are what was learned, in a document that has no section for it."""

from __future__ import annotations

import re

from nexus.consolidation.extract.lists import Found, known_term, names_in_list
from nexus.consolidation.extract.naming import head_names, title_names
from nexus.consolidation.extract.words import STEP
from nexus.consolidation.lexicon import Lexicon
from nexus.consolidation.names import tidy
from nexus.consolidation.sections import CONCEPT, TECHNOLOGY, explains
from nexus.consolidation.tree import Node

_ONESELF = re.compile(r"\b(?:I|[Mm]e|[Mm]y|[Ww]e|us|[Oo]ur)\b")
_TAIL = re.compile(r"(?::| [–—-] | (?:at|with|from|in|beyond) ).*$")
_DOING = re.compile(
    r"^(?:building|learning|understanding|mastering|using|exploring|designing) ", re.I
)
FEWEST_TOLD = 4  # headings beside one another over paragraphs about oneself
FEWEST = 3  # headings beside one another that name tools: a project has "Docker" and "Swagger" too


def topics(lexicon: Lexicon, headings: list[Node]) -> list[tuple[Node, list[Found]]]:
    """The headings that name what was learned: "Python", "Phones with Flutter", "Caching".

    Those over steps ("Install the oven") are ways to set up a project.
    """
    named = [(n, found) for n in headings if (found := _names(lexicon, n))]
    tools = sum(found[0][0] == TECHNOLOGY for _, found in named)
    steps = sum(_begins_with_step(n) for n, _ in named)
    if tools >= FEWEST and steps * 2 < len(named):
        return named
    return _looked_back_on(lexicon, headings)


def _looked_back_on(lexicon: Lexicon, headings: list[Node]) -> list[tuple[Node, list[Found]]]:
    """The topics of headings most of which stand over paragraphs about oneself."""
    told = [n for n in headings if n.role is None and _is_of_oneself(n)]
    if len(told) < FEWEST_TOLD or len(told) * 3 < len(headings) * 2:
        return []
    named = [(n, found) for n in told if (found := _topic(lexicon, n.text))]
    return named if len(named) * 2 > len(told) else []


def _is_of_oneself(node: Node) -> bool:
    held = [c for c in node.children if c.kind != "skip"]
    return bool(held) and all(c.kind == "text" and _ONESELF.search(c.text) for c in held)


def _topic(lexicon: Lexicon, title: str) -> list[Found]:
    """What "Bread and Ovens at Night" and "Ovens: a new world" are about."""
    head = _TAIL.sub("", title)
    head = _DOING.sub("", head) or head
    term = known_term(lexicon, head)
    if term is not None:
        return [(term.kind, term.name if term.kind == TECHNOLOGY else tidy(head))]
    found, _ = names_in_list(lexicon, head, whole=True)
    tools = [f for f in found if f[0] == TECHNOLOGY]
    return tools or ([(CONCEPT, tidy(head))] if found else [])


def _begins_with_step(node: Node) -> bool:
    told = [c for c in node.children if c.kind in ("item", "text")]
    return bool(told) and bool(STEP.match(told[0].text))


def _names(lexicon: Lexicon, node: Node) -> list[Found]:
    if node.role is not None or explains(node.text) or not _says_more(node):
        return []
    title = node.text
    term = known_term(lexicon, title)
    if term is not None:
        return [(term.kind, term.name if term.kind == TECHNOLOGY else tidy(title))]
    found = head_names(lexicon, title) or title_names(lexicon, title)
    if any(kind == TECHNOLOGY for kind, _ in found):
        return found
    ideas, unknown = names_in_list(lexicon, title, whole=True)
    return [(CONCEPT, tidy(title))] if ideas and not unknown else []


def _says_more(node: Node) -> bool:
    return any(c.kind in ("item", "text", "heading") for c in node.children)
