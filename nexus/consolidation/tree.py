"""Blocks → a tree: headings hold what follows them, items hold what is indented under them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from nexus.consolidation.blocks import LEAD, Block
from nexus.consolidation.inline import bare, starts_with_emoji
from nexus.consolidation.labels import PLURAL_SOLUTION, RESULT, is_flat_head, label_of
from nexus.consolidation.sections import (
    NONE,
    ROLES,
    TECHNOLOGY,
    explains,
    is_lesson,
    names_a_section,
    role_of,
)

DEEPEST = 24
LONGEST_CONTENT = 120  # characters of a line of contents
LONGEST_PART = 8  # words of a line that names a section
_BEFORE_DASH = re.compile(r"\s[–—-]\s")
_TO_A_PART = re.compile(r"\]\(#")  # a link of a table of contents
_ONE_LABEL = re.compile(r"^(?:the )?(?:challenge|problem|issue)\W*$", re.I)
_NUMBERED = re.compile(r"^\W+\d{1,2}[.)]\s")
BOLD_LEVEL = 8
_EMOJI_LEVEL = 9


@dataclass(slots=True, eq=False)
class Node:
    """A block with what it holds."""

    block: Block
    level: int
    role: str | None = None  # the role its own words give (headings)
    children: list[Node] = field(default_factory=list)
    kind: str = field(init=False)  # the block's, which no longer changes

    def __post_init__(self) -> None:
        self.kind = self.block.kind

    @property
    def text(self) -> str:
        """The words without leading marks and numbers."""
        return bare(self.block.text)

    @property
    def first(self) -> int:
        """First line."""
        return self.block.first

    def walk(self) -> Iterator[Node]:
        """This node and all below, in order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    def last_line(self) -> int:
        """Last line of this node and all below, code and rules at the end left out."""
        return max(
            (n.block.last for n in self.walk() if n.kind not in ("skip", "code", "front")),
            default=self.block.last,
        )


def _names_part(words: str) -> bool:
    """Whether a line in bold names a section, and is no sentence and no single tool."""
    role = role_of(words)
    if role not in ROLES or explains(words) or words.endswith((".", "!", ",")):
        return False
    if _ONE_LABEL.match(words):
        return False
    return role != TECHNOLOGY or names_a_section(words)


_TITLE = re.compile(r"^[A-Z0-9][^.:;,!?–—|`]*[A-Za-z0-9)]$")
_SPEAKS = re.compile(
    r"\b(?:i|we|you|my|our|this|these|is|are|was|were|have|has|following|include\w*|below)\b", re.I
)


def _heads_list(block: Block, words: str, following: Block | None) -> bool:
    """Whether a short line without an end, straight above a list, is the title of it."""
    return (
        block.kind == "text"
        and block.level < 2
        and not block.bold
        and following is not None
        and (following.kind == "item" or (following.kind == "text" and following.level >= 4))
        and following.first <= block.last + 2
        and 1 <= len(words.split()) <= 7
        and bool(_TITLE.match(words))
        and not _SPEAKS.search(words)
    )


def _awaits_answer(block: Block | None) -> bool:
    """Whether a line is the label of what stands below it: "Solution:"."""
    found = label_of(bare(block.text)) if block is not None and block.kind == "text" else None
    return found is not None and not found[1]


def _leads_list(block: Block, following: Block | None) -> bool:
    """Whether a short line ends in a colon straight above a list at the margin: "Bakers:"."""
    return (
        block.text.endswith(":")
        and len(block.text.split()) <= 8
        and following is not None
        and following.kind == "item"
        and following.level < 2
    )


def _promote(
    block: Block, before: Block | None, following: Block | None, *, bold_sections: bool = False
) -> tuple[str, int] | None:
    """(kind, level) when a line that has no heading mark is used as one.

    Where lines in bold name the sections (`bold_sections`), those that end one are in bold too.
    """
    words = bare(block.text)
    if block.kind == "bold":
        ends = bold_sections and role_of(words) == NONE and not words.endswith(".")
        return ("section", 0) if ends or _names_part(words) else ("bold", BOLD_LEVEL)
    if block.kind not in ("text", "item") or block.first != block.last:
        return None
    if block.titles:
        return ("emoji", _EMOJI_LEVEL)
    before_list = following is not None and following.kind == "item"
    if (
        block.kind == "text"
        and block.level < 4
        and not is_flat_head(words)
        and (names_a_section(words) or (before_list and is_lesson(words)))
    ):
        return ("section", 0)
    if block.kind == "item":
        if (
            block.ordered
            and names_a_section(words)
            and len(words.split()) > 1
            and not _TO_A_PART.search(block.raw)
            and role_of(words) in ROLES
            and following is not None
            and (not before_list or following.level > block.level)
        ):
            return ("section", 0)
        return None
    if _heads_list(block, words, following) and not _awaits_answer(before):
        return ("emoji", _EMOJI_LEVEL)
    if starts_with_emoji(block.text) and names_a_section(_BEFORE_DASH.split(words)[0]):
        return ("section", 0)
    short = len(words) <= 70 and len(words.split()) <= 8 and not words.endswith((".", ",", ";"))
    if short and starts_with_emoji(block.text) and not re.search(r"\s[–—→-]\s|:\s", words):
        if role_of(words) is not None or _NUMBERED.match(block.text):
            return ("section", 0)
        return ("emoji", _EMOJI_LEVEL)
    return None


def _tells_one(words: str) -> bool:
    """Whether a heading tells one challenge and is no section: "Challenge 2: cold bread"."""
    found = label_of(words)
    return found is not None and bool(found[1] or words[-1:].isdigit())


def _sums_up(words: str) -> bool:
    """Whether a heading stands over what all challenges taught: "Key Takeaways"."""
    found = label_of(words)
    return (
        found is not None and found[0] == RESULT and words.endswith("s") and names_a_section(words)
    )


class Builder:
    """Keeps a stack of open nodes."""

    def __init__(self) -> None:
        self.root = Node(Block("root", 0, 0), 0)
        self.headings: list[Node] = [self.root]
        self.items: list[Node] = []
        self.bold_sections = False  # a line in bold named a section
        self.parts = 0  # the number of the last numbered line that named a section
        self.part_level = 0
        self.counted = 0  # of the last numbered item since
        self.adopting: Node | None = None  # an empty section: headings without a role are its parts

    def heading(self, block: Block, level: int) -> None:
        """Open a heading of this level; a part of a challenge goes below its section."""
        level = self._adopted(block, level)
        words = bare(block.text)
        found = label_of(words)
        if found or PLURAL_SOLUTION.match(words):
            for open_one in self.headings[1:]:
                own = label_of(open_one.text)
                if (
                    open_one.level == level
                    and open_one.role == "challenge"
                    and not (_sums_up(words) and own is None)
                    and (found is None or found[0] != "problem" or own is None or not own[1])
                ):
                    level += 1
                    break
        while len(self.headings) > 1 and self.headings[-1].level >= level:
            self.headings.pop()
        node = Node(block, level, role_of(bare(block.text)))
        self.headings[-1].children.append(node)
        self.headings.append(node)
        self.items = []

    def _adopted(self, block: Block, level: int) -> int:
        """The level of a heading: one more when it is a part of an empty section beside it."""
        above, role = self.headings[-1], role_of(bare(block.text))
        if (
            self.adopting is not None
            and level <= self.adopting.level
            and (role not in (None, self.adopting.role) or level < self.adopting.level)
        ):
            self.adopting = None
        empty = above.role in ROLES and all(
            c.kind in ("skip", "text") and c.text[-1:] in ":" for c in above.children
        )
        if empty and role in (None, above.role) and above.level == level:
            self.adopting = above
        return level + 1 if self.adopting is not None and level == self.adopting.level else level

    def goes_on(self, block: Block, following: Block | None) -> bool:
        """Whether a numbered line is the next after one that named a section: "4. Projects"."""
        return (
            block.kind == "item"
            and block.ordered
            and block.level == 0
            and self.parts > 0
            and block.number == self.parts + 1
            and self.counted != self.parts  # else it goes on a list of this section
            and len(block.text.split()) <= LONGEST_PART
            and block.text[-1:] not in ".,;!?"
            and following is not None
            and following.kind != "item"
            and following.first > block.last + 1
        )

    def count(self, block: Block, level: int) -> None:
        """Keep where the numbers of sections, and those of the list since, have come to.

        `level` is that of the section that the line names, 0 when it names none.
        """
        if level:
            self.parts, self.counted = (block.number if block.ordered else 0), 0
            self.part_level = level
        elif block.ordered and block.level == 0:
            self.counted = block.number

    def section_level(self, text: str) -> int:
        """Level for a section that is named without a mark: beside the last one of its sort."""
        if is_lesson(text):
            for node in self.headings[1:]:
                if is_lesson(node.text):
                    return node.level
        for node in reversed(self.headings[1:]):
            if (
                1 < node.level < BOLD_LEVEL
                and node.role not in (None, "learning")
                and not _tells_one(node.text)
            ):
                return node.level
        above = [n.level for n in self.headings if n.level < BOLD_LEVEL]
        return max(2, min(above[-1] + 1, BOLD_LEVEL - 1))  # level one is for titles

    def is_pasted(self, block: Block) -> bool:
        """Whether a short line is an item of a list that lost its marks: only indented."""
        if block.kind != "text" or block.level < 4 or len(block.text.split()) > 24:
            return False
        return all(node.block.pasted for node in self.items)

    def item(self, block: Block) -> None:
        """Hang an item under the item it is indented below, or the open heading."""
        while self.items and (
            (self.items[-1].level >= block.level - 1 and not self._details(block))
            or len(self.items) >= DEEPEST
        ):
            self.items.pop()
        node = Node(block, block.level)
        (self.items[-1] if self.items else self.headings[-1]).children.append(node)
        self.items.append(node)

    def _details(self, block: Block) -> bool:
        """Whether a bullet stands directly under a numbered item: another mark, another list."""
        above = self.items[-1]
        return (
            above.block.ordered
            and not block.ordered
            and abs(above.level - block.level) <= 1
            and (above.block.leads or self._touches(block))
        )

    def other(self, block: Block, following: Block | None) -> None:
        """Hang text under the item it belongs to, or the open heading."""
        if (
            block.kind == "text"
            and block.level < 2
            and (
                not self._touches(block)
                or _leads_list(block, following)
                or (LEAD.match(block.raw) and not label_of(block.text) and self.items[0].level < 2)
            )
        ):
            self.items = []
        while (
            self.items
            and block.kind == "text"
            and block.level >= 2
            and not (self._touches(block) or self.items[-1].level < block.level)
        ):
            self.items.pop()
        home = (
            self.items[-1] if self.items and block.kind in ("text", "code") else self.headings[-1]
        )
        home.children.append(Node(block, block.level))
        if block.kind in ("row", "tablehead"):
            self.items = []

    def _touches(self, block: Block) -> bool:
        """Whether the text stands directly under the open item, without a blank line."""
        if not self.items:
            return False
        node = self.items[-1]
        last = node.children[-1].block.last if node.children else node.block.last
        return block.first == last + 1


def _mark_leads(blocks: list[Block]) -> None:
    """Mark the items of a numbered list that goes on after bullets which stand beside it."""
    last: Block | None = None  # numbered item
    bullets = False  # since then
    for block in blocks:
        if block.kind == "heading":
            last = None
        elif block.kind == "item" and not block.ordered:
            bullets |= last is not None and abs(block.level - last.level) <= 1
        elif block.kind == "item" and (last is None or block.level <= last.level):
            if last is not None and bullets and block.number == last.number + 1:
                last.leads = block.leads = True
            last, bullets = block, False


def contents_of(blocks: list[Block]) -> set[int]:
    """The places of lines without marks, one after the other, that all come again: contents."""
    told = [
        bare(b.text).lower()
        if b.kind in ("text", "item") and len(b.text) <= LONGEST_CONTENT
        else ""
        for b in blocks
    ]
    last_of = {text: n for n, text in enumerate(told)}
    again = [
        bool(told[n]) and b.kind == "text" and last_of[told[n]] > n + 1
        for n, b in enumerate(blocks)
    ]
    pairs = {n for n in range(len(blocks) - 1) if again[n] and again[n + 1]}
    return pairs | {n + 1 for n in pairs}


def build(blocks: list[Block]) -> Node:
    """The tree of a document."""
    builder = Builder()
    _mark_leads(blocks)
    contents = contents_of(blocks)
    for n, block in enumerate(blocks):
        if builder.is_pasted(block):
            block.kind, block.pasted = "item", True
        following = blocks[n + 1] if n + 1 < len(blocks) else None
        before = blocks[n - 1] if n else None
        promoted = _promote(block, before, following, bold_sections=builder.bold_sections)
        promoted = None if n in contents else promoted
        if promoted is None and builder.goes_on(block, following):
            promoted = ("section", builder.part_level)
        level = (promoted[1] or builder.section_level(bare(block.text))) if promoted else 0
        builder.count(block, level if promoted and promoted[0] == "section" else 0)
        if block.kind == "heading":
            builder.heading(block, block.level)
        elif promoted:
            builder.bold_sections |= block.kind == "bold" and promoted[0] == "section"
            block.kind = "heading"
            builder.heading(block, level)
        elif block.kind == "item":
            builder.item(block)
        else:
            builder.other(block, following)
    return builder.root
