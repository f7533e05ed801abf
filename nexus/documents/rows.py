"""A document for reading with its margin: rendered block by block, with source line numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from markdown_it.token import Token

from nexus.common.markdown.cost import is_costly
from nexus.common.markdown.render import MARKDOWN, outline
from nexus.common.markdown.sanitize import sanitize
from nexus.documents.models import Statement
from nexus.documents.selectors import Line
from nexus.library.models import Entry

LONGEST = 400_000
# Each is a row of the page, cleaned and shown by itself.
MOST_BLOCKS = 3_000


@dataclass(frozen=True, slots=True)
class Note:
    """What a line became: a statement, and the entry it supports if there is one."""

    statement: Statement
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class Row:
    """A block with its first and last source line and the notes beside it."""

    first: int
    last: int
    html: str
    part: str
    notes: tuple[Note, ...]

    @property
    def inner_lines(self) -> list[int]:
        """Lines further down in the block at which a statement begins: links lead there too."""
        begun = {note.statement.first_line for note in self.notes}
        return sorted(line for line in begun if self.first < line <= self.last)


def blocks_of(text: str) -> list[tuple[int, int, str]]:
    """(first, last, safe HTML) of each top block; items of a list apart. All lines are covered."""
    if len(text) > LONGEST or is_costly(text):
        return plain_blocks(text)
    env: dict[str, object] = {}
    tokens = MARKDOWN.parse(text, env)
    outline(tokens)
    groups = top_groups(tokens)
    if len(groups) > MOST_BLOCKS:
        return plain_blocks(text)
    found: list[tuple[int, int, str]] = []
    for group in groups:
        spans = [t.map for t in group if t.map]
        if not spans:
            continue
        first, last = min(s[0] for s in spans) + 1, max(s[1] for s in spans)
        html = sanitize(MARKDOWN.renderer.render(group, MARKDOWN.options, env))
        html = html.replace("<input ", '<input aria-label="Task" ')
        found.append((first, max(first, last), html))
    return fill_gaps(text, found)


def top_groups(tokens: Sequence[Token]) -> list[list[Token]]:
    """Tokens by top block; a list's items become lists of one, so that each has its own row."""
    groups: list[list[Token]] = []
    group: list[Token] = []
    for token in tokens:
        group.append(token)
        if token.level == 0 and token.nesting <= 0:
            groups += split_list(group)
            group = []
    return groups + ([group] if group else [])


def split_list(group: list[Token]) -> list[list[Token]]:
    if group[0].type not in {"bullet_list_open", "ordered_list_open"}:
        return [group]
    opening, closing = group[0], group[-1]
    start = int(str(opening.attrs.get("start", 1)))
    items: list[list[Token]] = []
    item: list[Token] = []
    for token in group[1:-1]:
        item.append(token)
        if token.level == 1 and token.nesting == -1:
            head = Token(opening.type, opening.tag, 1, attrs=dict(opening.attrs))
            if opening.tag == "ol":
                head.attrs["start"] = start + len(items)
            items.append([head, *item, closing])
            item = []
    return items


def fill_gaps(text: str, found: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Lines that no block shows (link definitions, comments, front matter) as they are written."""
    lines = text.split("\n")
    filled: list[tuple[int, int, str]] = []
    at = 1
    for first, last, html in [*sorted(found), (len(lines) + 1, len(lines) + 1, "")]:
        gap = [n for n in range(at, min(first, len(lines) + 1)) if lines[n - 1].strip()]
        if gap:
            filled.append((gap[0], gap[-1], raw(lines[gap[0] - 1 : gap[-1]])))
        if html or first <= len(lines):
            filled.append((first, last, html))
        at = max(at, last + 1)
    return filled


def raw(lines: Sequence[str]) -> str:
    return f'<pre class="raw" tabindex="0">{escape(chr(10).join(lines))}</pre>'


def plain_blocks(text: str) -> list[tuple[int, int, str]]:
    """A very long document in pieces of two hundred lines, unrendered."""
    lines = text.split("\n")
    return [
        (start + 1, min(start + 200, len(lines)), raw(lines[start : start + 200]))
        for start in range(0, len(lines), 200)
    ]


def document_rows(text: str, lines: Sequence[Line], entries: Mapping[int, Entry]) -> list[Row]:
    """The rows of a document's page; each statement is noted beside the row where it begins."""
    begins: dict[int, list[Statement]] = {}
    parts = {line.number: line.part for line in lines}
    for line in lines:
        for statement in line.statements:
            if statement.first_line == line.number:
                begins.setdefault(line.number, []).append(statement)
    rows = []
    for first, last, html in blocks_of(text):
        told = [s for n in range(first, last + 1) for s in begins.get(n, ())]
        seen = {parts.get(n, "") for n in range(first, last + 1)}
        part = next((p for p in ("statement", "heading", "other") if p in seen), "")
        notes = tuple(Note(s, entries.get(s.pk)) for s in told)
        rows.append(Row(first, last, html, part, notes))
    return rows
