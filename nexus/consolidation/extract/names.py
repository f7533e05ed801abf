# ruff: noqa: E501  (tables of words read better on long lines)
"""Technologies and concepts: the items of a section whose heads name a thing."""

from __future__ import annotations

import re
from collections import Counter

from nexus.consolidation.extract.lists import (
    Found,
    begins_with_tool,
    known_term,
    list_parts,
    names_in_list,
    names_told,
    parts_of_bare_list,
)
from nexus.consolidation.extract.naming import (
    concept_names,
    head_names,
    idea_with_tools,
    is_category_line,
    technology_names,
    title_names,
)
from nexus.consolidation.extract.nodes import (
    column_of_names,
    defines,
    is_capstone,
    is_listing,
    with_commas,
)
from nexus.consolidation.extract.rownames import row_names
from nexus.consolidation.extract.words import CATEGORY, MANY, SENTENCE, VERBISH
from nexus.consolidation.inline import bare
from nexus.consolidation.lexicon import Lexicon, LexiconTerm
from nexus.consolidation.names import head_and_rest, tidy
from nexus.consolidation.sections import (
    CONCEPT,
    LEARNING,
    TECHNOLOGY,
    explains,
    is_lesson,
    may_hold_anything,
)
from nexus.consolidation.statements import Draft
from nexus.consolidation.tree import BOLD_LEVEL, Node

_STACK = re.compile(
    r"^(?:(?:the|main|core|full|project) )*(?:tech(?:nology|nical)?[ -]?stack|stack|technolog(?:y|ies)(?: used)?|"
    r"tools(?: used)?|built with|powered by|made with)\s*[:–—-]\s*(\S.*)$",
    re.I,
)
_TOPICS = re.compile(r"\b(?:topics|areas|subjects)\b", re.I)  # no word of what stands there
FEWEST_KINDS = 2  # items that are "a kind of thing: tools of it"
_SUCH_AS = re.compile(r"\b(?:tools?|technolog\w+|stack|frameworks?|such as|skills)\b", re.I)


class NameExtractor:
    """Walks over a technologies, concepts or learning section."""

    def __init__(self, lexicon: Lexicon, role: str) -> None:
        self.lexicon = lexicon
        self.role = role
        self.categories = False  # most items are "a kind of thing: names"
        self.named = False  # the heading names what stands below it
        self.alone = False  # a paragraph is all that its section says
        self.grouped = False  # the headings beside the one that is looked at only group
        self.term: list[Draft] = []  # what the last line gave that is no definition
        self.column = 0  # of a table, where its names stand
        self.number = 0  # of the last numbered item that was looked at
        self.out: list[Draft] = []

    def names(self, node: Node) -> list[Found]:
        """Names a node presents under this section's role."""
        raw = with_commas(node.block.raw or node.block.text)
        if self.role == CONCEPT:
            return concept_names(self.lexicon, raw)
        if self.role == LEARNING and (idea := idea_with_tools(self.lexicon, raw)):
            return idea
        return technology_names(self.lexicon, raw, categories=self.categories)

    def emit(self, node: Node, found: list[Found], last: int | None = None) -> None:
        """Add a draft for each name of a node."""
        span = (node.first, last if last is not None else node.last_line())
        seen: set[Found] = set()
        for kind, name in found:
            if (kind, name.lower()) not in seen:
                seen.add((kind, name.lower()))
                self.out.append(Draft(kind, span, name, name))

    def of(self, node: Node, skip: set[int]) -> list[Draft]:
        """Drafts of a section; first a look at how its items are written."""
        counts = Counter(
            is_category_line(self.lexicon, child.block.raw)
            for child in node.walk()
            if child.kind == "item" and head_and_rest(child.block.raw)[1]
        )
        self.categories = counts[True] >= 2 and counts[True] > counts[False]
        if self.role == CONCEPT and _TOPICS.search(node.text) and self._lists_tools(node):
            self.role, self.categories = LEARNING, True
        if is_lesson(node.text) and is_capstone(node):
            return []
        self.section(node.children, skip)
        if may_hold_anything(node.text):
            self.out = [d for d in self.out if known_term(self.lexicon, d.name) is not None]
        parts = any(c.kind == "heading" and id(c) in skip for c in node.walk())
        if is_lesson(node.text) and not parts:
            self._lesson(node)
        return self.out

    def _lists_tools(self, node: Node) -> bool:
        """Whether most items of a section are "a kind of thing: tools and ideas of it".

        Where most kinds are known ideas, these are what it names.
        """
        items = [head_and_rest(c.block.raw) for c in node.children if c.kind == "item"]
        listing = [
            head
            for head, rest in items
            if "," in rest and begins_with_tool(self.lexicon, bare(rest))
        ]
        ideas = sum(known_term(self.lexicon, head) is not None for head in listing)
        few = len(listing) < FEWEST_KINDS or len(listing) * 2 <= len(items)
        return not few and ideas * 2 <= len(listing)

    def _lesson(self, node: Node) -> None:
        """The technologies that the title of a lesson names, when its items do not."""
        title, rest = head_and_rest(node.block.raw)
        found = [] if rest else title_names(self.lexicon, title)
        named = {d.name for d in self.out}
        if found and not named.issuperset(name for _, name in found):
            self.emit(node, found)

    def section(self, nodes: list[Node], skip: set[int]) -> list[Draft]:
        """Drafts of the children of a section; nodes in `skip` (by id) are left alone."""
        grouped = any(self._only_groups(n) for n in nodes if id(n) not in skip)
        self.term = []
        for n, node in enumerate(nodes):
            if id(node) in skip:
                continue
            before = len(self.out)
            self.grouped = grouped
            self.alone = len(nodes) == 1 and not self.named
            following = nodes[n + 1] if n + 1 < len(nodes) else None
            self.node(node, following, skip)
            if not defines(node):
                self.term = self.out[before:]
        return self.out

    def _is_meaning(self, node: Node) -> bool:
        """Whether a definition tells what its term is, and no tools of a kind: "Ovens: Redis"."""
        terms = [known_term(self.lexicon, d.name) for d in self.term]
        if any(term is not None and term.kind == TECHNOLOGY for term in terms):
            return True
        found, unknown = names_in_list(self.lexicon, node.text.lstrip(": "), whole=True)
        return bool(terms) and (unknown > 0 or not found)

    def _only_groups(self, node: Node) -> bool:
        """Whether a heading names nothing itself and stands over items: so do those beside it."""
        if node.kind != "heading" or self.role == CONCEPT:
            return False
        if not any(c.kind == "item" for c in node.children) or explains(node.text):
            return False
        return not any(known_term(self.lexicon, p) for p in self._read_as(node))

    def _read_as(self, node: Node) -> list[str]:
        return [node.text, *list_parts(self.lexicon, node.text)]

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
            named = [i for i in plain_ones if head_names(self.lexicon, i.text)]
            if len(items) >= 3 and len(named) >= 0.7 * len(items):
                for item in named:
                    self.emit(item, head_names(self.lexicon, item.text))
        return self.out

    def stack_line(self, node: Node, text: str) -> None:
        """Names of "Stack: A, B + C", when the names are known for the greater part."""
        found = _STACK.match(text)
        if found is None:
            return
        named: list[Found] = []
        known = 0
        for part in list_parts(self.lexicon, found[1]):
            term = known_term(self.lexicon, part)
            known += term is not None
            if term is None and len(part.split()) > 3:
                return
            name = term.name if term and term.kind == TECHNOLOGY else tidy(part)
            named.append((term.kind if term else TECHNOLOGY, name))
        if len(named) >= 2 and known * 2 > len(named):
            self.emit(node, named, node.block.last)

    def node(self, node: Node, following: Node | None, skip: set[int]) -> None:
        """Look at one child of a section."""
        if node.kind not in ("row", "skip"):
            self.column = 0  # of the table before it
        if node.kind == "heading":
            self._heading(node, skip)
        elif node.kind == "item":
            self._item(node, skip)
        elif node.kind == "text":
            self._text(node, following)
        elif node.kind == "tablehead":
            self.column = column_of_names(node.block.cells)
        elif node.kind == "row":
            self._row(node)

    def _heading(self, node: Node, skip: set[int]) -> None:
        held = [
            c
            for c in node.children
            if c.kind == "heading" or (c.kind in ("item", "text", "row") and id(c) not in skip)
        ]
        if is_listing(node):
            return
        if explains(node.text):
            self.section([c for c in held if self._goes_on(c)], skip)
            return
        if any(id(c) in skip for c in held):
            self.section(node.children, skip)
            return
        found = self.names(node)
        if node.level == BOLD_LEVEL and all(c.kind == "text" and c.block.bold for c in held):
            self.emit(node, found, node.block.last)  # one of a run of items in bold
            self.section(held, skip)
            return
        known = any(known_term(self.lexicon, p) for p in self._read_as(node))
        if self.role == CONCEPT:
            grouped = self._is_group(held)
            explained = all(head_and_rest(c.block.raw)[1] for c in held)
            if grouped and explained and self._is_idea(node):
                self.emit(node, found)
            if grouped or not found:
                self.section(node.children, skip)
            else:
                self.emit(node, found)
                for child in held:
                    if term := self._tool(child):
                        self.emit(child, [(TECHNOLOGY, term.name)])
            return
        self._named(node, held, found, skip, known=known)

    def _is_idea(self, node: Node) -> bool:
        """Whether a heading names an idea, or one and more: "Styling & bread" names a kind."""
        whole, first = (known_term(self.lexicon, words) for words in self._read_as(node)[:2])
        if whole is None and first is not None and first.slug in CATEGORY:
            return False
        term = whole or first
        return term is not None and term.kind == CONCEPT

    def _named(
        self, node: Node, held: list[Node], found: list[Found], skip: set[int], *, known: bool
    ) -> None:
        """A heading where technologies stand: its own names, or those of what it holds."""
        technologies = [f for f in found if f[0] == TECHNOLOGY]
        before, grouped = len(self.out), self.grouped
        kinds = [is_category_line(self.lexicon, c.block.raw) for c in held if c.kind == "item"]
        joined = known_term(self.lexicon, node.text) is None
        if joined and len(kinds) > 1 and kinds.count(False) * 2 < len(kinds):
            self.section(node.children, skip)  # a title over "a kind of thing: names"
            return
        if known and technologies:
            in_bold = [c for c in held if c.kind == "item" and c.block.bold]
            if self.role == LEARNING and self._mostly_known(in_bold):
                self.section(in_bold, skip)
            elif joined and self._name_others(in_bold):
                self.section(in_bold, skip)
                self._drop_guesses(before)
            elif len(in_bold) > 1 and all(self._tool(c) for c in in_bold):
                self.section(in_bold, skip)  # "CI/CD" over Jenkins and Drone
            inside = {(d.kind, d.name) for d in self.out[before:]}
            if not inside.issuperset(technologies):
                self.emit(node, technologies)
            return
        self.named, outer = bool(found), self.named
        self.section(node.children, skip)
        self.named = outer
        leads = sum(c.kind == "item" and c.block.bold for c in held)
        groups = joined and leads > 1 and leads * 2 > len(held)
        if known and not groups and self._only_details(held, self.out[before:], grouped=grouped):
            del self.out[before:]
            self.emit(node, found)
        elif len(self.out) == before and found:
            self.emit(node, found)

    def _mostly_known(self, in_bold: list[Node]) -> bool:
        """Whether most of what begins in bold has a name that is known, and is no side of a tool."""
        heads = [head_and_rest(c.block.raw)[0] for c in in_bold]
        return sum(known_term(self.lexicon, head) is not None for head in heads) * 2 > len(heads)

    def _name_others(self, in_bold: list[Node]) -> bool:
        """Whether items that begin in bold name things of their own, and no sides of one thing."""
        heads = [head_and_rest(c.block.raw) for c in in_bold]
        terms = [known_term(self.lexicon, head) for head, rest in heads if rest]
        kinds = [term.kind for term in terms if term is not None]
        return TECHNOLOGY in kinds and len(kinds) > 1 and len(kinds) * 2 > len(in_bold)

    @staticmethod
    def _only_details(held: list[Node], inside: list[Draft], *, grouped: bool) -> bool:
        """Whether what stands below a concept only details it: few of it are technologies."""
        named = {d.lines[0] for d in inside if d.kind == TECHNOLOGY}
        if grouped or any(c.kind == "heading" for c in held):
            return not named
        leads = sum(1 for c in held if c.block.bold)
        if named and (leads * 2 > len(held) or any(c.kind == "row" for c in held)):
            return False
        return len(named) * 2 < len(held)

    def _goes_on(self, node: Node) -> bool:
        """Whether a numbered item after an explanation goes on with the list before it."""
        if node.kind != "item" or node.block.number != self.number + 1:
            return False
        return known_term(self.lexicon, head_and_rest(node.block.raw)[0]) is not None

    def _is_group(self, held: list[Node]) -> bool:
        """Whether a heading over these only groups concepts, or tools, that have their own names."""
        if held and all(self._tool(c) for c in held):
            return True
        leads = sum(1 for c in held if c.kind in ("item", "text") and self._leads(c))
        return len(held) >= 2 and leads >= 2 and leads >= len(held) - 1

    def _leads(self, node: Node) -> bool:
        """Whether an item begins with a name of its own: in bold, known and explained, or "name:"."""
        head, rest = head_and_rest(node.block.raw)
        stands_over = node.text.endswith(":") and any(c.kind == "item" for c in node.children)
        explained = bool(rest) and known_term(self.lexicon, head) is not None
        return node.block.bold or stands_over or explained

    def _tool(self, node: Node) -> LexiconTerm | None:
        """A technology that an item below a concept names in bold and explains."""
        if node.kind != "item" or not node.block.bold:
            return None
        head, rest = head_and_rest(node.block.raw)
        term = self.lexicon.exact(head) if rest else None
        return term if term is not None and term.kind == TECHNOLOGY else None

    def _item(self, node: Node, skip: set[int]) -> None:
        if node.block.todo:
            return
        if node.block.ordered:
            self.number = node.block.number
        held = [c for c in node.children if c.kind in ("item", "row")]
        found = self.names(node)
        if held and self.role != CONCEPT:
            head, rest = head_and_rest(node.block.raw)
            term = known_term(self.lexicon, head)
            bold = any(c.block.bold for c in held)
            if self.role == LEARNING and term and term.slug not in CATEGORY and not bold:
                self.emit(node, found)
                return
            guessed = term is None and not head_names(self.lexicon, head)
            kinds = bool(MANY.search(head)) and not rest
            if guessed or kinds or not any(k == TECHNOLOGY for k, _ in found):
                before = len(self.out)
                self.section(held, skip)
                tools = {d.lines for d in self.out[before:] if d.kind == TECHNOLOGY}
                idea = term is not None and term.kind == CONCEPT and term.slug not in CATEGORY
                if tools and not (idea and len(tools) * 2 < len(held)):
                    self._drop_guesses(before)
                    return
                details = node.block.bold and not bold and bool(found)
                if len(self.out) > before and not term and not rest and not details:
                    return
                del self.out[before:]
        self.emit(node, found)

    def _drop_guesses(self, before: int) -> None:
        """Beside tools, what the lexicon does not hold is a detail of them."""
        self.out[before:] = [
            d
            for d in self.out[before:]
            if d.kind == TECHNOLOGY or known_term(self.lexicon, d.name) is not None
        ]

    def _text(self, node: Node, following: Node | None) -> None:
        text = node.text
        if text.endswith(("{", "}", ";", ");")) or (defines(node) and self._is_meaning(node)):
            return
        head, rest = head_and_rest(node.block.raw or text)
        if text.endswith(":") and following is not None and following.kind in ("item", "row"):
            return
        short = len(text.split()) <= 9 and not text.endswith((".", ":", "!", ","))
        if node.block.bold or (rest and len(head.split()) <= 6):
            found = self.names(node)
            if not node.block.bold:
                known = known_term(self.lexicon, head) is not None or bool(
                    head_names(self.lexicon, head)
                )
                if (
                    not known
                    and not short
                    and self.role != CONCEPT
                    and not any(k == TECHNOLOGY for k, _ in found)
                ):
                    return
            self.emit(node, found)
        elif self.role == TECHNOLOGY and (parts := parts_of_bare_list(self.lexicon, text)):
            self.emit(
                node, [name for part in parts for name in technology_names(self.lexicon, part)]
            )
        elif short and not SENTENCE.match(text):
            self.emit(node, self.names(node))
        elif VERBISH.match(text) and any(d.kind == TECHNOLOGY for d in self.term):
            return  # what was done with the tool that the line before names
        elif not text.endswith((".", ":")) or len(text.split()) <= 12 or self.alone:
            self.emit(node, names_told(self.lexicon, text, opened=self.named))

    def _row(self, node: Node) -> None:
        self.emit(node, row_names(self.lexicon, self.role, node, self.column), node.block.last)
