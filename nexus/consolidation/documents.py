"""A document's bytes → its statements, with every line accounted for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from nexus.consolidation.blocks import scan
from nexus.consolidation.brief import Brief
from nexus.consolidation.decode import decode, split_lines
from nexus.consolidation.escapes import without_escapes
from nexus.consolidation.inline import bare
from nexus.consolidation.lexicon import Lexicon
from nexus.consolidation.statements import Span, Statement, finish, joined
from nexus.consolidation.tree import Node, build
from nexus.consolidation.walk import Walker


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """What a document says, and where."""

    name: str
    title: str
    text: str
    encoding: str
    line_count: int
    statements: tuple[Statement, ...]
    headings: tuple[Span, ...]
    other: tuple[Span, ...]
    front_matter: dict[str, str]
    is_guide: bool


def _front_matter(lines: list[str], root: Node) -> dict[str, str]:
    out: dict[str, str] = {}
    for node in root.children:
        if node.kind == "front":
            for line in lines[node.first : node.block.last - 1]:
                found = re.match(r"^([\w-]+):\s*(.*?)\s*$", line)
                if found:
                    out[found[1].lower()] = found[2].strip("\"'")
    return out


def _title(root: Node, front: dict[str, str]) -> str:
    if front.get("title"):
        return front["title"][:300]
    for node in root.walk():
        if node.kind in ("heading", "bold") and node.text:
            return bare(node.block.text)[:300]
    return next((n.text[:120] for n in root.walk() if n.kind == "text" and n.text), "")


def _remaining(lines: list[str], taken: list[Span]) -> tuple[Span, ...]:
    """Ranges of non-blank lines that stand in no range of `taken`."""
    covered = bytearray(len(lines) + 2)
    for first, last in joined(taken):
        covered[first : last + 1] = b"\x01" * (last + 1 - first)
    out: list[Span] = []
    for n, line in enumerate(lines, 1):
        if covered[n] or not line.strip():
            continue
        if out and out[-1][1] == n - 1:
            out[-1] = (out[-1][0], n)
        else:
            out.append((n, n))
    return tuple(out)


def parse_document(
    name: str, data: bytes, lexicon: Lexicon, brief: Brief | None = None
) -> ParsedDocument:
    """Take a document apart. Raises UndecodableError when the bytes are not text."""
    decoded = decode(data)
    lines = without_escapes(split_lines(decoded.text))
    root = build(scan(lines))
    drafts = Walker(lexicon).document(root)
    statements = [finish(d, lines) for d in drafts]
    if brief is not None:
        statements = [replace(s, repeats_brief=brief.repeats(s)) for s in statements]
    headings = tuple(
        (n.block.first, n.block.last) for n in root.walk() if n.kind in ("heading", "bold")
    )
    front = _front_matter(lines, root)
    return ParsedDocument(
        name=name,
        title=_title(root, front),
        text=decoded.text,
        encoding=decoded.encoding,
        line_count=len(lines),
        statements=tuple(statements),
        headings=headings,
        other=_remaining(lines, [*headings, *(s.lines for s in statements)]),
        front_matter=front,
        is_guide=not statements,
    )
