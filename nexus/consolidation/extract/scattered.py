"""Challenges told in a section that is about something else, such as practices."""

from __future__ import annotations

import re
from itertools import pairwise

from nexus.consolidation.blocks import Block
from nexus.consolidation.extract.challenges import ChallengeExtractor
from nexus.consolidation.extract.units import CONTENT
from nexus.consolidation.inline import bare
from nexus.consolidation.labels import PROBLEM, SOLUTION, label_of
from nexus.consolidation.sections import CHALLENGE, is_part_of_course
from nexus.consolidation.statements import Draft, shorten
from nexus.consolidation.tree import Node

BEGINNING = 2  # a problem further down is a part among others
_ENDS = {
    PROBLEM: re.compile(r"\b(?:problem|challenge|issue)\W*$", re.I),
    SOLUTION: re.compile(r"\b(?:solution|fix|resolution)\W*$", re.I),
}


def scattered(headings: list[Node], *, names: bool) -> list[tuple[list[Node], list[Draft]]]:
    """The headings beside one another that tell a challenge, with what they tell.

    That is one whose parts are labelled as problem and solution, or two in a row of which one is
    called the problem and the next the solution. Among `names` of ideas and tools only labels
    count: there are problems and solutions that are called so. A week or a lesson holds more than
    a challenge.
    """
    found = []
    taken: set[int] = set()
    for one, other in pairwise(headings):
        called = _is(one, PROBLEM, names) and _is(other, SOLUTION, names)
        if id(one) not in taken and called:
            taken |= {id(one), id(other)}
            found.append(([one, other], [_of_two(one, other)]))
    for node in headings:
        if id(node) not in taken and not is_part_of_course(node.text) and _has_both(node):
            alone = Node(Block("root", 0, 0), 0, children=[node])
            found.append(([node], ChallengeExtractor().section(alone, set())))
    return found


def _is(node: Node, kind: str, names: bool) -> bool:
    ends = not names and _ENDS[kind].search(node.text) is not None
    return (_label(node) == kind or ends) and bool(node.children)


def _has_both(node: Node) -> bool:
    """Whether the parts of a heading begin with a problem and go on with its solution.

    A heading "Solution" hangs below the heading "Problem" that stands before it.
    """
    parts = [node] if _label(node) == PROBLEM else []
    for child in node.children:
        parts += [child, *(c for c in child.children if c.kind == "heading")]
    labels = [_label(part) for part in parts if part.kind in CONTENT]
    begins = labels[:BEGINNING]
    return PROBLEM in begins and SOLUTION in labels[begins.index(PROBLEM) :]


def _label(node: Node) -> str | None:
    label = label_of(bare(node.block.raw or node.block.text))
    return label[0] if label else None


def _of_two(problem: Node, solution: Node) -> Draft:
    spans = [(node.first, node.last_line()) for node in (problem, solution)]
    words = [
        " ".join(n.text for n in node.walk() if n.kind in CONTENT) for node in (problem, solution)
    ]
    return Draft(
        CHALLENGE,
        (spans[0][0], spans[1][1]),
        shorten(problem.text),
        "",
        (spans[0],),
        (spans[1],),
        words[0],
        words[1],
    )
