"""What is compared: a statement as a voice, a canonical entry as an anchor."""

from __future__ import annotations

from dataclasses import dataclass

from nexus.consolidation.lexicon import Lexicon
from nexus.consolidation.statements import Statement


@dataclass(frozen=True, slots=True)
class Voice:
    """A statement reduced to what is compared."""

    key: str  # content hash
    kind: str
    title: str
    problem: str
    solution: str
    terms: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Anchor:
    """A canonical entry that voices may join."""

    key: str
    kind: str
    title: str
    aliases: tuple[str, ...] = ()
    text: str = ""
    terms: frozenset[str] = frozenset()


def voice_of(statement: Statement, lexicon: Lexicon) -> Voice:
    """A statement as a voice; practices and collaboration have their text as the problem."""
    problem = statement.problem_text or statement.text
    return Voice(
        statement.content_hash,
        statement.kind,
        statement.title,
        problem,
        statement.solution_text,
        lexicon.mentions(f"{problem} {statement.solution_text}"),
    )
