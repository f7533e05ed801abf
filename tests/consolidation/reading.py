"""What tests look at in a document that was taken apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nexus.consolidation import ParsedDocument

Parse = Callable[[str], ParsedDocument]


def told(parse: Parse, text: str) -> list[tuple[Any, Any]]:
    """Of each challenge the lines of its problem and of its solution."""
    return [(s.problem, s.solution) for s in parse(text).statements if s.kind == "challenge"]


def names(parse: Parse, text: str) -> list[tuple[str, str]]:
    """The kind and the name of each statement."""
    return [(s.kind, s.name) for s in parse(text).statements]


def titles(parse: Parse, text: str) -> list[tuple[str, str]]:
    """The kind and the title of each statement."""
    return [(s.kind, s.title) for s in parse(text).statements]


def places(parse: Parse, text: str) -> list[tuple[str, tuple[int, int]]]:
    """The kind and the lines of each statement."""
    return [(s.kind, s.lines) for s in parse(text).statements]
