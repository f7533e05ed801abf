"""Preparing a file wherever it is done: here, or in a process that knows no database."""

from __future__ import annotations

from dataclasses import dataclass

from nexus.common.collecting import collect_seldom
from nexus.common.errors import NexusError
from nexus.common.orphans import die_with_parent
from nexus.consolidation import Brief, Lexicon
from nexus.documents.parsing import NOBODY, Names, Prepared, prepare

_learned: tuple[Lexicon, Brief | None] | None = None


class NotLearned(Exception):
    """What was sent for all files did not arrive."""


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


def begin(parent: int) -> None:
    """In a process of its own, at first: it ends with the one that started it."""
    die_with_parent(parent)
    collect_seldom()


def learn(lexicon: Lexicon, brief: Brief | None) -> None:
    """In a process of its own: what all files share."""
    global _learned
    _learned = lexicon, brief


def prepare_as_learned(asked: Asked, stamp: str) -> Prepared | str:
    """In that process. Raises NotLearned where it has not the lexicon of this stamp."""
    if _learned is None or _learned[0].stamp != stamp:
        raise NotLearned
    return prepared(asked, *_learned)
