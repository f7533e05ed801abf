"""Which lines are code. Fences that wrap prose, or never close, do not hide it."""

from __future__ import annotations

import re

from nexus.consolidation.inline import bare
from nexus.consolidation.sections import names_a_section

FENCE = re.compile(r"^\s*(?:[-*+]\s+)?(`{3,}|~{3,})\s*([\w+#.-]*)\s*(.*)$")
_DEEP_HEADING = re.compile(r"^\s{0,3}#{2,6}\s+\S")
_ANY_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+\S")
_PROSE = {"", "md", "markdown", "text", "txt", "plaintext", "readme"}


def _holds_prose(lines: list[str], first: int, last: int, language: str, closed: bool) -> bool:
    """Whether the lines between two fences are a document and not code."""
    deep = sections = bullets = 0
    for line in lines[first:last]:
        line = line[:300]
        if _DEEP_HEADING.match(line):
            deep += 1
        if _ANY_HEADING.match(line) and names_a_section(bare(line)):
            sections += 1
        if re.match(r"^\s{0,3}[*-]\s+[A-Z\W*]", line):
            bullets += 1
    if not closed and (deep or sections):
        return True
    if language.lower() not in _PROSE:
        return sections >= 2 or (sections >= 1 and deep >= 2)
    return deep >= 1 or sections >= 1


def code_lines(lines: list[str]) -> list[bool]:
    """For each line whether it belongs to a code block (fences included)."""
    is_code = [False] * len(lines)
    open_at, mark, language = -1, "", ""
    for n, line in enumerate(lines):
        found = FENCE.match(line[:200]) if ("```" in line[:200] or "~~~" in line[:200]) else None
        if not found:
            continue
        if open_at < 0:
            if "```" in found[3]:
                continue
            open_at, mark, language = n, found[1], found[2]
        elif found[1][0] == mark[0] and len(found[1]) >= len(mark):
            if found[2] and found[2].lower() not in _PROSE and n + 1 < len(lines):
                # A second opening fence: the first was never closed.
                _mark(is_code, lines, open_at, n - 1, language, closed=False)
                open_at, mark, language = n, found[1], found[2]
                continue
            _mark(is_code, lines, open_at, n, language, closed=True)
            open_at = -1
    if open_at >= 0:
        _mark(is_code, lines, open_at, len(lines) - 1, language, closed=False)
    return is_code


def _mark(
    is_code: list[bool], lines: list[str], first: int, last: int, language: str, *, closed: bool
) -> None:
    if _holds_prose(lines, first + 1, last + (not closed), language, closed):
        return
    for n in range(first, last + 1):
        is_code[n] = True
