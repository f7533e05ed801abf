"""Challenges in tables: one row, one challenge."""

from __future__ import annotations

import re

from nexus.consolidation.inline import bare
from nexus.consolidation.labels import PROBLEM, RESULT, SOLUTION, label_of
from nexus.consolidation.sections import CHALLENGE
from nexus.consolidation.statements import Draft, shorten
from nexus.consolidation.tree import Node

_WORDS = re.compile(
    r"^(?:challenges?|problems?|issues?|solutions?|fix(?:es)?|description|details?|area|category|"
    r"results?|outcomes?|impact|lessons?(?: learned)?|#|no\.?|s/n|how .*|what .*|topic|resolution|"
    r"approach|symptoms?|cause|technolog\w*|action\w*|status|tools?(?: used)?)(?:\s+\S+){0,2}$",
    re.I,
)


def header_roles(cells: tuple[str, ...], *, is_header: bool = False) -> list[str | None] | None:
    """Label of each column when a row is a header, else None.

    A row that Markdown marks as the header may name its other columns as it likes.
    """
    words = [bare(c) for c in cells]
    filled = [w for w in words if w]
    known = [bool(_WORDS.match(w)) and len(w.split()) <= 4 for w in filled]
    if not filled or not (all(known) or (is_header and any(known))):
        return None
    found = [label_of(w) or label_of(w.split()[0] if w else "") for w in words]
    return [f[0] if f else None for f in found]


def row_challenge(node: Node, header: list[str | None] | None) -> Draft | None:
    """A challenge from one row; None for an empty or single-cell row."""
    cells = [bare(c) for c in node.block.cells]
    filled = [c for c in cells if c]
    if len(filled) < 2:
        return None
    if header and SOLUTION in header[: len(cells)]:
        at = header.index(SOLUTION)
        solution = cells[at]
        problems = [
            c
            for n, c in enumerate(cells)
            if n != at
            and not re.fullmatch(r"#?\d*\.?", c)
            and not (n < len(header) and header[n] == RESULT)
        ]
        extra = cells[len(header) :]
        problems = [p for p in problems if p not in extra]
        solution = " ".join([solution, *extra])
    else:
        body = [c for c in cells if not re.fullmatch(r"#?\d*\.?", c)]
        if len(body) < 2:
            return None
        problems, solution = body[:-1], body[-1]
    if not problems:
        return None
    # A column before it only says of which area a problem is.
    asked = [c for n, c in enumerate(cells) if header and header[n : n + 1] == [PROBLEM] and c]
    title = asked[0] if len(asked) == 1 else problems[0]
    span = (node.first, node.block.last)
    has = bool(solution.strip(" -–—"))
    return Draft(
        CHALLENGE,
        span,
        shorten(title),
        "",
        (span,),
        (span,) if has else (),
        " – ".join(problems),
        solution,
    )


__all__ = ["PROBLEM", "header_roles", "row_challenge"]


def read_rows(node: Node, skip: set[int]) -> list[Draft | None]:
    """Challenges told in rows of tables, of this section and all below it."""
    found = []
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
                    found.append(row_challenge(child, header))
                previous = child
            elif child.kind == "heading" and (
                roles := header_roles(tuple(re.split(r"\t+|\s{3,}", child.block.raw)))
            ):
                header = roles
                stack.append(child)
            else:
                stack.append(child)
    return found
