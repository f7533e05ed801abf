"""Lists that lost their marks: a short title, a blank line, and a run of short lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from nexus.consolidation.inline import starts_with_emoji
from nexus.consolidation.sections import names_a_section

FEWEST_LINES = 3  # of a list
FEWEST_LISTS = 3  # of a document that is written so: one or two may be prose that was wrapped
LONGEST_LINE = 110  # characters
LONGEST_TITLE = 6  # words
_UNMARKED = re.compile(r"^[A-Z0-9][^|\t]*$")
_ITEM = re.compile(r"^\d{1,3}[.)]\s")


def titled_lists(lines: Sequence[str], is_code: Sequence[bool]) -> tuple[set[int], set[int]]:
    """(lines that title a list, lines of such lists), counted from 0; none in most documents."""
    parts = _paragraphs(lines, is_code)
    titles: set[int] = set()
    items: set[int] = set()
    lists = 0
    for above, below in pairwise(parts):
        if _is_title(lines, above) and _is_list(lines, below):
            lists += 1
            titles.add(above[-1])
            items.update(below)
    return (titles, items) if lists >= FEWEST_LISTS else (set(), set())


def _paragraphs(lines: Sequence[str], is_code: Sequence[bool]) -> list[list[int]]:
    parts: list[list[int]] = [[]]
    for n, line in enumerate(lines):
        if line.strip() and not is_code[n]:
            parts[-1].append(n)
        elif parts[-1]:
            parts.append([])
    return [part for part in parts if part]


def _is_title(lines: Sequence[str], part: list[int]) -> bool:
    """Whether a paragraph is a title, or ends in one after the name of its section."""
    line = lines[part[-1]].rstrip()
    short = len(line.split()) <= LONGEST_TITLE and line[-1:] not in ".,:;!?"
    first = lines[part[0]][:LONGEST_LINE]
    alone = len(part) == 1 or starts_with_emoji(first) or names_a_section(first)
    return short and alone and len(part) <= 3 and bool(_UNMARKED.match(line))


def _is_list(lines: Sequence[str], part: list[int]) -> bool:
    told = [lines[n].rstrip() for n in part]
    ends = sum(line.endswith(".") for line in told)
    return (
        len(told) >= FEWEST_LINES
        and ends * 2 < len(told)
        and all(_UNMARKED.match(t) and not _ITEM.match(t) for t in told)
        and all(len(t) <= LONGEST_LINE and t[-1:] not in ",:;{" for t in told)
    )
