# ruff: noqa: E501  (tables of words read better on long lines)
"""Challenges in two lists: what went wrong, and what solved it."""

from __future__ import annotations

import re

from nexus.consolidation.inline import bare
from nexus.consolidation.labels import label_of
from nexus.consolidation.sections import CHALLENGE
from nexus.consolidation.statements import Draft, shorten
from nexus.consolidation.tree import Node

PLURAL_PROBLEM = re.compile(
    r"^(?:\w+ )?(?:challenges|problems|issues|difficulties|obstacles)(?: faced| encountered)?:?$",
    re.I,
)
PLURAL_SOLUTION = re.compile(
    r"^(?:\w+ )?(?:solutions|fixes|resolutions|how (?:i|we) (?:solved|overcame|fixed) them)(?: implemented| applied)?:?$",
    re.I,
)


def read_parallel(nodes: list[Node]) -> list[Draft] | None:
    """Two lists, one of problems and one of solutions, paired by order; None where there are none."""
    groups = [n for n in groups_of(nodes) if n.kind in ("heading", "item", "text", "bold")]
    problems = next((n for n in groups if PLURAL_PROBLEM.match(n.text)), None)
    solutions = next((n for n in groups if PLURAL_SOLUTION.match(n.text)), None)
    if solutions is None:
        return None
    answers = listed(solutions, nodes)
    asked = (
        listed(problems, nodes)
        if problems
        else [n for n in nodes if n.kind == "item" and n.first < solutions.first]
    )
    if not answers or not asked or (len(asked) == 1 and len(answers) > 1):
        return None
    if any(label_of(bare(n.block.raw)) for n in asked):
        return None
    found = []
    for n, problem in enumerate(asked):
        answer = answers[n] if n < len(answers) else None
        ps = (problem.first, problem.last_line())
        ss = (answer.first, answer.last_line()) if answer else None
        found.append(
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
    return found


def groups_of(nodes: list[Node]) -> list[Node]:
    out = []
    for node in nodes:
        out.append(node)
        out += [c for c in node.children if c.kind in ("item", "heading")]
    return out


def listed(group: Node, nodes: list[Node]) -> list[Node]:
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
