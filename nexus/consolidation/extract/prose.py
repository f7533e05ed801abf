"""Challenges in plain paragraphs."""

from __future__ import annotations

import re

from nexus.consolidation.extract.told import of_flat, of_line, of_paragraphs
from nexus.consolidation.inline import is_placeholder
from nexus.consolidation.labels import is_flat_head, split_inside, split_told, tells_a_solution
from nexus.consolidation.statements import Draft
from nexus.consolidation.tree import Node

FEWEST = 3  # paragraphs; of two the second solves the first
LONG = 20  # words
_GOES_ON = re.compile(
    r"^(?:to (?:\w+ )?(?:this|these|it|them|that)|this|these|it|they|then|after|so|finally|however|"
    r"eventually|in the end|also|as a result|the (?:solution|fix|answer)|(?:i|we) (?:\w+ly )?"
    r"(?:solved|fixed|overcame|resolved|addressed|tackled))\b",
    re.I,
)


def read_prose(paragraphs: list[Node]) -> list[Draft | None]:
    """A section of plain paragraphs is one challenge, unless they say that they are several."""
    if paragraphs and is_flat_head(paragraphs[0].text):
        return [of_flat(node) for node in paragraphs[1:]]
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
    if told_one_by_one(paragraphs) or each_of_its_own(paragraphs):
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


def each_of_its_own(paragraphs: list[Node]) -> bool:
    """Whether long paragraphs each begin anew, and most of them say what was done."""
    texts = [p.text for p in paragraphs]
    if len(texts) < FEWEST or any(len(t.split()) < LONG or _GOES_ON.match(t) for t in texts):
        return False
    return sum(tells_a_solution(t) for t in texts) * 2 > len(texts)


def until_bold(nodes: list[Node]) -> list[Node]:
    out = []
    for node in nodes:
        if node.block.bold:
            break
        out.append(node)
    return out
