# ruff: noqa: E501  (tables of words read better on long lines)
"""Practices and collaboration: one statement for each leaf of the section."""

from __future__ import annotations

import re

from nexus.consolidation.inline import bare
from nexus.consolidation.names import head_and_rest
from nexus.consolidation.sections import COLLABORATION, PRACTICE
from nexus.consolidation.statements import Draft, shorten
from nexus.consolidation.tree import Node

_TAKEAWAY = re.compile(r"take[- ]?away|lesson|insight|reflection|learned|growth", re.I)
_PRACTICES = re.compile(r"practice|tips|advice|recommend", re.I)
_GAIN = re.compile(
    r"^(?:i |i've |i have )?(?:gained|improved|developed (?:a |an |strong|my|deep)|strengthened|"
    r"enhanced|deepened|increased|became|built (?:a |an |confidence|my|strong)|boosted|sharpened|"
    r"grew|grown|acquired|expanded|better understanding|hands-on experience|confidence in)\b",
    re.I,
)
_NOISE = re.compile(
    r"^(?:\[.*\]|tbd|todo|n/?a|coming soon|none|(?:git(?:hub)? )?repo(?:sitory)?(?: link)?s?(?: urls?)?:?)$",
    re.I,
)
_INTRO = re.compile(
    r"(?:following|below|these|here are|include|such as|as follows)\b[^.]*[.:]?$|"
    r"^(?:here are|below|some of|these are|the following|throughout|during (?:the|this|my))\b|"
    r"^(?:this|the) (?:program|programme|repository|project|section|document)\b",
    re.I,
)
_CONTACT = re.compile(
    r"^(?:e-?mail|phone|linkedin|twitter|x|website|portfolio|instagram|author|name)\b\s*[:–-]", re.I
)


def _clean(node: Node) -> str:
    return bare(node.block.raw or node.block.text)


def _is_group(node: Node) -> bool:
    """An item that only names the items below it."""
    held = [c for c in node.children if c.kind in ("item", "row")]
    if not held:
        return False
    head, rest = head_and_rest(node.block.raw)
    texts = [c for c in node.children if c.kind == "text"]
    if rest or texts:
        return False
    words = len(head.split())
    return words <= 6 or node.text.endswith(":")


class HabitExtractor:
    """Walks over a practices or collaboration section."""

    def __init__(self, kind: str, heading: str) -> None:
        self.kind = kind
        self.only_takeaways = bool(_TAKEAWAY.search(heading)) and not _PRACTICES.search(heading)
        self.out: list[Draft] = []

    def emit(self, node: Node, title: str, last: int | None = None) -> None:
        """Add a draft for a node."""
        self.out.append(
            Draft(
                self.kind,
                (node.first, last if last is not None else node.last_line()),
                shorten(title),
            )
        )

    def section(self, nodes: list[Node], skip: set[int]) -> list[Draft]:
        """Drafts of the children of a section; nodes in `skip` (by id) are left alone."""
        nodes = [c for c in nodes if id(c) not in skip]
        listed = any(c.kind in ("item", "row") for c in nodes)
        for n, node in enumerate(nodes):
            following = nodes[n + 1] if n + 1 < len(nodes) else None
            if node.kind == "heading":
                self._heading(node, skip)
            elif node.kind == "item":
                self._item(node, skip)
            elif node.kind == "row":
                self._row(node)
            elif node.kind == "text":
                self._text(node, following, listed, first=n == 0)
        return self.out

    def _heading(self, node: Node, skip: set[int]) -> None:
        held = [c for c in node.children if id(c) not in skip]
        if any(c.kind in ("item", "row", "heading") for c in held):
            outer = self.only_takeaways
            if _TAKEAWAY.search(node.text):
                self.only_takeaways = not _PRACTICES.search(node.text)
            elif _PRACTICES.search(node.text):
                self.only_takeaways = False
            self.section(node.children, skip)
            self.only_takeaways = outer
        elif any(c.kind == "text" for c in held):
            if node.role is not None:
                self.section(node.children, skip)
            else:
                self.emit(node, node.text)
        elif self.kind == PRACTICE and len(node.text.split()) >= 2 and node.role is None:
            self.emit(node, node.text, node.block.last)

    def _item(self, node: Node, skip: set[int]) -> None:
        text = _clean(node)
        if _is_group(node):
            self.section(node.children, skip)
            return
        if not self._worth(text) or node.block.todo or text.endswith(":"):
            return
        if self.kind == COLLABORATION and re.match(
            r"^this (?:repository|project|document)", text, re.I
        ):
            return
        head, rest = head_and_rest(node.block.raw)
        title = text if rest and len(head.split()) <= 2 else head
        self.emit(node, title if len(title.split()) > 1 else text)

    def _worth(self, text: str) -> bool:
        if len(text) < 3 or _NOISE.match(text) or _CONTACT.match(text):
            return False
        return not (self.only_takeaways and self.kind == PRACTICE and _GAIN.match(text))

    def _row(self, node: Node) -> None:
        cells = [c for c in node.block.cells if c]
        if (
            cells
            and len(" ".join(cells).split()) > 3
            and not all(
                re.match(
                    r"^(?:best )?(?:practices?|descriptions?|benefits?|takeaways?|lessons?|why|area|"
                    r"details?|roles?|channels?|names?|#)\b",
                    c,
                    re.I,
                )
                for c in cells
            )
        ):
            self.emit(node, bare(" – ".join(cells[:2])), node.block.last)

    def _text(self, node: Node, following: Node | None, listed: bool, *, first: bool) -> None:
        text = _clean(node)
        words = len(text.split())
        held = following is not None and following.kind in ("item", "row", "heading")
        if node.block.bold and head_and_rest(node.block.raw)[1] and self._worth(text):
            self.emit(node, head_and_rest(node.block.raw)[0])
            return
        if not self._worth(text) or words < 3:
            return
        if text.endswith(":") or (held and (first or listed)):
            return
        if listed or (first and _INTRO.search(text)):
            return
        if self.kind == COLLABORATION and not re.search(
            r"\b(?:collaborat|work|share|join|connect|discord|team|peer|learners?|channel|discuss|"
            r"communicat|together|engage)",
            text,
            re.I,
        ):
            return
        self.emit(node, text)
