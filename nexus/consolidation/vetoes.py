"""What forbids that two voices are the same, however alike their words are."""

from __future__ import annotations

import re

from nexus.consolidation.voices import Voice

_NEGATION = re.compile(r"\b(?:never|avoid|don't|do not|without|stop)\b", re.I)
_STATUS = re.compile(r"\b[1-5]\d\d\b")
_ERROR = re.compile(r"\b[A-Z]\w+(?:Error|Exception|Warning)\b")
# Rivals: who names one and not the other speaks of another thing.
_RIVALS = (
    frozenset({"react", "vue-js", "angular", "svelte"}),
    frozenset({"postgresql", "mysql", "mongodb", "sqlite"}),
    frozenset({"graphql", "rest-apis"}),
    frozenset({"django", "flask", "fastapi", "express"}),
    frozenset({"redis", "memcached"}),
    frozenset({"rabbitmq", "apache-kafka"}),
    frozenset({"redux", "zustand", "mobx"}),
)


def marks_of(voice: Voice) -> frozenset[str]:
    """What a voice names of each group in which names exclude one another: "status:404"."""
    marks = {f"status:{code}" for code in _STATUS.findall(voice.problem)}
    marks |= {f"error:{name}" for name in _ERROR.findall(voice.problem)}
    for number, rivals in enumerate(_RIVALS):
        marks |= {f"rival{number}:{name}" for name in voice.terms & rivals}
    if voice.kind == "practice":
        marks.add("sense:no" if _NEGATION.search(voice.title) else "sense:yes")
    return frozenset(marks)


def exclude(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two voices name different things of one group."""
    if not a or not b:
        return False
    mine, theirs = by_group(a), by_group(b)
    return any(not mine[group] & theirs[group] for group in mine.keys() & theirs.keys())


def by_group(marks: frozenset[str]) -> dict[str, set[str]]:
    """Marks by what stands before the colon."""
    groups: dict[str, set[str]] = {}
    for mark in marks:
        group, _, name = mark.partition(":")
        groups.setdefault(group, set()).add(name)
    return groups


def vetoed(a: Voice, b: Voice) -> bool:
    """Whether technologies, numbers or a negation keep two voices apart."""
    return exclude(marks_of(a), marks_of(b))
