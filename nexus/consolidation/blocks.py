"""Lines → blocks, one pass, linear in size.

Markdown parsers lose lines of broken documents (surplus cells, rows without maps, definitions,
unclosed fences), so the scanner below works on lines: every line falls into exactly one block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from nexus.consolidation import fences
from nexus.consolidation.inline import LONGEST, plain, starts_with_emoji
from nexus.consolidation.labels import is_flat_head, is_labelled
from nexus.consolidation.sections import names_a_section
from nexus.consolidation.titledlists import titled_lists

FENCE = re.compile(r"^\s*(?:[-*+]\s+)?(`{3,}|~{3,})\s*([\w+#.-]*)")
HEADING = re.compile(r"^ {0,3}(#{1,6})(?!#)\s*(.*?)\s*#*\s*$")
ITEM = re.compile(r"^(\s*)([-*+•▪◦–‣●○]|\d{1,3}[.)]|[a-z]\))\s+(\S.*)$")
LETTERED = re.compile(r"^(\s*)(?!e\. g\.|i\. e\.)([a-z]\.)\s+(\S.*)$")
AHEAD = 6  # lines in which a list numbered by letters goes on
RULE = re.compile(r"^\s*(?:(?:[-*_=]\s*){3,}|<{7}.*|>{7}.*|={7}|\|{7}.*)$")
SEPARATOR = re.compile(r"^[\s|:+-]*-{2,}[\s|:+-]*$")
HTML_HEADING = re.compile(r"^\s*<h([1-6])[^>]*>(.*?)(?:</h\1>|$)", re.I)
BOLD_LINE = re.compile(r"^\s*(?:\*\*|__)([^*_].*?)(?:\*\*|__)\s*:?\s*$")
BOLD_LEAD = re.compile(r"^\s*(?:\W{0,4}\s)?(?:\*\*|__)\S")
CHECKBOX = re.compile(r"^\[([ xX])\]\s+")
LEAD = re.compile(r"^[A-Z][\w./&()+' -]{1,44}? ?(?:[–—] |: )\S")
DEFINITION = re.compile(r"^\s{0,3}\[[^\]]+\]:\s+\S+")


_ADVICE = re.compile(
    r"^\s*(?:\*\*|__)?(?:Always|Never|Avoid|Use|Write|Keep|Make|Document|Follow|Stay|Build|Think|Read|Ask|"
    r"Commit|Validate|Secure|Store|Cache|Optimi[sz]e|Prefer|Separate|Split|Log|Automate|Choose|Start|"
    r"Prioriti[sz]e|Ensure|Check|Embrace|Maintain|Adopt|Apply|Implement|Leverage|Handle|Set|Add|"
    r"Create|Organi[sz]e|Refactor|Limit|Define|Configure|Test|Design|Monitor|Collaborate|Review)\b\S*\s+\S"
)
_DRAWING = re.compile(r"^\s*[│├└┌╰╭]")  # a tree
_BRANCH = re.compile(r"^(\s*(?:│\s*)*)[├└╰╭┌]─*\s*(\S.*)$")
_PATH = re.compile(r"[\w-]/|/\w|\.\w{1,5}\b|\s#")
FEWEST_BRANCHES = 3


@dataclass(slots=True)
class Block:
    """One block: kind is heading, bold, item, text, row, tablehead, code, quote, or skip."""

    kind: str
    first: int
    last: int
    text: str = ""  # plain words
    raw: str = ""
    level: int = 0  # heading level, or columns of indentation
    cells: tuple[str, ...] = ()
    bold: bool = False  # begins with a bold lead
    ordered: bool = False
    todo: bool = False
    number: int = 0  # of a numbered item
    pasted: bool = False  # an item by its indentation alone
    titles: bool = False  # a line without a mark over a list without marks
    leads: bool = False  # a numbered item: the bullets after it are its parts


def width(line: str) -> int:
    """Columns of leading white space; a tab counts four."""
    if not line[:1].isspace():
        return 0
    head = line[: len(line) - len(line.lstrip())]
    return len(head.replace("\t", "    "))


def split_cells(line: str) -> tuple[str, ...]:
    """Cells of a pipe row; escaped pipes and pipes in code stay inside their cell."""
    body = line.strip()[:LONGEST]
    body = body.removeprefix("|")
    body = body[:-1] if body.endswith("|") and not body.endswith("\\|") else body
    cells: list[str] = []
    cell: list[str] = []
    code = False
    for n, char in enumerate(body):
        if char == "`":
            code = not code
        if char == "|" and (n == 0 or body[n - 1] != "\\") and not (code and "`" in body[n:]):
            cells.append("".join(cell))
            cell = []
        else:
            cell.append(char)
    cells.append("".join(cell))
    return tuple(plain(c) for c in cells)


def tab_cells(line: str) -> tuple[str, ...]:
    """Cells of a line whose columns are parted by tabs (or four spaces and more)."""
    parts = [p for p in re.split(r"\t+| {4,}", line.strip()[:LONGEST]) if p.strip()]
    return tuple(plain(p) for p in parts) if len(parts) >= 2 else ()


def _front_matter(lines: list[str]) -> int:
    """How many lines front matter takes at the top (0: none)."""
    if not lines or lines[0].strip() != "---":
        return 0
    for n in range(1, min(len(lines), 60)):
        if lines[n].strip() in ("---", "..."):
            body = [x for x in lines[1:n] if x.strip()]
            ok = body and all(re.match(r"^\s*(?:[\w-]+:|-\s|#)", x) for x in body)
            return n + 1 if ok else 0
    return 0


def is_outline(lines: list[str]) -> bool:
    """Whether a drawn tree is of topics, with capitals, and not of files and folders."""
    names = [found[2] for line in lines if (found := _BRANCH.match(line[:LONGEST]))]
    if len(names) < FEWEST_BRANCHES or any(_PATH.search(name) for name in names[:2]):
        return False
    paths = sum(bool(_PATH.search(name)) for name in names)
    capitals = sum(name[0].isupper() for name in names)
    return paths * 3 < len(names) and capitals * 3 > len(names) * 2


class Scanner:
    """Walks over the lines once and collects blocks."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.blocks: list[Block] = []
        self.code = fences.code_lines(lines)
        self.titles, self.listed = titled_lists(lines, self.code)
        self.fresh = True  # after a blank line, or a block that ends what was before
        self.flat = False  # below the header of a table that lost its marks
        self.next_letter = ""  # of a list that letters number
        self.drawn = (False, 0)  # whether a drawn tree is an outline, and the line it ends before
        self.of_words = (self._table, self._item)  # of items, "a) " begins with a letter
        self.of_marks = (self._marks, self._heading, self._table, self._item, self._quote)

    def scan(self) -> list[Block]:
        """All blocks in order; blank lines belong to none."""
        n = _front_matter(self.lines)
        if n:
            self.blocks.append(Block("front", 1, n))
        while n < len(self.lines):
            line = self.lines[n]
            if not line.strip():
                self.fresh = True
                n += 1
            elif self.code[n]:
                end = n
                while end + 1 < len(self.lines) and self.code[end + 1]:
                    end += 1
                self.blocks.append(Block("code", n + 1, end + 1, level=width(line)))
                self.fresh = True
                n = end + 1
            else:
                self.line(n, line)
                n += 1
        return self.blocks

    def line(self, n: int, line: str) -> None:
        """Put one line into a new block or the last one."""
        line = line if len(line) <= LONGEST else line[:LONGEST]
        if n in self.listed:
            self._add(Block("item", n + 1, n + 1, plain(line), line))
            return
        if n in self.titles:
            self._add(Block("text", n + 1, n + 1, plain(line), line, titles=True), True)
            return
        # Most lines begin with a letter, and no mark is one.
        is_word = line.lstrip()[:1].isalpha()
        readers = self.of_words if is_word else self.of_marks
        for reader in readers:
            if reader(n, line):
                return
        self._text(n, line)

    def _add(self, block: Block, fresh: bool = False) -> bool:
        self.blocks.append(block)
        self.fresh = fresh
        return True

    def _marks(self, n: int, line: str) -> bool:
        if RULE.match(line):
            last = self.blocks[-1] if self.blocks else None
            under = line.strip()
            if (
                last is not None
                and last.kind in ("text", "bold")
                and last.last == n
                and last.first == n
                and set(under) in ({"="}, {"-"})
                and len(under) != 7
                and len(last.text) < 100
            ):
                last.kind, last.level, last.last = "heading", 1 if under[0] == "=" else 2, n + 1
                return True
            return self._add(Block("skip", n + 1, n + 1), True)
        if _DRAWING.match(line):
            return self._drawn(n, line)
        marks = (FENCE, DEFINITION)
        if any(mark.match(line) for mark in marks) or not plain(line).strip():
            return self._add(Block("skip", n + 1, n + 1), True)
        return False

    def _drawn(self, n: int, line: str) -> bool:
        """A line of a tree that is drawn: an item of an outline, nothing of a folder's."""
        if n >= self.drawn[1]:
            end = n
            while end < len(self.lines) and _DRAWING.match(self.lines[end][:LONGEST]):
                end += 1
            self.drawn = (is_outline(self.lines[n:end]), end)
        branch = _BRANCH.match(line) if self.drawn[0] else None
        if branch is None:
            return self._add(Block("skip", n + 1, n + 1), True)
        body = branch[2]
        return self._add(Block("item", n + 1, n + 1, plain(body), body, len(branch[1])))

    def _heading(self, n: int, line: str) -> bool:
        found = HEADING.match(line)
        if found:
            level, body = len(found[1]), found[2]
            glued = not line.lstrip()[level : level + 1].isspace()
            if glued and (level == 1 and not body[:1].isupper()):
                return False
        else:
            found = HTML_HEADING.match(line)
            if not found:
                return False
            level, body = int(found[1]), found[2]
        text = plain(body)
        if not text:
            return self._add(Block("skip", n + 1, n + 1), True)
        return self._add(Block("heading", n + 1, n + 1, text, body, level), True)

    def _table(self, n: int, line: str) -> bool:
        stripped = line.strip()
        if SEPARATOR.match(line) and "|" in line:
            if self.blocks and self.blocks[-1].kind == "row" and self.blocks[-1].last == n:
                self.blocks[-1].kind = "tablehead"
            return self._add(Block("skip", n + 1, n + 1))
        inside = (
            bool(self.blocks)
            and self.blocks[-1].last == n
            and (
                self.blocks[-1].kind in ("row", "tablehead")
                or ("|" in self.lines[n - 1] and SEPARATOR.match(self.lines[n - 1]) is not None)
            )
        )
        piped = stripped.startswith("|") and stripped.count("|") >= 2
        ahead = self.lines[n + 1][:200] if n + 1 < len(self.lines) else ""
        head = "|" in stripped and "|" in ahead and bool(SEPARATOR.match(ahead))
        if piped or head or (inside and " | " in stripped):
            return self._add(Block("row", n + 1, n + 1, plain(line), line, 0, split_cells(line)))
        if "\t" in stripped and not ITEM.match(line):
            cells = tab_cells(line)
            if cells:
                return self._add(Block("row", n + 1, n + 1, plain(line), line, 1, cells))
        return False

    def _item(self, n: int, line: str) -> bool:
        found = ITEM.match(line) or self._lettered(n, line)
        if not found:
            return False
        body = found[3]
        box = CHECKBOX.match(body)
        if box:
            body = body[box.end() :]
        body = body.lstrip("#").strip() if body.startswith("#") and " " in body[:8] else body
        return self._add(
            Block(
                "item",
                n + 1,
                n + 1,
                plain(body),
                body,
                width(line),
                tab_cells(body) if "\t" in body else (),
                ("**" in body or "__" in body) and bool(BOLD_LEAD.match(body)),
                found[2][0].isdigit(),
                bool(box) and box is not None and box[1] == " ",
                int(found[2][:-1]) if found[2][0].isdigit() else 0,
            )
        )

    def _lettered(self, n: int, line: str) -> re.Match[str] | None:
        """The match of an item that a letter numbers: "b." after "a.", or "a." before "b."."""
        found = LETTERED.match(line)
        if not found:
            return None
        letter = found[2][0]
        ahead = (LETTERED.match(other[:200]) for other in self.lines[n + 1 : n + 1 + AHEAD])
        goes_on = letter == "a" and any(other and other[2][0] == "b" for other in ahead)
        if not goes_on and letter != self.next_letter:
            return None
        self.next_letter = chr(ord(letter) + 1)
        return found

    def _quote(self, n: int, line: str) -> bool:
        stripped = line.lstrip()
        if not stripped.startswith(">"):
            return False
        return self._add(Block("quote", n + 1, n + 1, plain(stripped.lstrip("> ")), line))

    def _text(self, n: int, line: str) -> None:
        marked = "**" in line or "__" in line
        bold_line = BOLD_LINE.match(line) if marked else None
        bold = marked and bool(BOLD_LEAD.match(line))
        last = self.blocks[-1] if self.blocks else None
        self.flat = (self.flat and not self.fresh) or is_flat_head(line)
        joins = (
            not self.fresh
            and last is not None
            and last.last == n
            and last.kind in ("item", "text", "quote")
            and not bold
            and not self.flat
            and not self._breaks(self.lines[n - 1])
            and not self._starts_anew(line, self.lines[n - 1])
        )
        if joins and last is not None:
            last.last = n + 1
            if len(last.text) < LONGEST:
                last.text = f"{last.text} {plain(line)}"
                last.raw = f"{last.raw} {line.strip()}"
            return
        if bold_line and "**" not in bold_line[1] and width(line) < 2 and len(line) < 120:
            self._add(Block("bold", n + 1, n + 1, plain(line), line))
            return
        kind = "text"
        self._add(Block(kind, n + 1, n + 1, plain(line), line, width(line), (), bold))

    def _starts_anew(self, line: str, before: str) -> bool:
        """Whether a line without marks begins something of its own."""
        last = self.blocks[-1]
        if width(line) >= 2 and not (last.kind == "text" and last.level == width(line)):
            return False
        if (
            len(line.split()) <= 6
            and line.rstrip().endswith(":")
            and before.rstrip().endswith((".", "!", "?"))
        ):
            return True
        if before.rstrip().endswith((".", "!", "?")) and names_a_section(line):
            return True
        if _ADVICE.match(line) and _ADVICE.match(before):
            return True  # advice line by line
        bare_line = line.lstrip()
        if LEAD.match(bare_line) or starts_with_emoji(line) or is_labelled(bare_line):
            return True
        return (
            before.rstrip().endswith((".", "!"))
            and line.rstrip().endswith((".", "!"))
            and bare_line[:1].isupper()
            and (len(before) > 100 or len(line) > 60)
        )

    @staticmethod
    def _breaks(before: str) -> bool:
        """Whether the line before ends what it says: a hard break, or too short to be wrapped."""
        if before.endswith(("  ", "\\")) and len(before.strip()) < 400:
            return True
        return len(before) < 52 or before.rstrip().endswith(":")


def dedented(lines: list[str]) -> list[str]:
    """Lines of which a whole section is indented, with its list, moved to the margin."""
    out = list(lines)
    starts = [n for n, line in enumerate(lines) if HEADING.match(line)]
    for first, last in pairwise([-1, *starts, len(lines)]):
        _dedent(out, first + 1, last)
    return out


def _dedent(lines: list[str], first: int, last: int) -> None:
    """Move one section to the margin, if something that has a mark stands at its left edge."""
    widths = {n: width(lines[n]) for n in range(first, last) if lines[n].strip()}
    left = min(widths.values(), default=0)
    if left < 2 or not any(w == left and ITEM.match(lines[n]) for n, w in widths.items()):
        return
    for n, columns in widths.items():
        lines[n] = " " * (columns - left) + lines[n].lstrip()


def scan(lines: list[str]) -> list[Block]:
    """Blocks of a document in order; every non-blank line is in exactly one of them."""
    return Scanner(dedented(lines)).scan()


__all__ = ["Block", "scan", "split_cells", "width"]
