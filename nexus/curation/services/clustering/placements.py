"""Where a statement goes, before it is written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry that is to be made, known by its address until it has an id.

    `cluster` is the one whose page it will be; empty for a technology or a concept.
    """

    kind: str
    slug: str
    title: str
    cluster: str = ""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a statement goes: an entry that exists, one to be made, or a topic."""

    statement: int
    entry: int | NewEntry | None
    topic: str
    method: str
    score: float
