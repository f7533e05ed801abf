"""Challenges in plain paragraphs."""

from __future__ import annotations

from nexus.consolidation.extract.told import of_line, of_paragraphs
from nexus.consolidation.inline import is_placeholder
from nexus.consolidation.labels import split_inside, split_told
from nexus.consolidation.statements import Draft
from nexus.consolidation.tree import Node


def read_prose(paragraphs: list[Node]) -> list[Draft | None]:
    """A section of plain paragraphs is one challenge, unless they say that they are several."""
    bold = [p for p in paragraphs if p.block.bold]
    if len(bold) >= 2:
        return [
            of_paragraphs([lead, *until_bold(paragraphs[n + 1 :])])
            for n, lead in enumerate(paragraphs)
            if lead.block.bold
        ]
    arrows = [p for p in paragraphs if split_inside(p.text)]
    if len(arrows) >= 2:
        return [of_line(node) for node in arrows]
    if told_one_by_one(paragraphs):
        return [of_line(node) for node in paragraphs]
    if len(paragraphs) >= 2:
        return [of_paragraphs(paragraphs)]
    return [
        of_line(node)
        for node in paragraphs
        if len(node.text.split()) > 8 and not is_placeholder(node.block.raw)
    ]


def told_one_by_one(paragraphs: list[Node]) -> bool:
    """Whether most paragraphs say both what went wrong and what solved it."""
    whole = sum(split_told(p.text) is not None for p in paragraphs)
    return whole >= 2 and whole * 2 > len(paragraphs)


def until_bold(nodes: list[Node]) -> list[Node]:
    out = []
    for node in nodes:
        if node.block.bold:
            break
        out.append(node)
    return out
