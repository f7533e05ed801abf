"""Challenges: problem and solution, in whichever layout they are written."""

from __future__ import annotations

import re

from nexus.consolidation.extract.labelled import Labelled
from nexus.consolidation.extract.parallel import PLURAL_PROBLEM, read_parallel
from nexus.consolidation.extract.prose import read_prose
from nexus.consolidation.extract.tables import read_rows
from nexus.consolidation.extract.told import of_body, of_line
from nexus.consolidation.extract.units import CONTENT, Unit, flatten
from nexus.consolidation.inline import bare, plain
from nexus.consolidation.labels import PROBLEM, SOLUTION, label_of, split_inside
from nexus.consolidation.names import head_and_rest
from nexus.consolidation.statements import Draft
from nexus.consolidation.tree import Node

PLACEHOLDER = re.compile(r"^(?:\[.*\]|<.*>|\.{3}|…|tbd|todo|n/?a)$", re.I)
ONE = re.compile(r"^(?:the |my )?(?:challenge|problem|issue)(?: #?\d+)?:?$", re.I)
COUNTED = re.compile(
    r"^\W*(?:\w+ )?#?\d{1,2}\b|^\W*[0-9]\ufe0f?\u20e3|^(?:challenge|problem|issue)\b", re.I
)


MANY_ROWS = 3  # of a table of challenges, which then tells them all


class ChallengeExtractor:
    """Walks over a challenges section."""

    def __init__(self) -> None:
        self.out: list[Draft] = []

    def section(self, node: Node, skip: set[int]) -> list[Draft]:
        """Drafts of a section and everything below it, in document order."""
        self._keep(*read_rows(node, skip))
        held = node.children
        if len(self.out) >= MANY_ROWS and not labels_problems(node):
            # A table tells them; the headings beside it are about something else.
            held = [c for c in held if c.kind != "heading"]
        own = label_of(node.text) if node.kind == "heading" else None
        told = own and own[0] == PROBLEM and own[1] and not re.match(r"^(?:and|&)\b", own[1])
        if told or is_label_of_one(node):
            self._labelled(flatten([node], skip), skip)
        else:
            self._nodes(held, skip)
        self.out.sort(key=lambda d: d.lines)
        return self.out

    def _keep(self, *drafts: Draft | None) -> None:
        for draft in drafts:
            if draft and not PLACEHOLDER.match(draft.title) and len(draft.title) > 2:
                self.out.append(draft)

    def _nodes(self, nodes: list[Node], skip: set[int]) -> None:
        nodes = numbered([n for n in nodes if id(n) not in skip])
        if (paired := read_parallel(nodes)) is not None:
            self._keep(*paired)
            return
        if any(holds_told(n) for n in nodes):
            for node in nodes:
                self._nodes(node.children, skip)
            return
        units = flatten(nodes, skip)
        if any(u.label in (PROBLEM, SOLUTION) for u in units if not PLURAL_PROBLEM.match(u.text)):
            self._labelled(units, skip)
            return
        headings = [n for n in nodes if n.kind == "heading"]
        items = [n for n in nodes if n.kind == "item"]
        if headings:
            before = [
                n
                for n in nodes
                if (n.kind == "item" or (n.kind == "text" and n.block.bold))
                and n.first < headings[0].first
            ]
            for node in before:
                self._entry(node, skip)
            for node in headings:
                self._entry(node, skip)
        elif items:
            for node in nodes:
                if node.kind == "item" or (node.kind == "text" and node.block.bold):
                    self._entry(node, skip)
        elif not any(n.kind == "row" for n in nodes):
            self._keep(*read_prose([n for n in nodes if n.kind == "text"]))

    def _labelled(self, units: list[Unit], skip: set[int]) -> None:
        Labelled(self._keep, lambda node: self._entry(node, skip)).read(units)

    def _entry(self, node: Node, skip: set[int]) -> None:
        """One challenge from a heading or item without labels, or a group of them."""
        if node.block.todo or PLACEHOLDER.match(node.text):
            return
        held = [c for c in node.children if c.kind in CONTENT and id(c) not in skip and c.text]
        if node.kind in ("heading", "bold") or (node.kind == "item" and held):
            if is_group(node, held):
                self._nodes(node.children, skip)
                return
            if node.kind in ("heading", "bold") and not held:
                return
            self._keep(of_body(node, held))
            return
        self._keep(of_line(node))


def labels_problems(node: Node) -> bool:
    """Whether something below a section begins with the label of a problem."""
    below = (n for n in node.walk() if n is not node and n.kind in CONTENT)
    found = (label_of(bare(n.block.raw or n.block.text)) for n in below)
    return any(label is not None and label[0] == PROBLEM and label[1] for label in found)


def is_label_of_one(node: Node) -> bool:
    """Whether a heading is the label of what stands below it: "Challenge", text, "Solution"."""
    if node.kind != "heading" or not ONE.match(node.text):
        return False
    labels = [found and found[0] for c in node.children if (found := label_of(bare(c.block.raw)))]
    first = node.children[0].kind if node.children else ""
    return first == "text" and labels[:1] == [SOLUTION] and PROBLEM not in labels


def holds_told(node: Node) -> bool:
    """Whether a heading groups challenges each of which tells its problem below it."""
    told = [
        c
        for c in node.children
        if any((found := label_of(bare(g.block.raw))) and found[0] == PROBLEM for g in c.children)
    ]
    return node.kind == "heading" and len(told) >= 2


def numbered(nodes: list[Node]) -> list[Node]:
    """Where headings are counted, one without a number is about something else."""
    headings = [n for n in nodes if n.kind == "heading"]
    counted = {id(n) for n in headings if COUNTED.match(plain(n.block.raw))}
    if len(counted) < 2 or len(counted) * 2 <= len(headings):
        return nodes
    return [n for n in nodes if n.kind != "heading" or id(n) in counted]


def is_group(node: Node, held: list[Node]) -> bool:
    """Whether a heading or an item stands over several challenges."""
    items = [c for c in held if c.kind == "item"]
    if any(c.kind == "heading" for c in held):
        return True
    if any(c.kind in ("row", "tablehead") for c in node.children):
        return True
    whole = sum(
        1
        for c in items
        if split_inside(bare(c.block.raw)) or (c.block.bold and head_and_rest(c.block.raw)[1])
    )
    generic = re.search(
        r"\b(?:challenges|problems|issues|technical|backend|frontend)\b", node.text, re.I
    )
    return len(items) >= 2 and (
        whole * 2 > len(items)
        or (generic is not None and node.kind == "heading" and len(node.text.split()) <= 3)
    )
