"""Preparing a file wherever it is done: here, or in a process that knows no database."""

from __future__ import annotations

from dataclasses import dataclass

from nexus.common.errors import NexusError
from nexus.common.orphans import die_with_parent
from nexus.consolidation import Brief, Lexicon
from nexus.documents.parsing import NOBODY, Names, Prepared, prepare

_learned: tuple[Lexicon, Brief | None] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A file and all else that decides what is made of it, but for lexicon and brief."""

    name: str
    data: bytes
    names: Names = NOBODY


def prepared(asked: Asked, lexicon: Lexicon, brief: Brief | None) -> Prepared | str:
    """What is made of a file, or the sentence that says what is wrong with it."""
    try:
        return prepare(asked.name, asked.data, lexicon, brief, asked.names)
    except NexusError as error:
        return error.message


def learn(lexicon: Lexicon, brief: Brief | None) -> None:
    """In a process of its own: what all files share. It ends with the process that asks."""
    global _learned
    die_with_parent()
    _learned = lexicon, brief


def prepare_as_learned(asked: Asked) -> Prepared | str:
    assert _learned is not None
    return prepared(asked, *_learned)
