"""The tree of a document → drafts: each section goes to the extractor of its role."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from nexus.consolidation.extract.challenges import ChallengeExtractor
from nexus.consolidation.extract.habits import (
    CHANNEL,
    DONE_TOGETHER,
    INVITATION,
    MY_TAKEAWAY,
    WHOM,
    HabitExtractor,
    tells_of_people,
)
from nexus.consolidation.extract.leads import has_sections_of_names, led_lists
from nexus.consolidation.extract.lists import Found
from nexus.consolidation.extract.mixed import lists_ideas
from nexus.consolidation.extract.names import NameExtractor
from nexus.consolidation.extract.scattered import scattered
from nexus.consolidation.extract.toolsets import is_not_used, may_list_stack, stacks, tools_below
from nexus.consolidation.extract.topics import topics
from nexus.consolidation.extract.unheaded import unheaded
from nexus.consolidation.extract.unmarked import names_in_line
from nexus.consolidation.inline import bare
from nexus.consolidation.labels import RESULT, label_of
from nexus.consolidation.lexicon import Lexicon
from nexus.consolidation.sections import (
    ASIDE,
    CHALLENGE,
    COLLABORATION,
    CONCEPT,
    GROUP,
    LEARNING,
    NONE,
    PRACTICE,
    ROLES,
    RUBRIC,
    TECHNOLOGY,
    is_of_future,
    may_hold_anything,
    names_a_section,
    names_several,
    role_of,
    tells_of_past,
)
from nexus.consolidation.statements import Draft, shorten
from nexus.consolidation.tree import Node

_STRONG = {CHALLENGE, PRACTICE, CONCEPT, TECHNOLOGY}
_ABOUT_REPOSITORY = re.compile(
    r"\b(?:run|install|clone|repository|structure|contact|licen[sc]e|author|contribut|milestones?\b)",
    re.I,
)
_OF_PROGRAMME = re.compile(r"\b(?:milestones?|deliverables?|timeline|deadlines?)\b", re.I)
_STACK = re.compile(r"\btech(?:nology|nical)?[ -]?stack\b", re.I)
_TO_RUN = re.compile(
    r"^(?:how to (?:run|install|set up)|running|install(?:ation|ing)?|getting started|quick ?start|"
    r"prerequisites|local set-?up|set-?up (?:instructions|guide))\b",
    re.I,
)
_OF_OTHERS = {PRACTICE, CONCEPT, TECHNOLOGY, LEARNING}  # where a challenge is told in passing
# One lesson of oneself; "Lessons: …" may be of a course, "Insights: …" a feature.
_OF_ONE = re.compile(
    r"^(?:(?:my|our|one) .*\b|(?:key |main |biggest |personal |final )?)"
    r"(?:take-?away|lesson|insight)\b",
    re.I,
)
FEWEST_OF_LESSON = 3  # words
MOST_PAIRS = 20  # of one line: each keeps the whole of it as its source
_PAIR = re.compile(
    r"\b(?:Challenge|Problem|Issue)(?: \d+)?: +(\S.{3,400}?)[.;]? +(?:Solution|Fix|Resolution): +"
    r"(\S.*?)(?=\b(?:Challenge|Problem|Issue)(?: \d+)?: |$)"
)
_INTRODUCES = re.compile(
    r"^(?:here(?:'s| is| are| i| we)|below(?: is| are| i| we)|(?:in )?this (?:section|part|page)|"
    r"(?:in )?the following|these are)\b[^.!?]*[.!:]?$",
    re.I,
)
_LABEL_ALONE = re.compile(r"^(?:the )?(?:challenge|problem|issue|solution|fix|resolution):?$", re.I)
_WHERE_TO_READ = re.compile(r"\b(?:resources|references|reading|links)\b", re.I)
_TIPS_FOLLOW = re.compile(r"^\W*(?:\w+ )?tips?\W*$", re.I)
_WITH_WHOM = re.compile(rf"\b(?:{WHOM}|first week|week (?:1|one))\b", re.I)
_TIP = re.compile(r"^\W*(?:\w+ )?tip\s*[:!–-]\W*\w", re.I)


def switches(node: Node, role: str | None) -> str | None:
    """The role that a heading inside a section of `role` takes for itself, None to stay."""
    own = node.role
    if own is None:
        return None
    aside = own == NONE and (ASIDE.search(node.text) or is_of_future(node.text))
    if aside and role not in (None, "group", NONE):
        return NONE
    strict = names_a_section(node.text)
    if role in (None, "group", NONE) and node.level == 1 and own in (TECHNOLOGY, LEARNING):
        return own if strict else None
    if role in (None, "group"):
        titles_all = own == NONE and node.level == 1
        return None if titles_all and any(c.kind == "heading" for c in node.children) else own
    if role == NONE:
        if own != NONE and not _holds_list(node):
            return None
        if own == LEARNING and re.search(r"learn|skills", node.text, re.I):
            return own
        if own == COLLABORATION and re.match(r"^collaborat\w+(?: hub)?$", node.text, re.I):
            return own
        told = strict or own in (CHALLENGE, PRACTICE) or _STACK.search(node.text)
        return own if own in _STRONG and told else None
    if role == LEARNING:
        if own == NONE and not strict:
            return NONE if _ABOUT_REPOSITORY.search(node.text) else None
        return own
    return _inside(node, own, role, strict=strict)


def _inside(node: Node, own: str, role: str, *, strict: bool) -> str | None:
    """The same inside a section of one kind: only a plain section name ends it early."""
    found = label_of(node.text)
    if own == NONE and role in (TECHNOLOGY, CONCEPT) and _OF_PROGRAMME.search(node.text):
        return NONE
    if own == NONE and role != CHALLENGE and _TO_RUN.search(node.text):
        return NONE
    if role == CHALLENGE and found and (found[0] == RESULT or _LABEL_ALONE.match(node.text)):
        return None
    if own == role and may_hold_anything(node.text):
        return None  # the section says what it holds
    if own == COLLABORATION and role == PRACTICE and not tells_of_people(node):
        return None  # how one works, as the parts beside it
    if strict or own == role:
        return own if strict else None
    words = node.text.lower()
    if own == PRACTICE and role != CHALLENGE and "best practice" in words:
        return own
    if own == CHALLENGE and role != COLLABORATION and "challenge" in words:
        return own
    return None


def _holds_list(node: Node) -> bool:
    """Whether a section has more than a sentence about itself."""
    texts = 0
    for child in node.children:
        if child.kind in ("item", "row", "tablehead", "heading", "bold"):
            return True
        texts += child.kind == "text"
    return texts > 1


def _lists_links(node: Node) -> bool:
    """Whether a section is nothing but where to read more."""
    items = [c for c in node.children if c.kind == "item"]
    return bool(items) and all(c.block.raw.lstrip("*_ ").startswith("[") for c in items)


def _holds_several(node: Node) -> bool:
    """Whether a heading of several roles leaves each to a heading of its own below it."""
    below = {c.role for c in node.children if c.kind == "heading"} & set(ROLES)
    return len(below) > 1 and names_several(node.text)


def _in_rubric(node: Node, child: Node) -> bool:
    """Whether a heading stands in a section that says how work is judged."""
    return bool(RUBRIC.search(node.text)) and node.role == NONE and not names_a_section(child.text)


def _is_yet_to_learn(node: Node, child: Node) -> bool:
    """Whether a heading names what stands in a section about the future: nothing is known of it."""
    names = child.role in (None, TECHNOLOGY, CONCEPT, LEARNING)
    return names and is_of_future(node.text) and not tells_of_past(child.text.lower())


def _headings(node: Node, skip: set[int]) -> list[Node]:
    return [c for c in node.children if c.kind == "heading" and id(c) not in skip]


def _lesson(text: str) -> str:
    """What is told after "Key insight:"; nothing where no label says that it is one."""
    found = MY_TAKEAWAY.match(text) if ":" in text else None
    told = text[found.end() :] if found and ":" in found[0] and text[-1] != ":" else ""
    return told if len(told.split()) >= FEWEST_OF_LESSON else ""


class Walker:
    """Collects the drafts of a document."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.out: list[Draft] = []
        self.has_sections = False

    def document(self, root: Node) -> list[Draft]:
        """All drafts in the order of their lines."""
        self.has_sections = has_sections_of_names(root)
        self._visit(root, None)
        self.out.sort(key=lambda d: (d.lines[0], d.lines[1]))
        return self.out

    def _visit(self, node: Node, role: str | None) -> None:
        """Hand a section to its extractor; go on with the sections inside it."""
        stack: list[tuple[Node, str | None]] = [(node, role)]
        while stack:
            here, now = stack.pop()
            inner: list[tuple[Node, str]] = []
            told: set[int] = set()
            several = now in ROLES and _holds_several(here)
            self._find_switches(here, GROUP if several else now, inner, told)
            skip = {id(n) for n, _ in inner} | told
            if several:
                texts = [c for c in here.children if c.kind == "text"]
                skip |= {id(c) for c in texts if _INTRODUCES.match(c.text)}
            if now != CHALLENGE:
                nodes, drafts = unheaded(here, now, skip)
                skip |= nodes
                self.out += drafts
            self._extract(here, now, skip)
            stack.extend(reversed(inner))

    def _find_switches(
        self, node: Node, role: str | None, inner: list[tuple[Node, str]], told: set[int]
    ) -> None:
        """Sections inside a section, and headings in it that turn out to tell a challenge."""
        parents = [node]
        while parents:
            here = parents.pop()
            for part, holds, named in self._led(node, here, role, told):
                inner.append((part, holds))
                told |= {id(named), *(id(c) for c in part.children)}
            headings = [c for c in here.children if c.kind == "heading"]
            if role in _OF_OTHERS:
                for nodes, drafts in scattered(headings, names=role in (CONCEPT, TECHNOLOGY)):
                    told |= {id(n) for n in nodes}
                    self.out += drafts
            for child in headings:
                if id(child) in told:
                    continue
                stays = (
                    _in_rubric(node, child)
                    or _is_yet_to_learn(node, child)
                    or (_WHERE_TO_READ.search(node.text) and _lists_links(child))
                )
                own = None if stays else switches(child, role)
                if own is not None:
                    inner.append((child, own))
                else:
                    parents.append(child)

    def _led(
        self, node: Node, here: Node, role: str | None, told: set[int]
    ) -> Iterable[tuple[Node, str, Node]]:
        """Lists named by sentences and items, unless the section is about the future."""
        if is_of_future(node.text):
            return ()
        return led_lists(here, role, told, of_oneself=self.has_sections)

    def _extract(self, node: Node, role: str | None, skip: set[int]) -> None:
        if role in (PRACTICE, CHALLENGE) and lists_ideas(self.lexicon, node):
            role = CONCEPT
        if role == CHALLENGE:
            self.out += ChallengeExtractor().section(node, skip)
            self._lessons(node, skip)
        elif role in (PRACTICE, COLLABORATION):
            self.out += HabitExtractor(role, node.text).section(node.children, skip)
            if role == COLLABORATION:
                self._tips(node, skip)
        elif role in (TECHNOLOGY, CONCEPT, LEARNING):
            self.out += NameExtractor(self.lexicon, role).of(node, skip)
        elif role in (NONE, None) and not is_of_future(node.text):
            self.out += NameExtractor(self.lexicon, TECHNOLOGY).bare_list(node.children)
            self._elsewhere(node, skip)

    def _elsewhere(self, node: Node, skip: set[int]) -> None:
        """What is no section of its own: a stack in one line, a channel, work done together."""
        names = NameExtractor(self.lexicon, TECHNOLOGY)
        pending = list(reversed(node.children))
        tools = self._stacks(node, skip) | self._toolsets(node, skip)
        while pending:
            child = pending.pop()
            if id(child) in skip:
                continue
            if id(child) in tools:
                names.emit(child, tools[id(child)])
                if child.kind != "heading":
                    continue  # all that it says
            if child.kind in ("item", "text"):
                text = bare(child.block.raw or child.block.text)
                if (lesson := _lesson(text)) and _OF_ONE.match(text) and not is_not_used(node.text):
                    self._tell(child, lesson)
                named = CHANNEL.match(text) and "#" in text
                if named or INVITATION.match(text) or DONE_TOGETHER.match(text):
                    span = (child.first, child.block.last)
                    self.out.append(Draft(COLLABORATION, span, shorten(text)))
                    continue
                names.stack_line(child, text)
                names.emit(child, names_in_line(self.lexicon, text), child.block.last)
                self._pairs(child, text)
            pending.extend(reversed(child.children))
        self.out += names.out

    def _toolsets(self, node: Node, skip: set[int]) -> dict[int, list[Found]]:
        """The names of lists of tools in a section, and of headings that are topics, by node.

        None where it says what is needed or to come.
        """
        found: dict[int, list[Found]] = {}
        parents = [] if is_not_used(node.text) else [node]
        while parents:
            headings = [h for h in _headings(parents.pop(), skip) if not is_not_used(h.text)]
            tools = tools_below(self.lexicon, headings)
            free = [c for c in headings if id(c) not in tools]
            below = [pair for listed in tools.values() for pair in listed]
            found |= {id(n): named for n, named in (*below, *topics(self.lexicon, free))}
            parents += headings
        return found

    def _stacks(self, node: Node, skip: set[int]) -> dict[int, list[Found]]:
        """The names of lists that are a stack, in a section and those below it, by node."""
        found: dict[int, list[Found]] = {}
        parents = [node]
        while parents:
            part = parents.pop()
            if may_list_stack(part):
                found |= {id(item): named for item, named in stacks(self.lexicon, part, skip)}
                parents += _headings(part, skip)
        return found

    def _lessons(self, node: Node, skip: set[int]) -> None:
        """What a challenge taught, told after a label: "Takeaway: …"."""
        pending = [node]
        while pending:
            here = pending.pop()
            pending += [c for c in here.children if id(c) not in skip]
            if here.kind in ("item", "text") and (lesson := _lesson(here.text)):
                self._tell(here, lesson)

    def _tell(self, node: Node, lesson: str) -> None:
        self.out.append(Draft(PRACTICE, (node.first, node.block.last), shorten(lesson)))

    def _pairs(self, node: Node, text: str) -> None:
        """Challenges told in one line whose breaks were lost: "Challenge: … Solution: …"."""
        span = (node.first, node.block.last)
        for found in islice(_PAIR.finditer(text), MOST_PAIRS):
            self.out.append(
                Draft(
                    CHALLENGE,
                    span,
                    shorten(found[1]),
                    "",
                    (span,),
                    (span,),
                    found[1],
                    found[2],
                )
            )

    def _tips(self, node: Node, skip: set[int]) -> None:
        """Quoted tips: one in a line, or the quoted list below "Tip:"."""
        listed = False
        for child in node.walk():
            if child.kind != "quote" or id(child) in skip or not child.text.strip("> "):
                listed &= child.kind in ("skip", "quote")
                continue
            if listed or _TIP.match(child.text):
                kind = COLLABORATION if _WITH_WHOM.search(child.text) else PRACTICE
                self.out.append(Draft(kind, (child.first, child.block.last), shorten(child.text)))
            listed |= bool(_TIPS_FOLLOW.match(child.text))


__all__ = ["ROLES", "Walker", "role_of", "switches"]
