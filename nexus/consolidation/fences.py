"""Which lines are code. Fences that wrap prose, or never close, do not hide it."""

from __future__ import annotations

import re

from nexus.consolidation.inline import bare, starts_with_emoji
from nexus.consolidation.sections import names_a_section

FENCE = re.compile(r"^\s*(?:[-*+]\s+)?(`{3,}|~{3,})\s*([\w+#.-]*)\s*(.*)$")
_DEEP_HEADING = re.compile(r"^\s{0,3}#{2,6}\s+\S")
_ANY_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+\S")
_LANGUAGE = re.compile(r"^\s*[a-z][a-z0-9+#]{0,11}\s*$")
_SAYS = re.compile(r"^[A-Z][a-z]+ \w+.*[.:]\s*$")
# Not what a log or the head of a file says: "Error: …", "Version: …".
_KIND_AND_NAMES = re.compile(
    r"^\s*(?:[*-] )?(?!(?:Error|Warning|Hint|Note|Info|Status|Author|Version|Date|Name|Title|Usage|"
    r"Input|Output|Example)s?:)[A-Z][\w /&-]{1,30}: [A-Z][^{}();=<>]*$"
)
LONGEST_TITLE = 80  # characters
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
    return deep >= 1 or sections >= 1 or _lists_names(lines[first:last])


def _lists_names(lines: list[str]) -> bool:
    """Whether lines are nothing but kinds of things with names: "Frontend: Vue, Vite"."""
    told = [line[:300] for line in lines if line.strip().strip("`~")]
    if len(told) < 2 or not all(_KIND_AND_NAMES.match(line) for line in told):
        return False
    return sum("," in line for line in told) * 2 >= len(told)


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
        last = _end_of_open(lines, open_at)
        _mark(is_code, lines, open_at, last, language, closed=False)
    _mark_pasted(is_code, lines)
    return is_code


def _mark_pasted(is_code: list[bool], lines: list[str]) -> None:
    """Mark samples that were pasted with the name of their language and their button."""
    inside = False
    for n in range(1, len(lines)):
        if lines[n].strip() == "Copy code" and _LANGUAGE.match(lines[n - 1]) and not is_code[n]:
            inside = is_code[n - 1] = True
        elif inside and _ends_sample(lines[n - 1], lines[n]):
            inside = False
        is_code[n] = is_code[n] or inside


def _ends_sample(before: str, line: str) -> bool:
    """Whether a line below a pasted sample is none of it: a title, or a sentence of its own.

    One `#` may be a comment, more are a heading.
    """
    says = not before.strip() and _SAYS.match(line[:200]) is not None
    return says or _DEEP_HEADING.match(line[:200]) is not None or _is_title(line)


def _is_title(line: str) -> bool:
    """Whether a line without a mark reads as the name of a section."""
    if len(line) >= LONGEST_TITLE:
        return False
    return starts_with_emoji(line) or (line[:1].isupper() and names_a_section(line))


def _end_of_open(lines: list[str], first: int) -> int:
    """The last line of code below a fence that is never closed: a title ends it."""
    after = range(first + 1, len(lines))
    return next((n - 1 for n in after if _is_title(lines[n])), len(lines) - 1)


def _mark(
    is_code: list[bool], lines: list[str], first: int, last: int, language: str, *, closed: bool
) -> None:
    if _holds_prose(lines, first + 1, last + (not closed), language, closed):
        return
    for n in range(first, last + 1):
        is_code[n] = True
