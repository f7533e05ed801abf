"""Challenges in two lists: what went wrong, and what solved it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from nexus.consolidation.inline import bare
from nexus.consolidation.labels import PLURAL_SOLUTION, label_of
from nexus.consolidation.sections import CHALLENGE
from nexus.consolidation.statements import Draft, shorten
from nexus.consolidation.tree import Node

_WORD = re.compile(r"[a-z0-9]{3,}")
MOST_HOLDERS = 20  # a word of more answers tells none from another
STEM = 5  # letters in which "fixing" and "fixed" are one word
PLURAL_PROBLEM = re.compile(
    r"^(?:\w+ )?(?:challenges|problems|issues|difficulties|obstacles)(?: faced| encountered)?:?$",
    re.I,
)


def read_parallel(nodes: list[Node]) -> list[Draft] | None:
    """Two lists, one of problems and one of solutions, in pairs; None where there are none."""
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
    for problem, answer in paired(asked, answers):
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


def paired(asked: list[Node], answers: list[Node]) -> list[tuple[Node, Node | None]]:
    """Problems with what solved them: by order, or by what they name where one list is longer."""
    if len(asked) == len(answers):
        return list(zip(asked, answers, strict=True))
    holders: dict[str, list[int]] = defaultdict(list)
    for n, answer in enumerate(answers):
        for word in _words(answer):
            holders[word].append(n)
    best = [_best(_words(problem), holders) for problem in asked]
    if all(n is None for n in best):  # nothing says which: as far as both go
        best = [n if n < len(answers) else None for n in range(len(asked))]
    return [(p, None if n is None else answers[n]) for p, n in zip(asked, best, strict=True)]


def _best(words: set[str], holders: Mapping[str, list[int]]) -> int | None:
    """The answer that shares most of these words, the rarer the more; the first of several."""
    weights: dict[int, float] = defaultdict(float)
    for word in sorted(words):
        found = holders.get(word, ())
        if len(found) <= MOST_HOLDERS:
            for n in found:
                weights[n] += 1 / len(found)
    return min(weights, key=lambda n: (-weights[n], n), default=None)


def _words(node: Node) -> set[str]:
    """How the longer words of an item begin."""
    return {word[:STEM] for word in _WORD.findall(node.text.lower())}


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
