"""The tree of a document → drafts: each section goes to the extractor of its role."""

from __future__ import annotations

import re

from nexus.consolidation.extract.challenges import ChallengeExtractor
from nexus.consolidation.extract.habits import HabitExtractor
from nexus.consolidation.extract.names import NameExtractor
from nexus.consolidation.lexicon import Lexicon
from nexus.consolidation.sections import (
    CHALLENGE,
    COLLABORATION,
    CONCEPT,
    LEARNING,
    NONE,
    PRACTICE,
    ROLES,
    TECHNOLOGY,
    names_a_section,
    role_of,
)
from nexus.consolidation.statements import Draft, shorten
from nexus.consolidation.tree import Node

_STRONG = {CHALLENGE, PRACTICE, CONCEPT, TECHNOLOGY}
_ABOUT_REPOSITORY = re.compile(
    r"\b(?:run|install|clone|repository|structure|contact|licen[sc]e|author|contribut)", re.I
)
_TIP = re.compile(r"^(?:pro[- ]?)?tip\s*[:!–-]\s*\S", re.I)


def switches(node: Node, role: str | None) -> str | None:
    """The role that a heading inside a section of `role` takes for itself, None to stay."""
    own = node.role
    if own is None:
        return None
    strict = names_a_section(node.text)
    if role in (None, "group", NONE) and node.level == 1 and own in (TECHNOLOGY, LEARNING):
        return own if strict else None
    if role in (None, "group"):
        titles_all = own == NONE and node.level == 1
        return None if titles_all and any(c.kind == "heading" for c in node.children) else own
    if role == NONE:
        if own == LEARNING and re.search(r"learn|skills", node.text, re.I):
            return own
        if own == COLLABORATION and re.match(r"^collaborat\w+(?: hub)?$", node.text, re.I):
            return own
        return own if own in _STRONG and (strict or own in (CHALLENGE, PRACTICE)) else None
    if role == LEARNING:
        if own == NONE and not strict:
            return NONE if _ABOUT_REPOSITORY.search(node.text) else None
        return own
    return _inside(node, own, role, strict=strict)


def _inside(node: Node, own: str, role: str, *, strict: bool) -> str | None:
    """The same inside a section of one kind: only a plain section name ends it early."""
    if strict or own == role:
        return own if strict else None
    words = node.text.lower()
    if own == PRACTICE and role != CHALLENGE and "best practice" in words:
        return own
    if own == CHALLENGE and role != COLLABORATION and "challenge" in words:
        return own
    return None


class Walker:
    """Collects the drafts of a document."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.out: list[Draft] = []

    def document(self, root: Node) -> list[Draft]:
        """All drafts in the order of their lines."""
        self._visit(root, None)
        self.out.sort(key=lambda d: (d.lines[0], d.lines[1]))
        return self.out

    def _visit(self, node: Node, role: str | None) -> None:
        """Hand a section to its extractor; go on with the sections inside it."""
        stack: list[tuple[Node, str | None]] = [(node, role)]
        while stack:
            here, now = stack.pop()
            inner: list[tuple[Node, str]] = []
            self._find_switches(here, now, inner)
            skip = {id(n) for n, _ in inner}
            self._extract(here, now, skip)
            stack.extend(reversed(inner))

    def _find_switches(self, node: Node, role: str | None, inner: list[tuple[Node, str]]) -> None:
        pending = list(reversed([c for c in node.children if c.kind == "heading"]))
        while pending:
            child = pending.pop()
            own = switches(child, role)
            if own is not None:
                inner.append((child, own))
            else:
                pending.extend(reversed([c for c in child.children if c.kind == "heading"]))

    def _extract(self, node: Node, role: str | None, skip: set[int]) -> None:
        if role == CHALLENGE:
            self.out += ChallengeExtractor().section(node, skip)
        elif role in (PRACTICE, COLLABORATION):
            self.out += HabitExtractor(role, node.text).section(node.children, skip)
            if role == COLLABORATION:
                self._tips(node, skip)
        elif role in (TECHNOLOGY, CONCEPT, LEARNING):
            self.out += NameExtractor(self.lexicon, role).section(node.children, skip)
        elif role in (NONE, None):
            self.out += NameExtractor(self.lexicon, TECHNOLOGY).bare_list(node.children)

    def _tips(self, node: Node, skip: set[int]) -> None:
        for child in node.walk():
            if child.kind == "quote" and id(child) not in skip and _TIP.match(child.text):
                self.out.append(
                    Draft(PRACTICE, (child.first, child.block.last), shorten(child.text))
                )


__all__ = ["ROLES", "Walker", "role_of", "switches"]
