"""Challenges told by labels: Challenge, Problem, Solution, Fix, Result."""

from __future__ import annotations

import re
from collections.abc import Callable

from nexus.consolidation.extract.parallel import PLURAL_PROBLEM
from nexus.consolidation.extract.units import Open, Unit
from nexus.consolidation.labels import PROBLEM, RESULT, SOLUTION, split_inside
from nexus.consolidation.sections import CHALLENGE, NONE, is_part_of_course, names_a_section
from nexus.consolidation.statements import Draft, joined, shorten
from nexus.consolidation.tree import Node

_CHALLENGE = re.compile(r"^(?:the |my )?challenge\b", re.I)  # as a title: "Challenge 2: Late bread"
# What a problem did, told before what was done about it.
_HARM = re.compile(r"^(?:the )?(?:impacts?|effects?|consequences?)\b", re.I)


def _is_part(lead: Unit) -> bool:
    """Whether a heading names a part of the document: it is the title of no challenge."""
    if lead.node.kind != "heading":
        return False
    names_part = lead.node.role == NONE and names_a_section(lead.text)
    return names_part or is_part_of_course(lead.text)


class Labelled:
    """Reads units in their order: each label adds to the challenge that is open, or opens one.

    `tell` takes a finished challenge, `unlabelled` a lead that turned out to have no label.
    """

    def __init__(self, tell: Callable[[Draft], None], unlabelled: Callable[[Node], None]) -> None:
        self.tell = tell
        self.unlabelled = unlabelled

    def read(self, units: list[Unit]) -> None:
        """All challenges of these units."""
        current: Open | None = None
        for unit in units:
            if unit.label is None:
                current = self.go_on(unit, current)
            elif unit.label == PROBLEM:
                current = self.problem(unit, current)
            elif current is not None:
                harm = _HARM.match(unit.text) and not current.solution
                current.add(unit, PROBLEM if harm else unit.label, unit.rest)
                current.labelled = True
        self.close(current)

    def problem(self, unit: Unit, current: Open | None) -> Open | None:
        if PLURAL_PROBLEM.match(unit.text) and not unit.rest:
            self.close(current)
            return None
        if current is not None and current.state == "lead" and _is_part(current.lead):
            current = None  # "Week 3" says when, not what
        inside = current is not None and current.state == "lead" and unit.depth > current.lead.depth
        follows = (
            current is not None
            and current.state == "lead"
            and unit.depth == current.lead.depth
            and (
                (current.lead.node.kind in ("text", "heading", "bold") and unit.node.kind == "text")
                or current.lead.titles
                or (
                    current.lead.node.kind == "item"
                    and unit.node.kind == "heading"
                    and not unit.rest
                )
            )
        )
        titled = (
            current is not None
            and current.state == PROBLEM
            and len(current.problem) == 1
            and unit.depth == current.lead.depth
            and bool(_CHALLENGE.match(current.lead.text))
            and not _CHALLENGE.match(unit.text)
        )
        more = (
            current is not None
            and current.state == PROBLEM
            and not current.solution
            and unit.depth > current.lead.depth
        )
        if current is not None and (inside or follows or titled or more):
            current.add(unit, PROBLEM, unit.rest or unit.text)
            current.labelled = True
            return current
        self.close(current)
        opened = Open(unit, PROBLEM, labelled=True)
        opened.add(unit, PROBLEM, unit.rest or "")
        both = split_inside(unit.rest or unit.text)
        if both:
            opened.problem_words = [both[0]]
            opened.add(unit, SOLUTION, both[1])
        return opened

    def go_on(self, unit: Unit, current: Open | None) -> Open | None:
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
            and (current.lead.node.kind == "text" or current.lead.titles)
            and kind == "item"
            and not unit.titles
            and current.state in (PROBLEM, SOLUTION, RESULT)
        )
        if current is not None and (deeper or same_list or not opens):
            if (
                kind == "text"
                and not deeper
                and current.state in (SOLUTION, RESULT)
                and (unit.node.block.first > last_line_of(current) + 2)
            ):
                self.close(current)
                return None
            current.add(unit, PROBLEM if current.state == "lead" else current.state, unit.text)
            if current.state == PROBLEM and not current.labelled:
                current.state = "lead"
            return current
        if opens:
            self.close(current)
            opened = Open(unit, "lead")
            opened.add(unit, "lead", unit.text)
            both = split_inside(unit.text)
            if both:
                opened.problem_words = [both[0]]
                opened.add(unit, SOLUTION, both[1])
                opened.labelled = True
            return opened
        return current

    def close(self, current: Open | None) -> None:
        if current is None:
            return
        if not current.labelled:
            self.unlabelled(current.lead.node)
            return
        words = [w for w in current.problem_words if w]
        if not words and not current.solution:
            return
        every = [*current.problem, *current.solution, *current.rest]
        span = (min(a for a, _ in every), max(b for _, b in every))
        self.tell(
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


def last_line_of(current: Open) -> int:
    return max(b for _, b in [*current.problem, *current.solution, *current.rest])
