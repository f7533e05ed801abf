"""One challenge from one place: a line, an item with what stands below it, a few paragraphs."""

from __future__ import annotations

from nexus.consolidation.inline import bare
from nexus.consolidation.labels import split_flat, split_inside, split_told, tells_a_solution
from nexus.consolidation.names import head_and_rest
from nexus.consolidation.sections import CHALLENGE
from nexus.consolidation.statements import Draft, Span, shorten
from nexus.consolidation.tree import Node


def of_line(node: Node) -> Draft | None:
    """A line that tells a challenge, with its way out where it has one; None for a mere word."""
    text = bare(node.block.raw or node.block.text)
    if len(text) < 4:
        return None
    span = (node.block.first, node.block.last)
    cells = [bare(c) for c in node.block.cells]
    both = (cells[0], " ".join(cells[1:])) if len(cells) >= 2 else split_inside(text)
    head, rest = head_and_rest(node.block.raw or node.block.text)
    if both is None and rest:
        both = (head, rest)
    if both is None:
        both = split_told(text)
    if both is None and tells_a_solution(text) and len(text.split()) > 6:
        both = (text, text)
    if both is None:
        return Draft(CHALLENGE, span, shorten(text), "", (span,), (), text, "")
    title = head if rest and both[0].startswith(head) else both[0]
    return Draft(CHALLENGE, span, shorten(title), "", (span,), (span,), both[0], both[1])


def of_flat(node: Node) -> Draft | None:
    """A row of a table that lost its marks; a line that cannot be parted is a problem alone."""
    both = split_flat(node.text)
    if both is None:
        return of_line(node)
    span = (node.block.first, node.block.last)
    return Draft(CHALLENGE, span, shorten(both[0]), "", (span,), (span,), *both)


def of_body(node: Node, held: list[Node]) -> Draft:
    """A heading or an item, and what it holds; the last of it, or what sounds so, solves it."""
    span = (node.first, node.last_line())
    own = (node.block.first, node.block.last)
    split = 0
    if len(held) >= 2:
        split = next(
            (n for n, c in enumerate(held) if n > 0 and tells_a_solution(c.text)), len(held) - 1
        )
    if all(c.kind == "item" for c in held) and tells_a_solution(held[0].text):
        split = 0
    first = held[split].first
    problem: Span = (own[0], held[split - 1].last_line() if split else own[1])
    return Draft(
        CHALLENGE,
        span,
        shorten(node.text),
        "",
        (problem,),
        ((first, span[1]),),
        " ".join([node.text, *(c.text for c in held[:split])]),
        " ".join(c.text for c in held[split:]),
    )


def of_paragraphs(nodes: list[Node]) -> Draft | None:
    """The first paragraph tells it, the rest solve it."""
    first, rest = nodes[0], nodes[1:]
    head, tail = head_and_rest(first.block.raw or first.block.text)
    span = (first.first, nodes[-1].last_line())
    if not rest:
        return of_line(first)
    return Draft(
        CHALLENGE,
        span,
        shorten(head if tail else first.text),
        "",
        ((first.block.first, first.block.last),),
        ((rest[0].first, span[1]),),
        first.text,
        " ".join(n.text for n in rest),
    )
