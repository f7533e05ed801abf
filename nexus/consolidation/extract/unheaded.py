"""Challenges that no heading announces: labelled pairs, tables of two columns, arrows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nexus.consolidation.blocks import Block
from nexus.consolidation.extract.challenges import ChallengeExtractor
from nexus.consolidation.extract.tables import header_roles
from nexus.consolidation.extract.words import STEP
from nexus.consolidation.inline import bare
from nexus.consolidation.labels import PROBLEM, RESULT, SOLUTION, label_of, split_inside
from nexus.consolidation.sections import NONE
from nexus.consolidation.statements import Draft
from nexus.consolidation.tree import BOLD_LEVEL, Node

LEAST_TOLD = 5  # words of a row that tells a problem and its way out: "Two Sum | Hash map" does not
LEAST_SIDE = 2  # words on each side of an arrow
BEGINNING = 2  # a problem further down in an item is a part among others
_CLEAR = {
    PROBLEM: re.compile(
        r"\b(?:challenges?|problems?|issues?|difficult(?:y|ies)|obstacles?|hurdles?|struggles?|"
        r"blockers?|pain points?|bugs?|what went wrong)\b",
        re.I,
    ),
    SOLUTION: re.compile(
        r"\b(?:solutions?|fix(?:es|ed)?|resolutions?|resolved|solved|workarounds?|overcame|"
        r"how (?:i|we) \w+|what (?:i|we) did|what (?:worked|helped)|"
        r"remed(?:y|ies)|mitigation|answers?|"
        r"(?:steps|actions?) taken|to (?:overcome|solve|fix|resolve|address|handle|tackle) \w+)\b",
        re.I,
    ),
}
_PARTED = re.compile(r"[:：–—→-]")
_LOOKS_BACK = re.compile(
    r"\b(?:reflections?|conclusion|summary|final|closing|projects?|hands-on|case stud(?:y|ies)|"
    r"achievements?|milestones?|outcomes?)\b",
    re.I,
)
_ISSUES = re.compile(
    r"^(?:my |our |some |the )?(?:issues?|bugs?|errors?)\b(?!.*\breport| fix)", re.I
)
_WEIGHED = re.compile(r"^(?:difficulty|complexity|level|link|language|topic|time)\b", re.I)
_OF_PERSON = re.compile(r"\b(?:challenges?|what went wrong|(?:how|what) (?:i|we))\b", re.I)
_OF_APPLICATION = re.compile(
    r"^(?:(?:key|main|core) )?(?:features|installation|getting started|quick ?start|usage)$", re.I
)
_REPORTS = re.compile(
    r"\b(?:report\w*|(?:open|file|raise|create|submit) (?:an? )?(?:new )?issues?)\b", re.I
)
_KNOWN = re.compile(r"\b(?:known|open|current) (?:issues?|bugs?|problems?|limitations?)\b", re.I)
_TEXTS = ("item", "text", "quote")


def unheaded(section: Node, role: str | None, skip: set[int]) -> tuple[set[int], list[Draft]]:
    """The nodes of a section that tell challenges, by id, and what they tell.

    Where a project says what it is for ("Overview"), its problem and solution are its purpose;
    only a table that says who met and solved what is read there.
    """
    of_project = role == NONE and not _LOOKS_BACK.search(section.text)
    taken: set[int] = set()
    out: list[Draft] = []
    pending = [section]
    while pending:
        here = pending.pop()
        held = [c for c in here.children if id(c) not in skip]
        runs: list[list[Node]] = []
        if of_project:
            runs = [table for table in _tables(held) if _OF_PERSON.search(table[0].block.raw)]
        elif not _is_no_diary(here):
            runs = [*_tables(held), *_runs(held), *_arrows(here, held)]
        for run in runs:
            alone = Node(Block("root", 0, 0), 0, children=run)
            drafts = ChallengeExtractor().section(alone, set())
            if drafts:
                taken |= {id(n) for n in run}
                out += drafts
        pending.extend(c for c in held if id(c) not in taken)
    return taken, out


def _is_no_diary(here: Node) -> bool:
    """Whether pairs here are what an application is for, or what its users may meet."""
    if here.level <= 1 and here.kind in ("root", "heading"):
        return any(_OF_APPLICATION.search(n.text) for n in here.walk() if n.kind == "heading")
    if here.kind != "heading" or _KNOWN.search(here.text):
        return here.kind == "heading"
    texts = [c.text for c in here.children if c.kind == "text"]
    return bool(_ISSUES.match(here.text)) and any(_REPORTS.search(text) for text in texts)


def _tables(held: list[Node]) -> Iterator[list[Node]]:
    """Tables with a column of problems and one of solutions, their headers with them."""
    table: list[Node] = []
    for node in [*(n for n in held if n.kind != "skip"), None]:
        goes_on = node is not None and node.kind == "row" and table
        if goes_on and node and node.first <= table[-1].block.last + 1 + (len(table) == 1):
            table.append(node)
            continue
        if table and sum(_tells(row) for row in table[1:]) * 2 > len(table) - 1:
            yield table
        table = [node] if node is not None and _heads_pairs(node) else []


def _heads_pairs(node: Node) -> bool:
    cells = node.block.cells
    if node.kind not in ("row", "tablehead") or any(_WEIGHED.match(bare(c)) for c in cells):
        return False
    roles = header_roles(cells, is_header=node.kind == "tablehead")
    if roles is None:
        return False
    clear = {r for r, c in zip(roles, cells, strict=True) if r in _CLEAR and _CLEAR[r].search(c)}
    return clear == {PROBLEM, SOLUTION}


def _tells(row: Node) -> bool:
    return len(" ".join(row.block.cells).split()) >= LEAST_TOLD


def _runs(held: list[Node]) -> Iterator[list[Node]]:
    """Lines beside one another that begin with labels and hold at least one pair."""
    start = 0
    while start < len(held):
        end, paired = _run(held, start)
        if paired:
            yield held[start:end]
        start = max(end, start + 1)


def _run(held: list[Node], start: int) -> tuple[int, bool]:
    """(where a run of labelled lines ends, whether a problem in it has its solution)."""
    end, n, asked, paired, open_label = start, start, False, False, False
    while n < len(held):
        node = held[n]
        kind = _clear_label(node)
        if _holds_pair(node):
            asked, paired, open_label = False, True, False
        elif node.kind == "code" and asked:
            pass
        elif node.kind not in _TEXTS:
            break
        elif kind == PROBLEM:
            asked, open_label = True, _alone(node)
        elif kind == SOLUTION and asked:
            paired, open_label = True, _alone(node)
        elif open_label:  # what stands below a label that has a line to itself
            open_label = node.kind == "item"
        elif not (asked and _label(node) in (SOLUTION, RESULT, PROBLEM)):
            break
        n += 1
        end = n
    return end, paired


def _holds_pair(node: Node) -> bool:
    """Whether a line, or an item with what it holds, tells both."""
    if node.kind == "heading" and node.level != BOLD_LEVEL:
        return False
    own = _clear_label(node)
    below = [_clear_label(c) for c in node.children if c.kind in _TEXTS]
    if own == PROBLEM:
        found = split_inside(_words(node))
        return SOLUTION in below or (found is not None and bool(found[1]))
    begins = below[:BEGINNING]
    leads = node.kind in ("item", "heading") and PROBLEM in begins
    return leads and SOLUTION in below[begins.index(PROBLEM) :]


def _arrows(here: Node, held: list[Node]) -> Iterator[list[Node]]:
    """The items below "Issues" when most go from what was wrong to what was done."""
    items = [c for c in held if c.kind == "item"]
    if here.kind != "heading" or not _ISSUES.match(here.text):
        return
    told = [c for c in items if _goes_over(_words(c))]
    if told and len(told) * 2 > len(items):
        yield told


def _goes_over(text: str) -> bool:
    both = None if STEP.match(text) else split_inside(text)
    return both is not None and all(len(side.split()) >= LEAST_SIDE for side in both)


def _words(node: Node) -> str:
    return bare(node.block.raw or node.block.text)


def _label(node: Node) -> str | None:
    found = label_of(_words(node))
    return found[0] if found else None


def _alone(node: Node) -> bool:
    found = label_of(_words(node))
    return found is not None and not found[1]


def _clear_label(node: Node) -> str | None:
    """PROBLEM or SOLUTION of a line that says so in words that mean nothing else."""
    text = _words(node)
    found = label_of(text)
    if found is None or found[0] not in _CLEAR:
        return None
    label = text[: len(text) - len(found[1])]
    clear = _CLEAR[found[0]].search(label) and (not found[1] or _PARTED.search(label))
    return found[0] if clear else None
