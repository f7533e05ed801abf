"""The typed pieces of a document, and how one is made from lines."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

Span = tuple[int, int]  # 1-based inclusive lines of the decoded text


@dataclass(frozen=True, slots=True)
class Statement:
    """One typed piece of a document."""

    kind: str
    lines: Span
    title: str
    name: str  # "" unless technology or concept
    text: str  # verbatim source of the lines
    problem: tuple[Span, ...]
    solution: tuple[Span, ...]
    problem_text: str
    solution_text: str
    content_hash: str
    repeats_brief: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """What an extractor found, before text and hash are added."""

    kind: str
    lines: Span
    title: str
    name: str = ""
    problem: tuple[Span, ...] = ()
    solution: tuple[Span, ...] = ()
    problem_text: str = ""
    solution_text: str = ""


def spans(numbers: Iterable[int]) -> tuple[Span, ...]:
    """Line numbers → sorted ranges."""
    out: list[Span] = []
    for n in sorted(set(numbers)):
        if out and out[-1][1] == n - 1:
            out[-1] = (out[-1][0], n)
        else:
            out.append((n, n))
    return tuple(out)


def joined(ranges: Iterable[Span]) -> tuple[Span, ...]:
    """Ranges sorted, touching ones made one. Never expands them into line numbers."""
    out: list[Span] = []
    for first, last in sorted(ranges):
        if out and first <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(last, out[-1][1]))
        else:
            out.append((first, last))
    return tuple(out)


def normalised(text: str) -> str:
    """Words of a text in lower case: what stays when layout and emphasis change."""
    return " ".join(re.findall(r"[\w+#]+", text.lower()))


def content_hash(kind: str, name: str, text: str) -> str:
    """Address of what is said: the same words give the same hash wherever they stand."""
    body = "\x1f".join((kind, normalised(name), normalised(text)))
    return hashlib.sha256(body.encode("utf-8", "replace")).hexdigest()


def shorten(text: str, words: int = 14) -> str:
    """A title: the first words, without marks at the end."""
    parts = text.split()
    cut = " ".join(parts[:words]).strip(" .:;,–—-→*|")
    return cut[:160] if len(parts) <= words else cut[:160] + "…"


def finish(draft: Draft, lines: list[str]) -> Statement:
    """A draft and the lines of its document → the statement."""
    first, last = draft.lines
    text = "\n".join(lines[first - 1 : last])
    return Statement(
        kind=draft.kind,
        lines=draft.lines,
        title=draft.title,
        name=draft.name,
        text=text,
        problem=draft.problem,
        solution=draft.solution,
        problem_text=draft.problem_text,
        solution_text=draft.solution_text,
        content_hash=content_hash(draft.kind, draft.name, text),
    )
