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


def vetoed(a: Voice, b: Voice) -> bool:
    """Whether technologies, numbers or a negation keep two voices apart."""
    for rivals in _RIVALS:
        mine, theirs = a.terms & rivals, b.terms & rivals
        if mine and theirs and not mine & theirs:
            return True
    for pattern in (_STATUS, _ERROR):
        mine_, theirs_ = set(pattern.findall(a.problem)), set(pattern.findall(b.problem))
        if mine_ and theirs_ and not mine_ & theirs_:
            return True
    if a.kind == "practice":
        return bool(_NEGATION.search(a.title)) != bool(_NEGATION.search(b.title))
    return False
