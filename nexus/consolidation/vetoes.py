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


# Words that turn a piece of advice into its opposite.
_OPPOSITES = (
    ("add", "added", "adding", "|", "remove", "removed", "removing", "delete", "deleted", "drop"),
    ("enable", "enabled", "enabling", "|", "disable", "disabled", "disabling"),
    ("increase", "increased", "raise", "raised", "|", "decrease", "decreased", "reduce", "reduced",
     "lower", "lowered"),
    ("true", "|", "false"),
    ("allow", "allowed", "|", "deny", "denied", "forbid", "block", "blocked"),
    ("install", "installed", "|", "uninstall", "uninstalled"),
    ("start", "started", "|", "stop", "stopped"),
    ("upgrade", "upgraded", "|", "downgrade", "downgraded"),
    ("synchronous", "sync", "|", "asynchronous", "async"),
    ("before", "|", "after"),
)  # fmt: skip
_SIDES: dict[str, tuple[int, bool]] = {
    word: (number, place < words.index("|"))
    for number, words in enumerate(_OPPOSITES)
    for place, word in enumerate(words)
    if word != "|"
}
_PLAIN_WORD = re.compile(r"[a-z]+")
_CODE_NAME = re.compile(r"\b\w+_\w+\b")


def senses_of(text: str) -> frozenset[tuple[int, bool]]:
    """Which of two opposites a piece of advice names: (pair, whether it is the first)."""
    return frozenset(_SIDES[w] for w in _PLAIN_WORD.findall(text.lower()) if w in _SIDES)


def code_names_of(text: str) -> frozenset[str]:
    """Names in code, such as `select_related`."""
    return frozenset(_CODE_NAME.findall(text.lower()))
