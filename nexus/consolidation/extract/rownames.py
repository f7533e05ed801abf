"""The names that a row of a table presents."""

from __future__ import annotations

import re

from nexus.consolidation.extract.lists import Found, names_in_list
from nexus.consolidation.extract.naming import concept_names, guess, head_names, listed
from nexus.consolidation.extract.nodes import is_header
from nexus.consolidation.lexicon import Lexicon
from nexus.consolidation.sections import CONCEPT, TECHNOLOGY
from nexus.consolidation.tree import Node


def row_names(lexicon: Lexicon, role: str, node: Node, column: int) -> list[Found]:
    """Names of a row of a section of `role`; `column` is that of names, 0 where none is known."""
    every = node.block.cells
    cells = [c for c in every if c]
    if len(cells) < 2 or is_header(cells):
        return []
    told = every[column] if 0 < column < len(every) else ""
    if told and (found := names_in_list(lexicon, told)[0]):
        return found
    first = cells[0] if not re.fullmatch(r"\d+\.?", cells[0]) else cells[1]
    if role == CONCEPT:
        return concept_names(lexicon, first)
    named = listed(lexicon, first, cells[1]) or head_names(lexicon, first)
    if not any(kind == TECHNOLOGY for kind, _ in named):
        inner, unknown = names_in_list(lexicon, cells[1])
        if any(kind == TECHNOLOGY for kind, _ in inner) and unknown <= len(inner):
            named = inner
    return named or guess(lexicon, first, "")
