"""The flattened section of a challenge, and a challenge that is being collected."""

from __future__ import annotations

from dataclasses import dataclass, field

from nexus.consolidation.inline import bare
from nexus.consolidation.labels import PROBLEM, RESULT, SOLUTION, asked_or_answered, label_of
from nexus.consolidation.statements import Span
from nexus.consolidation.tree import Node

CONTENT = ("heading", "item", "text", "quote", "bold")


@dataclass(slots=True)
class Unit:
    """A node of the flattened section."""

    node: Node
    depth: int
    text: str
    label: str | None
    rest: str
    titles: bool = False  # a numbered line over the labelled lines of one challenge

    @property
    def span(self) -> Span:
        """Lines of the node itself."""
        return (self.node.block.first, self.node.block.last)


@dataclass(slots=True)
class Open:
    """A challenge that is being collected."""

    lead: Unit
    state: str  # lead, problem, solution, result
    problem: list[Span] = field(default_factory=list)
    solution: list[Span] = field(default_factory=list)
    rest: list[Span] = field(default_factory=list)
    problem_words: list[str] = field(default_factory=list)
    solution_words: list[str] = field(default_factory=list)
    labelled: bool = False
    sample: int = 0  # last line of the code below the last part of the solution

    def add(self, unit: Unit, state: str, words: str) -> None:
        """Add a unit to the part that `state` names."""
        self.state = state
        if state == SOLUTION:
            if self.sample and self.solution:  # a sample between two parts belongs to them
                self.solution[-1] = (self.solution[-1][0], self.sample)
            samples = [c.block.last for c in unit.node.children if c.kind == "code"]
            self.sample = max(samples, default=0)
            self.solution.append(unit.span)
            self.solution_words.append(words)
        elif state == RESULT:
            self.rest.append(unit.span)
        else:
            self.problem.append(unit.span)
            self.problem_words.append(words)


def _unit(node: Node, depth: int) -> Unit:
    text = bare(node.block.raw or node.block.text)
    found = label_of(text) or asked_or_answered(text)
    return Unit(node, depth, text, found[0] if found else None, found[1] if found else "")


def flatten(nodes: list[Node], skip: set[int], depth: int = 0) -> list[Unit]:
    """Nodes and all below them in order, without rows, code and marks."""
    out: list[Unit] = []
    stack = [(node, depth) for node in reversed(nodes)]
    while stack:
        node, level = stack.pop()
        if id(node) in skip:
            continue
        if node.kind in CONTENT and node.text:
            out.append(_unit(node, level))
        stack.extend((child, level + 1) for child in reversed(node.children))
    _mark_titles(out)
    return out


def _mark_titles(units: list[Unit]) -> None:
    """Mark numbered lines that each stand straight above a problem beside them.

    Where one does not, the numbers count the steps of a solution.
    """
    numbered = [n for n, u in enumerate(units) if u.node.kind == "item" and u.node.block.ordered]
    if all(_heads_problem(*units[n : n + 2]) for n in numbered):
        for n in numbered:
            units[n].titles = True


def _heads_problem(unit: Unit, following: Unit | None = None) -> bool:
    return (
        unit.label is None
        and following is not None
        and following.label == PROBLEM
        and following.node.kind == "text"
        and following.depth == unit.depth
    )
