"""Sections whose heading promises ideas and advice or challenges, and that hold ideas alone."""

from __future__ import annotations

from nexus.consolidation.extract.lists import known_term, list_parts
from nexus.consolidation.lexicon import Lexicon
from nexus.consolidation.names import head_and_rest
from nexus.consolidation.sections import CONCEPT, names_several
from nexus.consolidation.tree import Node

FEWEST = 3  # lines


def lists_ideas(lexicon: Lexicon, node: Node) -> bool:
    """Whether "Bread Design & Best Practices" has nothing but ideas with what each is.

    That is when nearly every line begins with the name of one: "Caching: keeps bread warm".
    """
    parts = [known_term(lexicon, part) for part in list_parts(lexicon, node.text)]
    joined = len(parts) > 1 and any(t is not None and t.kind == CONCEPT for t in parts)
    if not (joined or names_several(node.text)):
        return False
    held = [c for c in node.children if c.kind in ("item", "text")]
    if len(held) < FEWEST or any(c.kind in ("heading", "row") for c in node.children):
        return False
    heads = [head for c in held for head, rest in [head_and_rest(c.block.raw)] if rest]
    ideas = [t for head in heads if (t := known_term(lexicon, head)) and t.kind == CONCEPT]
    return len(ideas) * 4 >= len(held) * 3
