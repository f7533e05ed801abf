# ruff: noqa: E501  (tables of words read better on long lines)
"""Practices and collaboration: one statement for each leaf of the section."""

from __future__ import annotations

import re

from nexus.consolidation.inline import bare, is_placeholder
from nexus.consolidation.names import head_and_rest
from nexus.consolidation.sections import COLLABORATION, PRACTICE
from nexus.consolidation.statements import Draft, shorten
from nexus.consolidation.tree import Node

FEWEST_LINES = 3
LONGEST_LINE = 10  # words
_TAKEAWAY = re.compile(r"take[- ]?away|lesson|insight|reflection|learned|growth", re.I)
_PRACTICES = re.compile(r"practice|tips|advice|recommend", re.I)
_GAIN = re.compile(
    r"^(?:i |i've |i have )?(?:gained|mastered|understood|appreciated|improved|developed (?:a |an |strong|my|deep)|strengthened|"
    r"enhanced|deepened|increased|became|built (?:a |an |confidence|my|strong)|boosted|sharpened|"
    r"grew|grown|acquired|expanded|developed|better understanding|hands-on experience|confidence in|"
    r"(?:(?:deep|deeper|strong|solid|clear) )?understanding of(?! (?:the )?(?:importance|value|need))|"
    r"(?:recognition|awareness) of(?! (?:the )?(?:importance|value|need))|(?:the )?ability to|exposure to|familiarity with|experience (?:with|in))\b",
    re.I,
)
_GAINED = re.compile(r"^(?:i |i've |i have )?gained\b", re.I)
_REALIZED = re.compile(r"\b(?:learning|learned|realizing|realized) (?:to|that|how)\b", re.I)
_GAINS_FOLLOW = re.compile(
    r"\b(?:help(?:s|ed)?(?: (?:me|us))?(?: to)? (?:improve|grow)|improved|grown|grew|strengthened)\b"
    r".{0,40}:$",
    re.I,
)
_NOISE = re.compile(
    r"^(?:\[.*\]|(?:[A-Z]+ )?`?/[\w/{}<>:.-]*`?|(?:current project|(?:project )?goal|next (?:phase|steps?)|status)\s*[:–-].*|time (?:invested|spent|taken)\s*[:–-][^.]*\d.*|tbd|todo|n/?a|coming soon|none|(?:git(?:hub)? )?repo(?:sitory)?(?: link)?s?(?: urls?)?:?)$",
    re.I,
)
_INTRO = re.compile(
    r"(?:following|below|these|here are|include|such as|as follows)\b[^.]*[.:]?$|"
    r"^(?:here are|below|some of|these are|the following|throughout|during (?:the|this|my))\b|"
    r"^(?:this|the) (?:program|programme|repository|project|section|document)\b",
    re.I,
)
_OPEN_TO = re.compile(
    r"\b(?:open to|welcom\w*|invite\w*|happy to|look(?:ing)? forward|feel free|eager|"
    r"(?:i|we) (?:will|plan to|worked|collaborat\w+|shared?|exchang\w+))\b",
    re.I,
)
_IMPERATIVE = re.compile(
    r"^(?:always|never|avoid|use|write|keep|make|document|follow|stay|build|think|read|ask|commit|"
    r"validate|secure|store|cache|optimi[sz]e|prefer|separate|split|log|automate|choose|start|"
    r"prioriti[sz]e|ensure|check|embrace|maintain|adopt|apply|implement|leverage|handle|set|add|"
    r"create|organi[sz]e|refactor|limit|define|configure|hide|treat)\s+\w",
    re.I,
)
_STATE = re.compile(
    r"^(?!.*\b(?:always|should|must|keep|make|ensure|have|is|are)\b)[^:–—]{3,60}"
    r"\b(?:enabled|enforced|activated|in place|hashed (?:using|with|via)|protected (?:by|with|via)|"
    r"(?:prevention|protection) (?:via|with|through|using))\b[^:.]*$",
    re.I,
)
_ADVICE = re.compile(
    r"^(?:\w+ly )?(?:always|never|don['’]?t|do|avoid|use|using|write|writing|keep|make|test|document|follow|plan|"
    r"stay|learn|break|build|design|think|read|ask|review|commit|validate|secure|store|cache|"
    r"optimi[sz]e|prefer|separate|split|log|monitor|automate|version|choose|start|focus|"
    r"prioriti[sz]e|ensure|check|run|embrace|maintain|adopt|apply|implement|leverage|share|"
    r"communicate|collaborate|practi[cs]e|handle|be|set|add|create|organi[sz]e|structure|name|"
    r"comment|debug|refactor|understand|consider|limit|define|configure|rely|hide|treat|separat\w+|\w+ing)\b|"
    r"\b(?:is|are|was|were|should|must|can|will|needs?|matters?|helps?|saves?|pays?|makes?|wins?|"
    r"improves?|reduces?|prevents?|ensures?|beats?|over|before|first|early|often|key)\b",
    re.I,
)
MY_TAKEAWAY = re.compile(
    r"^(?:my |the |our |one |a )?(?:(?:single |biggest|main|key|personal|most important|final|overall) ?)*"
    r"(?:take-?aways?|lessons?|insights?)(?: (?:learned|is|was|here|so far|for me))*\s*[:,–—-]\s*(?:that )?(?=\S)",
    re.I,
)
_OF_PROJECT = re.compile(
    r"^(?:(?:key |core |main )?features|architecture|technical highlights|tech(?:nical)? stack|technologies|live demo)\s*:",
    re.I,
)
_ONE = re.compile(r"\b(?:take-?away|lesson|insight|reflection)\b", re.I)
_STEP_OF_REPOSITORY = re.compile(
    r"^(?:fork (?:this|the)|clone (?:this|the)|create (?:a|your) (?:new )?(?:feature )?branch|"
    r"commit your changes|push to (?:the|your) branch|(?:open|submit|create) a pull request)\b",
    re.I,
)
_OF_REPOSITORY = re.compile(r"^this (?:repository|project|document)\b|\bgit clone\b", re.I)
_MIXED = re.compile(r"^(?:my )?(\w+)(?: (?:and|&) )(\w+)$", re.I)
_TOGETHER = re.compile(r"collaborat|team|communicat|communit", re.I)
_FIRST_WEEK = re.compile(r"\bfirst[- ]week\b", re.I)
_TIPS = re.compile(r"\btips?\b|\bfirst[- ]week\b", re.I)
WHOM = r"learners?|peers?|partners?|mentors?|classmates?|team ?mates?|discord|slack"
_PEOPLE = re.compile(
    rf"\b(?:{WHOM}|channels?|collaborat\w*|"
    r"coordinat\w*|connect(?:ed)? with|reach out|share your|communicate (?:which|what|your|the|it)|"
    r"announc\w+ (?:which|what|your|the))\b",
    re.I,
)
CHANNEL = re.compile(
    r"^(?:(?:the|our|dedicated|official|main|program(?:me)?|group|community) )*"
    r"(?:discord|slack|telegram|whatsapp|microsoft teams|(?:collaboration|communication) channel)"
    r"(?: (?:channel|server|group|community|workspace|space|chat))?\s*(?:[:–—→-]|\(|$)\s*\S",
    re.I,
)
_CHANNEL_NAMED = re.compile(r"\b(?:discord|slack)\b.*#\w|#\w.*\b(?:discord|slack)\b", re.I)
INVITATION = re.compile(
    r"^(?:(?:come|collaborate|connect)(?:\s*[:–—-]\s*|,? ))?"
    r"(?:join|(?:collaborate|connect)(?: with \w+)?(?: on| via| in| through| at))\b.{0,30}"
    r"(?:\b(?:discord|slack)\b.*#[a-z]|#[a-z].*\b(?:discord|slack)\b)",
    re.I,
)
_ITS_CHANNEL = re.compile(r"^(?:welcome to|channel\s*[:–—-]) *`?#\w", re.I)
# Two words and less say who said it.
_QUOTED_ITEM = re.compile(r"^[>\s]*(?:[*+-]|\d{1,2}[.)])\s+\S+\s+\S+\s+\S")
_LOOKS_FORWARD = re.compile(
    r"^(?:i|we)(?:['’]m| am|['’]re| are)? (?:also |very |really )?"
    r"(?:look(?:ing)? forward to|(?:excited|eager|open|happy|keen|glad) to|hop(?:e|ing) to)"
    r" (?:\w+ly )?(?:collaborat|work|connect|partner|pair|team)\w*\b.*\b(?:with|alongside)\b",
    re.I,
)
DONE_TOGETHER = re.compile(
    r"^(?:i |we )?(?:(?:collaborated|worked|paired|partnered|coordinated|connected|engaged)"
    r"(?: \w+ly)? (?:with|alongside)\b|(?:helped|supported|mentored|assisted)\b).{0,60}"
    r"\b(?:learners?|peers?|classmates?|team ?mates?|front-?end (?:developers?|engineers?|team)|"
    r"back-?end (?:developers?|engineers?|team))\b",
    re.I,
)
_CONTACT = re.compile(
    r"^(?:e-?mail|phone|linkedin|twitter|x|website|portfolio|instagram|author|name)\b\s*[:–-]|"
    r"\b(?:check out|see|visit|follow) my\b",
    re.I,
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
    if _IMPERATIVE.match(head) and not node.block.bold and not node.text.endswith(":"):
        return False  # advice itself; what stands below says how
    return words <= 6 or node.text.endswith(":")


def tells_of_people(node: Node) -> bool:
    """Whether most items of a section say with whom, or have nothing to say it in."""
    items = [c for c in node.children if c.kind == "item"]
    return not items or sum(bool(_PEOPLE.search(_clean(c))) for c in items) * 2 > len(items)


class HabitExtractor:
    """Walks over a practices or collaboration section."""

    def __init__(self, kind: str, heading: str) -> None:
        self.kind = kind
        self.by_content = kind == PRACTICE and bool(_TIPS.search(heading))
        self.only_people = bool(_FIRST_WEEK.search(heading))
        self.first_week = False  # what stands here is for it: to find whom to work with
        self.only_takeaways = bool(_TAKEAWAY.search(heading)) and not _PRACTICES.search(heading)
        self.states = False
        self.unmarked = False  # each line is an item
        self.of_people = False  # the heading says with whom, so its lines need not
        self.single = kind == PRACTICE and bool(_ONE.search(heading))
        other = _MIXED.match(heading) if kind == COLLABORATION else None
        self.other = (
            next((w for w in other.groups() if w and not _TOGETHER.search(w)), "") if other else ""
        )
        self.out: list[Draft] = []

    def emit(self, node: Node, title: str, last: int | None = None) -> None:
        """Add a draft for a node."""
        kind = self.kind
        if self.by_content:
            if self.first_week or _PEOPLE.search(_clean(node)):
                kind = COLLABORATION
            elif self.only_people:
                return
        self.out.append(
            Draft(
                kind,
                (node.first, last if last is not None else node.last_line()),
                shorten(title),
            )
        )

    def section(self, nodes: list[Node], skip: set[int]) -> list[Draft]:
        """Drafts of the children of a section; nodes in `skip` (by id) are left alone."""
        nodes = [c for c in nodes if id(c) not in skip]
        if self.single and len(nodes) == 1 and nodes[0].kind == "text":
            return self._single(nodes[0])
        numbered = [c for c in nodes if c.kind == "item"]
        if len(numbered) == 1 and self._titles(numbered[0]):
            nodes = [c for c in nodes if c is not numbered[0]]
        items = [_clean(c) for c in numbered]
        states = sum(bool(_STATE.search(text)) for text in items) if self.kind == PRACTICE else 0
        self.states = states > 1 and states * 2 > len(items)  # what an application has
        listed = any(c.kind in ("item", "row") for c in nodes)
        tips = any(c.kind == "quote" and _TIPS.search(c.text) for c in nodes)  # read elsewhere
        outer, self.unmarked = self.unmarked, self._lost_marks(nodes)
        gains = False  # a list of what one got better at
        for n, node in enumerate(nodes):
            if node.kind == "text":
                self.first_week = node.text.endswith(":") and bool(_FIRST_WEEK.search(node.text))
                gains = self.kind == COLLABORATION and bool(_GAINS_FOLLOW.search(node.text))
            if gains and node.kind == "item":
                continue
            following = nodes[n + 1] if n + 1 < len(nodes) else None
            if node.kind == "heading":
                self._heading(node, skip)
            elif node.kind == "item":
                self._item(node, skip)
            elif node.kind == "row":
                self._row(node)
            elif node.kind == "text":
                self._text(node, following, listed, first=n == 0)
            elif node.kind == "quote" and self.kind == COLLABORATION:
                self._quote(nodes, n, tips=tips)
        self.unmarked = outer
        return self.out

    def _lost_marks(self, nodes: list[Node]) -> bool:
        """Whether short lines are all there is, and most advise: a list that lost its bullets."""
        lines = [c for c in nodes if c.kind != "skip"]
        return (
            self.kind == PRACTICE
            and len(lines) >= FEWEST_LINES
            and all(c.kind == "text" and c.text[-1:] != ":" for c in lines)
            and all(1 < len(c.text.split()) <= LONGEST_LINE for c in lines)
            and sum(bool(_ADVICE.search(c.text)) for c in lines) * 2 > len(lines)
        )

    def _single(self, node: Node) -> list[Draft]:
        """The one paragraph below "My takeaway" is it, however it begins."""
        if len(node.text.split()) >= 7 and not is_placeholder(node.block.raw):
            self.emit(node, _clean(node))
        return self.out

    def _titles(self, node: Node) -> bool:
        """Whether the one numbered item of a section is the title of what follows it elsewhere."""
        alone = node.block.ordered and not node.children and self.kind == PRACTICE
        return alone and not head_and_rest(node.block.raw)[1] and not _ADVICE.search(node.text)

    def _quote(self, nodes: list[Node], n: int, *, tips: bool) -> None:
        """A run of quoted lines that begins with a channel is one statement; so is a quoted item."""
        listed = not tips and bool(_QUOTED_ITEM.match(nodes[n].block.raw))
        if not listed and not self._of_channel(nodes[n]):
            return
        end = n
        while end + 1 < len(nodes) and nodes[end + 1].kind == "quote":
            quoted = nodes[end + 1]
            ends = listed and not quoted.text.strip("> ")
            if ends or self._of_channel(quoted) or _QUOTED_ITEM.match(quoted.block.raw):
                break
            end += 1
        self.emit(nodes[n], _clean(nodes[n]), nodes[end].block.last)

    @staticmethod
    def _of_channel(node: Node) -> bool:
        text = _clean(node)
        return bool(CHANNEL.match(text) or _CHANNEL_NAMED.search(text) or _ITS_CHANNEL.match(text))

    def _heading(self, node: Node, skip: set[int]) -> None:
        held = [c for c in node.children if id(c) not in skip]
        parts = sum(bool(_OF_PROJECT.match(c.text)) for c in held if c.kind == "item")
        if self.kind == PRACTICE and parts > 1:
            return  # a project is described
        if any(c.kind in ("item", "row", "heading", "quote") for c in held):
            outer = self.only_takeaways
            if _TAKEAWAY.search(node.text):
                self.only_takeaways = not _PRACTICES.search(node.text)
            elif _PRACTICES.search(node.text):
                self.only_takeaways = False
            self.section(node.children, skip)
            self.only_takeaways = outer
        elif any(c.kind == "text" for c in held):
            lines = sum(c.kind == "text" for c in held)
            if node.role is not None or (self.kind == COLLABORATION and lines > 1):
                outer_people = self.of_people
                self.of_people = bool(_PEOPLE.search(node.text))
                self.section(node.children, skip)
                self.of_people = outer_people
            else:
                self.emit(node, node.text)
        elif (
            self.kind == PRACTICE
            and len(node.text.split()) >= 2
            and (node.role is None or node.block.text.endswith("."))
        ):
            self.emit(node, node.text, node.block.last)

    def _item(self, node: Node, skip: set[int]) -> None:
        text = _clean(node)
        if _is_group(node):
            self.section(node.children, skip)
            return
        if not self._worth(text) or node.block.todo:
            return
        if text.endswith(":") and not any(c.kind == "text" for c in node.children):
            return
        if is_placeholder(node.block.raw) or (self.kind == PRACTICE and _STATE.search(text)):
            return
        if self.states and not _ADVICE.search(text):
            return
        if self.kind == PRACTICE and text.endswith("?"):
            return
        if self.kind == COLLABORATION and re.match(
            r"^this (?:repository|project|document)", text, re.I
        ):
            return
        head, rest = head_and_rest(node.block.raw)
        if self.kind == COLLABORATION and _OF_REPOSITORY.search(rest):
            return
        if self.other and rest and not _PEOPLE.search(text):
            return  # of the other half of "Bread & collaboration"
        if rest and self.only_takeaways and self.kind == PRACTICE and _GAIN.match(rest):
            return
        title = text if rest and len(head.split()) <= 2 else head
        below = [c.text for c in node.children if c.kind == "text"]
        if below and not rest and len(head.split()) <= 2:
            title = f"{head.rstrip(' :')}: {below[0]}"  # "Testing:" with its sentence on a line of its own
        channel = self.kind == COLLABORATION and self._of_channel(node)
        held = [c for c in node.children if c.kind == "item"] if channel else []
        self.emit(
            node, title if len(title.split()) > 1 else text, node.block.last if held else None
        )
        self.section(held, skip)  # what is done in a channel

    def _worth(self, text: str) -> bool:
        if len(text) < 3 or _NOISE.match(text) or _CONTACT.match(text):
            return False
        if self.kind != PRACTICE:
            return not _STEP_OF_REPOSITORY.match(text)
        if _REALIZED.search(text):
            return True
        return not (_GAINED.match(text) or (self.only_takeaways and _GAIN.match(text)))

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
        tells = CHANNEL.match(text) or _LOOKS_FORWARD.match(text)
        if self.kind == COLLABORATION and tells and not text.endswith(":"):
            self.emit(node, text)
            return
        if node.block.bold and head_and_rest(node.block.raw)[1] and self._worth(text):
            self.emit(node, head_and_rest(node.block.raw)[0])
            return
        if not self._worth(text) or is_placeholder(node.block.raw):
            return
        if self.unmarked:
            self.emit(node, text)
            return
        if words < 3:
            return
        if text.endswith(":") or (held and (first or listed)):
            return
        if self.kind == COLLABORATION and _CHANNEL_NAMED.search(text):
            self.emit(node, text)
            return
        if self.kind == PRACTICE and MY_TAKEAWAY.match(text):
            self.emit(node, MY_TAKEAWAY.sub("", text))
            return
        alone = self.kind == COLLABORATION and following is None and _OPEN_TO.search(text)
        if self.kind == PRACTICE and words < 7 and not _ADVICE.search(text):
            return
        if listed or (first and _INTRO.search(text) and not alone):
            return
        if (
            self.kind == COLLABORATION
            and not self.of_people
            and not re.search(
                r"\b(?:collaborat|work|share|join|connect|discord|team|peer|learners?|channel|discuss|"
                r"communicat|together|engage|pair(?:ed|ing)?\b|each other)",
                text,
                re.I,
            )
        ):
            return
        self.emit(node, text)
