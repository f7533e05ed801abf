"""Documents in which every mark was escaped: "\\- \\*\\*Bread\\*\\*" for "- **Bread**"."""

from __future__ import annotations

import re
from collections.abc import Sequence

FEWEST = 5  # lines that begin with an escaped mark
SHARE = 0.2  # of the lines with words
_BEGINS = re.compile(r"^\s{0,6}(?:\\[-#*+>]|\d{1,3}\\[.)])")
_ESCAPED = re.compile(r"\\([-#*_+>.()\[\]&`~!|])")


def without_escapes(lines: list[str]) -> list[str]:
    """The same lines with their marks, where an editor escaped those of a whole document.

    Others stay as they are: a writer may escape one mark on purpose.
    """
    said = sum(bool(line.strip()) for line in lines)
    if not _is_escaped(lines, said):
        return lines
    return [_ESCAPED.sub(r"\1", line) for line in lines]


def _is_escaped(lines: Sequence[str], said: int) -> bool:
    begun = sum(_BEGINS.match(line) is not None for line in lines)
    return begun >= FEWEST and begun >= SHARE * said
