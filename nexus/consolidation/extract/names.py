# ruff: noqa: E501  (tables of words read better on long lines)
"""Technologies and concepts: items whose head names a thing."""

from __future__ import annotations

import re

from nexus.consolidation.inline import plain
from nexus.consolidation.labels import label_of
from nexus.consolidation.lexicon import Lexicon, LexiconTerm
from nexus.consolidation.names import head_and_rest, split_list, tidy, without_parens
from nexus.consolidation.sections import CONCEPT, LEARNING, TECHNOLOGY
from nexus.consolidation.statements import Draft
from nexus.consolidation.tree import Node

Found = tuple[str, str]  # kind, name

_CATEGORY = {
    "web-development", "mobile-development", "frontend-development", "backend-development",
    "version-control", "state-management", "testing", "deployment", "styling",
    "containerisation", "devops", "api-documentation", "authentication-and-authorization",
    "task-queues", "message-brokers", "full-stack-development", "cloud-computing", "api-design",
    "container-orchestration", "project-management", "api-testing", "asynchronous-programming",
    "documentation", "logging-and-monitoring", "payment-integration", "real-time-communication",
    "ui-ux-design", "web-security", "machine-learning",
    "unit-testing", "design-systems", "form-handling", "job-scheduling",
}  # fmt: skip
_GENERIC = re.compile(
    r"\b(?:framework|librar|language|database|tool|stack|backend|frontend|back-end|front-end|api|"
    r"others?|platform|hosting|storage|server|broker|queue|cache|format|linting|infrastructure|"
    r"services?|general|additional|key|core|component|purpose|version|environment|category|"
    r"package|editor|programming|runtime|protocol|technolog\w*|full-?stack)",
    re.I,
)
_SENTENCE = re.compile(
    r"^(?:i|we|this|these|the|it|my|our|throughout|during|in|as|you|here|below|learned|built|"
    r"used|developed|implemented|mastered|deepened|created|worked|gained|through|by)\b",
    re.I,
)
_VERBISH = re.compile(
    r"^(?:implement|us|build|creat|writ|manag|handl|work|deploy|design|develop|learn|understand|"
    r"integrat|configur|set|optimi[sz]|defin|improv|deepen|ensur|enhanc)\w*ing\b|"
    r"^(?:deepened|implemented|built|created|designed|improved|used|wrote|learned|mastered|developed)\b",
    re.I,
)


_NO_NAME = re.compile(
    r"^(?:key |main |program |programme )?(?:outcomes?|goals?|focus(?: area)?|duration|objectives?|notes?|"
    r"results?|skill level|tools used|highlights|examples?|take-?aways?|benefits?|why it matters|"
    r"use cases?|status|date|authors?|links?|projects?|repository|deliverables?|achievements?|"
    r"technologies|tools|concepts|features?|deadline|instructor|prerequisites|summary)$",
    re.I,
)


def _no_name(name: str) -> bool:
    """Whether words are a label or a filler and no name of anything."""
    return bool(_NO_NAME.match(name)) or label_of(name) is not None


def _known(lexicon: Lexicon, text: str) -> LexiconTerm | None:
    return lexicon.resolve(text) or lexicon.resolve(without_parens(text))


def names_in_list(lexicon: Lexicon, text: str, *, whole: bool = False) -> tuple[list[Found], int]:
    """(names of "A, B & C", how many parts named nothing)."""
    found: list[Found] = []
    unknown = 0
    for part in split_list(text, slashes=True):
        term = _known(lexicon, part)
        if term is None and not whole:
            lead = lexicon.lead(part)
            term = lead if lead is not None and lead.kind == TECHNOLOGY else None
        if term is None:
            unknown += 1
        else:
            found.append((term.kind, term.name if term.kind == TECHNOLOGY else tidy(part)))
    return found, unknown


def _head_names(lexicon: Lexicon, head: str) -> list[Found]:
    """Names in the head of an item of a technologies section."""
    term = _known(lexicon, head)
    if term:
        return [(term.kind, term.name if term.kind == TECHNOLOGY else tidy(head))]
    found, unknown = names_in_list(lexicon, head)
    if found and found[0][0] == TECHNOLOGY and not _VERBISH.match(head):
        return found
    if any(kind == TECHNOLOGY for kind, _ in found) and len(found) >= unknown:
        return [] if _VERBISH.match(head) else found
    tail = re.search(r"\b(?:with|using|via)\s+(.+)$", head)
    if tail and not found and not _VERBISH.match(head):
        inner, missing = names_in_list(lexicon, tail[1], whole=True)
        return inner if inner and not missing else []
    return []


def technology_names(lexicon: Lexicon, raw: str) -> list[Found]:
    """Names that an item of a technologies section presents."""
    head, rest = head_and_rest(raw)
    named = _head_names(lexicon, head)
    if any(kind == TECHNOLOGY for kind, _ in named):
        return named
    term = _known(lexicon, head)
    if rest and len(head.split()) <= 7:
        is_category = term is None or term.slug in _CATEGORY
        inner, unknown = names_in_list(
            lexicon, re.sub(r";\s*native\s", "; ", rest), whole=not is_category
        )
        technologies = [f for f in inner if f[0] == TECHNOLOGY]
        if technologies and not is_category and unknown == 0 and len(technologies) == len(inner):
            return technologies
        if technologies and is_category and (unknown == 0 or _begins_with_name(lexicon, rest)):
            return (
                inner if unknown == 0 else [f for f in inner if f[0] == TECHNOLOGY or " " in f[1]]
            )
        aside = _known(lexicon, rest)
        if term is None and aside is not None and len(rest.split()) <= 4:
            return [(aside.kind, tidy(rest))]
    if term:
        return [(term.kind, tidy(head))]
    return _unknown(head, rest)


def _begins_with_name(lexicon: Lexicon, rest: str) -> bool:
    first = split_list(rest, slashes=True)[:1]
    return bool(first) and (
        lexicon.lead(first[0]) is not None or _known(lexicon, first[0]) is not None
    )


def _unknown(head: str, rest: str) -> list[Found]:
    """A guess for a head that the lexicon does not hold; nothing when it is a sentence."""
    name = tidy(head)
    words = name.split()
    if (
        not words
        or len(words) > 5
        or _no_name(name)
        or _SENTENCE.match(name)
        or _VERBISH.match(name)
    ):
        return []
    if len(name) < 2 or name.endswith(("!", "?")) or re.search(r"[/\\]{2}|@|\bhttps?\b", name):
        return []
    if rest and _GENERIC.search(name):
        return []
    proper = len(words) <= 2 and bool(re.search(r"[a-z][A-Z]|\d|\.\w|^[a-z]+-[a-z]+$", name))
    if proper or (len(words) == 1 and name[:1].isupper() and not name.endswith("ing")):
        return [(TECHNOLOGY, name)]
    return [(CONCEPT, name)]


def concept_names(lexicon: Lexicon, raw: str, *, heading: bool = False) -> list[Found]:
    """Name that an item of a concepts section presents (rarely two)."""
    head, rest = head_and_rest(raw)
    term = _known(lexicon, head)
    if term is not None:
        kind = CONCEPT if term.slug == "ci-cd" else term.kind
        return [(kind, term.name if kind == TECHNOLOGY else tidy(head))]
    parts = split_list(head, slashes=True)
    terms = [_known(lexicon, p) for p in parts]
    if len(parts) > 1 and all(terms):
        kinds = {CONCEPT if t.slug == "ci-cd" else t.kind for t in terms if t}
        if TECHNOLOGY in kinds:
            return [
                (t.kind, t.name if t.kind == TECHNOLOGY else tidy(p))
                for t, p in zip(terms, parts, strict=True)
                if t
            ]
    name = tidy(head)
    words = name.split()
    if not words or len(name) < 3 or _no_name(name) or name.endswith(("!", "?")):
        return []
    if rest and len(words) <= 10:
        return [(CONCEPT, name)]
    if len(words) > 9 or (_SENTENCE.match(name) and len(words) > 3):
        return []
    return [(CONCEPT, name)]


_SUCH_AS = re.compile(r"\b(?:tools?|technolog\w+|stack|frameworks?|such as|skills)\b", re.I)


class NameExtractor:
    """Walks over a technologies, concepts or learning section."""

    def __init__(self, lexicon: Lexicon, role: str) -> None:
        self.lexicon = lexicon
        self.role = role
        self.out: list[Draft] = []

    def names(self, node: Node) -> list[Found]:
        """Names a node presents under this section's role."""
        raw = node.block.raw or node.block.text
        if self.role == CONCEPT:
            return concept_names(self.lexicon, raw, heading=node.kind == "heading")
        return technology_names(self.lexicon, raw)

    def emit(self, node: Node, found: list[Found], last: int | None = None) -> None:
        """Add a draft for each name of a node."""
        span = (node.first, last if last is not None else node.last_line())
        seen: set[Found] = set()
        for kind, name in found:
            if (kind, name.lower()) not in seen:
                seen.add((kind, name.lower()))
                self.out.append(Draft(kind, span, name, name))

    def section(self, nodes: list[Node], skip: set[int]) -> list[Draft]:
        """Drafts of the children of a section; nodes in `skip` (by id) are left alone."""
        for n, node in enumerate(nodes):
            if id(node) in skip:
                continue
            following = nodes[n + 1] if n + 1 < len(nodes) else None
            self.node(node, following, skip)
        return self.out

    def bare_list(self, nodes: list[Node]) -> list[Draft]:
        """Technologies of a plain list after "tools such as:", outside any learning section."""
        for n, lead in enumerate(nodes):
            if lead.kind != "text" or not (lead.text.endswith(":") and _SUCH_AS.search(lead.text)):
                continue
            items = []
            for node in nodes[n + 1 :]:
                if node.kind != "item":
                    break
                items.append(node)
            plain_ones = [i for i in items if not head_and_rest(i.block.raw)[1] and not i.children]
            named = [i for i in plain_ones if _head_names(self.lexicon, i.text)]
            if len(items) >= 3 and len(named) >= 0.7 * len(items):
                for item in named:
                    self.emit(item, _head_names(self.lexicon, item.text))
        return self.out

    def node(self, node: Node, following: Node | None, skip: set[int]) -> None:
        """Look at one child of a section."""
        if node.kind == "heading":
            self._heading(node, skip)
        elif node.kind == "item":
            self._item(node, skip)
        elif node.kind == "text":
            self._text(node, following)
        elif node.kind == "row":
            self._row(node)

    def _heading(self, node: Node, skip: set[int]) -> None:
        held = [c for c in node.children if c.kind in ("item", "text", "row", "heading")]
        if any(id(c) in skip for c in held):
            self.section(node.children, skip)
            return
        found = self.names(node)
        known = any(
            _known(self.lexicon, p) for p in [node.text, *split_list(node.text, slashes=True)]
        )
        if self.role == CONCEPT:
            leads = sum(1 for c in held if c.kind == "item" and c.block.bold)
            if not known and len(held) >= 2 and leads >= 2 and leads >= len(held) - 1:
                self.section(node.children, skip)
            elif found:
                self.emit(node, found)
            return
        direct = [f for f in found if f[0] == TECHNOLOGY] if known else []
        if direct:
            self.emit(node, found)
            if self.role == LEARNING:
                self.section([c for c in held if c.kind == "item" and c.block.bold], skip)
            return
        before = len(self.out)
        self.section(node.children, skip)
        inside = self.out[before:]
        if not any(d.kind == TECHNOLOGY for d in inside) and (known or self.role == LEARNING):
            if known or not inside:
                del self.out[before:]
                self.emit(node, found)
        elif not inside and found and not known:
            self.emit(node, found)

    def _item(self, node: Node, skip: set[int]) -> None:
        if node.block.todo:
            return
        held = [c for c in node.children if c.kind in ("item", "row")]
        found = self.names(node)
        if held and self.role != CONCEPT:
            head, rest = head_and_rest(node.block.raw)
            term = _known(self.lexicon, head)
            guessed = term is None and not _head_names(self.lexicon, head)
            if guessed or not any(k == TECHNOLOGY for k, _ in found):
                before = len(self.out)
                self.section(held, skip)
                if any(d.kind == TECHNOLOGY for d in self.out[before:]):
                    return
                if len(self.out) > before and not term and not rest:
                    return
                del self.out[before:]
        self.emit(node, found)

    def _text(self, node: Node, following: Node | None) -> None:
        text = node.text
        head, rest = head_and_rest(node.block.raw or text)
        if text.endswith(":") and following is not None and following.kind in ("item", "row"):
            return
        short = len(text.split()) <= 9 and not text.endswith((".", ":", "!", ","))
        if node.block.bold or (rest and len(head.split()) <= 6):
            found = self.names(node)
            if not node.block.bold:
                known = _known(self.lexicon, head) is not None or bool(
                    _head_names(self.lexicon, head)
                )
                if (
                    not known
                    and not short
                    and self.role != CONCEPT
                    and not any(k == TECHNOLOGY for k, _ in found)
                ):
                    return
            self.emit(node, found)
        elif short and not _SENTENCE.match(text):
            self.emit(node, self.names(node))
        elif not text.endswith((".", ":")) or len(text.split()) <= 12:
            inner, unknown = names_in_list(self.lexicon, text)
            if len(inner) >= 2 and unknown <= 1:
                self.emit(node, inner)

    def _row(self, node: Node) -> None:
        cells = [c for c in node.block.cells if c]
        if len(cells) < 2 or _is_header(cells):
            return
        first = cells[0] if not re.fullmatch(r"\d+\.?", cells[0]) else cells[1]
        if self.role == CONCEPT:
            self.emit(node, concept_names(self.lexicon, first), node.block.last)
            return
        named = _head_names(self.lexicon, first)
        if not any(kind == TECHNOLOGY for kind, _ in named):
            inner, unknown = names_in_list(self.lexicon, cells[1])
            if any(kind == TECHNOLOGY for kind, _ in inner) and unknown <= len(inner):
                named = inner
        if not named:
            named = _unknown(first, "")
        self.emit(node, named, node.block.last)


_HEADER = re.compile(
    r"^(?:technolog(?:y|ies)|tools?|component|name|category|stack|layer|concepts?|topics?|area|"
    r"description|purpose|use(?: case|d for)?|usage|role|details?|framework|what|challenges?|"
    r"problems?|solutions?|version|skill|key learnings?|#|no\.?|s/n)\b",
    re.I,
)


def _is_header(cells: list[str]) -> bool:
    return all(len(c.split()) <= 4 and _HEADER.match(c) for c in cells)


__all__ = ["NameExtractor", "concept_names", "plain", "technology_names"]
