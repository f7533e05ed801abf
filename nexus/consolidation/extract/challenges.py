# ruff: noqa: E501  (tables of words read better on long lines)
"""Challenges: problem and solution, in whichever layout they are written."""

from __future__ import annotations

import re

from nexus.consolidation.extract.tables import header_roles, row_challenge
from nexus.consolidation.extract.units import CONTENT, Open, Unit, flatten
from nexus.consolidation.inline import bare, is_placeholder, plain
from nexus.consolidation.labels import (
    PROBLEM,
    RESULT,
    SOLUTION,
    label_of,
    split_inside,
    split_told,
    tells_a_solution,
)
from nexus.consolidation.names import head_and_rest
from nexus.consolidation.sections import CHALLENGE
from nexus.consolidation.statements import Draft, Span, joined, shorten
from nexus.consolidation.tree import Node

_PLACEHOLDER = re.compile(r"^(?:\[.*\]|<.*>|\.{3}|…|tbd|todo|n/?a)$", re.I)
_COUNTED = re.compile(
    r"^\W*(?:\w+ )?#?\d{1,2}\b|^\W*[0-9]\ufe0f?\u20e3|^(?:challenge|problem|issue)\b", re.I
)
_PLURAL_PROBLEM = re.compile(
    r"^(?:\w+ )?(?:challenges|problems|issues|difficulties|obstacles)(?: faced| encountered)?:?$",
    re.I,
)
_PLURAL_SOLUTION = re.compile(
    r"^(?:\w+ )?(?:solutions|fixes|resolutions|how (?:i|we) (?:solved|overcame|fixed) them)(?: implemented| applied)?:?$",
    re.I,
)


class ChallengeExtractor:
    """Walks over a challenges section."""

    def __init__(self) -> None:
        self.out: list[Draft] = []

    def section(self, node: Node, skip: set[int]) -> list[Draft]:
        """Drafts of a section and everything below it, in document order."""
        self._rows(node, skip)
        own = label_of(node.text) if node.kind == "heading" else None
        if own and own[0] == PROBLEM and own[1] and not re.match(r"^(?:and|&)\b", own[1]):
            self._labelled([node], skip)
        else:
            self._nodes(node.children, skip)
        self.out.sort(key=lambda d: d.lines)
        return self.out

    # ------------------------------------------------------------------ tables
    def _rows(self, node: Node, skip: set[int]) -> None:
        stack = [node]
        while stack:
            here = stack.pop()
            header: list[str | None] | None = None
            previous: Node | None = None
            for child in here.children:
                if id(child) in skip:
                    continue
                cells = child.block.cells
                if child.kind in ("row", "tablehead") and cells:
                    if previous is None or child.first > previous.block.last + 2:
                        header = None
                    roles = header_roles(cells, is_header=child.kind == "tablehead")
                    if child.kind == "tablehead" or roles is not None:
                        header = roles
                    else:
                        self._keep(row_challenge(child, header))
                    previous = child
                elif child.kind == "heading" and (
                    roles := header_roles(tuple(re.split(r"\t+|\s{3,}", child.block.raw)))
                ):
                    header = roles
                    stack.append(child)
                else:
                    stack.append(child)

    def _keep(self, draft: Draft | None) -> None:
        if draft and not _PLACEHOLDER.match(draft.title) and len(draft.title) > 2:
            self.out.append(draft)

    # ------------------------------------------------------------------ shapes
    def _nodes(self, nodes: list[Node], skip: set[int]) -> None:
        nodes = self._numbered([n for n in nodes if id(n) not in skip])
        if self._parallel(nodes, skip):
            return
        if any(self._holds_told(n) for n in nodes):
            for node in nodes:
                self._nodes(node.children, skip)
            return
        units = flatten(nodes, skip)
        if any(u.label in (PROBLEM, SOLUTION) for u in units if not _PLURAL_PROBLEM.match(u.text)):
            self._labelled(nodes, skip)
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
        else:
            self._prose([n for n in nodes if n.kind == "text"])

    @staticmethod
    def _holds_told(node: Node) -> bool:
        """Whether a heading groups challenges each of which tells its problem below it."""
        told = [
            c
            for c in node.children
            if any(
                (found := label_of(bare(g.block.raw))) and found[0] == PROBLEM for g in c.children
            )
        ]
        return node.kind == "heading" and len(told) >= 2

    @staticmethod
    def _numbered(nodes: list[Node]) -> list[Node]:
        """Where headings are counted, one without a number is about something else."""
        headings = [n for n in nodes if n.kind == "heading"]
        counted = {id(n) for n in headings if _COUNTED.match(plain(n.block.raw))}
        if len(counted) < 2 or len(counted) * 2 <= len(headings):
            return nodes
        return [n for n in nodes if n.kind != "heading" or id(n) in counted]

    def _parallel(self, nodes: list[Node], skip: set[int]) -> bool:
        """Two lists, one of problems and one of solutions, paired by order."""
        groups = [n for n in self._groups(nodes) if n.kind in ("heading", "item", "text", "bold")]
        problems = next((n for n in groups if _PLURAL_PROBLEM.match(n.text)), None)
        solutions = next((n for n in groups if _PLURAL_SOLUTION.match(n.text)), None)
        if solutions is None:
            return False
        answers = self._listed(solutions, nodes)
        asked = (
            self._listed(problems, nodes)
            if problems
            else [n for n in nodes if n.kind == "item" and n.first < solutions.first]
        )
        if not answers or not asked or (len(asked) == 1 and len(answers) > 1):
            return False
        if any(label_of(bare(n.block.raw)) for n in asked):
            return False
        for n, problem in enumerate(asked):
            answer = answers[n] if n < len(answers) else None
            ps = (problem.first, problem.last_line())
            ss = (answer.first, answer.last_line()) if answer else None
            self._keep(
                Draft(
                    CHALLENGE,
                    (ps[0], max(ps[1], ss[1] if ss else 0)),
                    shorten(problem.text),
                    "",
                    (ps,),
                    (ss,) if ss else (),
                    problem.text,
                    answer.text if answer else "",
                )
            )
        return True

    @staticmethod
    def _groups(nodes: list[Node]) -> list[Node]:
        out = []
        for node in nodes:
            out.append(node)
            out += [c for c in node.children if c.kind in ("item", "heading")]
        return out

    @staticmethod
    def _listed(group: Node, nodes: list[Node]) -> list[Node]:
        held = [c for c in group.children if c.kind == "item"]
        if held or group not in nodes:
            return held
        after = nodes[nodes.index(group) + 1 :]
        out = []
        for node in after:
            if node.kind != "item":
                break
            out.append(node)
        return out

    # ------------------------------------------------------------------ labels
    def _labelled(self, nodes: list[Node], skip: set[int]) -> None:
        current: Open | None = None
        for unit in flatten(nodes, skip):
            if unit.label is None:
                current = self._unlabelled(unit, current, skip)
            elif unit.label == PROBLEM:
                current = self._problem(unit, current, skip)
            elif current is not None:
                current.add(unit, unit.label, unit.rest)
                current.labelled = True
        self._close(current, skip)

    def _problem(self, unit: Unit, current: Open | None, skip: set[int]) -> Open | None:
        if _PLURAL_PROBLEM.match(unit.text) and not unit.rest:
            self._close(current, skip)
            return None
        inside = current is not None and current.state == "lead" and unit.depth > current.lead.depth
        follows = (
            current is not None
            and current.state == "lead"
            and unit.depth == current.lead.depth
            and (
                (current.lead.node.kind in ("text", "heading", "bold") and unit.node.kind == "text")
                or (
                    current.lead.node.kind == "item"
                    and unit.node.kind == "heading"
                    and not unit.rest
                )
            )
        )
        more = (
            current is not None
            and current.state == PROBLEM
            and not current.solution
            and unit.depth > current.lead.depth
        )
        if current is not None and (inside or follows or more):
            current.add(unit, PROBLEM, unit.rest or unit.text)
            current.labelled = True
            return current
        self._close(current, skip)
        opened = Open(unit, PROBLEM, labelled=True)
        opened.add(unit, PROBLEM, unit.rest or "")
        both = split_inside(unit.rest or unit.text)
        if both:
            opened.problem_words = [both[0]]
            opened.add(unit, SOLUTION, both[1])
        return opened

    def _unlabelled(self, unit: Unit, current: Open | None, skip: set[int]) -> Open | None:
        kind = unit.node.kind
        opens = (
            kind in ("heading", "bold")
            or (kind == "item")
            or (kind == "text" and unit.node.block.bold)
        )
        deeper = current is not None and unit.depth > current.lead.depth
        same_list = (
            current is not None
            and not deeper
            and current.lead.node.kind == "text"
            and kind == "item"
            and current.state in (PROBLEM, SOLUTION, RESULT)
        )
        if current is not None and (deeper or same_list or not opens):
            if (
                kind == "text"
                and not deeper
                and current.state in (SOLUTION, RESULT)
                and (unit.node.block.first > self._last(current) + 2)
            ):
                self._close(current, skip)
                return None
            current.add(unit, PROBLEM if current.state == "lead" else current.state, unit.text)
            if current.state == PROBLEM and not current.labelled:
                current.state = "lead"
            return current
        if opens:
            self._close(current, skip)
            opened = Open(unit, "lead")
            opened.add(unit, "lead", unit.text)
            both = split_inside(unit.text)
            if both:
                opened.problem_words = [both[0]]
                opened.add(unit, SOLUTION, both[1])
                opened.labelled = True
            return opened
        return current

    @staticmethod
    def _last(current: Open) -> int:
        return max(b for _, b in [*current.problem, *current.solution, *current.rest])

    def _close(self, current: Open | None, skip: set[int]) -> None:
        if current is None:
            return
        if not current.labelled:
            self._entry(current.lead.node, skip)
            return
        words = [w for w in current.problem_words if w]
        if not words and not current.solution:
            return
        every = [*current.problem, *current.solution, *current.rest]
        span = (min(a for a, _ in every), max(b for _, b in every))
        self._keep(
            Draft(
                CHALLENGE,
                span,
                shorten(words[0] if words else current.lead.text),
                "",
                joined(current.problem),
                joined(current.solution),
                " ".join(words),
                " ".join(w for w in current.solution_words if w),
            )
        )

    # ------------------------------------------------------------------ unlabelled
    def _entry(self, node: Node, skip: set[int]) -> None:
        """One challenge from a heading or item without labels, or a group of them."""
        if node.block.todo or _PLACEHOLDER.match(node.text):
            return
        held = [c for c in node.children if c.kind in CONTENT and id(c) not in skip and c.text]
        if node.kind in ("heading", "bold") or (node.kind == "item" and held):
            if self._is_group(node, held):
                self._nodes(node.children, skip)
                return
            if node.kind in ("heading", "bold") and not held:
                return
            self._with_body(node, held)
            return
        self._line(node)

    @staticmethod
    def _is_group(node: Node, held: list[Node]) -> bool:
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

    def _with_body(self, node: Node, held: list[Node]) -> None:
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
        self._keep(
            Draft(
                CHALLENGE,
                span,
                shorten(node.text),
                "",
                (problem,),
                ((first, span[1]),),
                " ".join([node.text, *(c.text for c in held[:split])]),
                " ".join(c.text for c in held[split:]),
            )
        )

    def _line(self, node: Node) -> None:
        text = bare(node.block.raw or node.block.text)
        if len(text) < 4:
            return
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
            self._keep(Draft(CHALLENGE, span, shorten(text), "", (span,), (), text, ""))
            return
        self._keep(Draft(CHALLENGE, span, shorten(both[0]), "", (span,), (span,), both[0], both[1]))

    def _prose(self, paragraphs: list[Node]) -> None:
        """A section of plain paragraphs is one challenge: the first tells it, the rest solve it."""
        bold = [p for p in paragraphs if p.block.bold]
        if len(bold) >= 2:
            for n, lead in enumerate(paragraphs):
                if lead.block.bold:
                    self._line(lead) if n + 1 >= len(paragraphs) or paragraphs[
                        n + 1
                    ].block.bold else self._prose_pair(
                        [lead, *self._until_bold(paragraphs[n + 1 :])]
                    )
            return
        arrows = [p for p in paragraphs if split_inside(p.text)]
        if len(arrows) >= 2:
            for node in arrows:
                self._line(node)
        elif self._told_one_by_one(paragraphs):
            for node in paragraphs:
                self._line(node)
        elif len(paragraphs) >= 2:
            self._prose_pair(paragraphs)
        elif (
            paragraphs
            and len(paragraphs[0].text.split()) > 8
            and not is_placeholder(paragraphs[0].block.raw)
        ):
            self._line(paragraphs[0])

    @staticmethod
    def _told_one_by_one(paragraphs: list[Node]) -> bool:
        """Whether most paragraphs say both what went wrong and what solved it."""
        whole = sum(split_told(p.text) is not None for p in paragraphs)
        return whole >= 2 and whole * 2 > len(paragraphs)

    @staticmethod
    def _until_bold(nodes: list[Node]) -> list[Node]:
        out = []
        for node in nodes:
            if node.block.bold:
                break
            out.append(node)
        return out

    def _prose_pair(self, nodes: list[Node]) -> None:
        first, rest = nodes[0], nodes[1:]
        head, tail = head_and_rest(first.block.raw or first.block.text)
        span = (first.first, nodes[-1].last_line())
        if not rest:
            self._line(first)
            return
        self._keep(
            Draft(
                CHALLENGE,
                span,
                shorten(head if tail else first.text),
                "",
                ((first.block.first, first.block.last),),
                ((rest[0].first, span[1]),),
                first.text,
                " ".join(n.text for n in rest),
            )
        )
