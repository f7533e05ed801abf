"""The parser's rules by the character that each begins with, so that no other one is asked.

markdown-it asks every rule at every mark and at every line, and nearly all look at one character
and say no: a third of the time of parsing. What is found is the same, in the same order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from markdown_it import MarkdownIt
from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.parser_inline import RuleFuncInlineType
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

Rule = TypeVar("Rule", bound=Callable[..., bool])

# Rules that are not named here are asked everywhere. `text` takes what none of the others begins
# with, and stops before it.
INLINE = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "emphasis": "*_",
    "wiki": "[",
    "link": "[",
    "image": "!",
    "footnote_ref": "[",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
    "gfm_autolink_www": "w",
    "gfm_autolink_protocol": ":",
    "gfm_autolink_email": "@",
}
# The ends of link labels are looked for between what `text` takes.
TEXT_ENDS = re.compile(r"[\n\\`~*_\[\]!<&:@]|w(?=ww\.)")
BLOCK = {
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*-+0123456789",
    "footnote_def": "[",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
}


class Chains(Ruler[Rule], Generic[Rule]):
    """A ruler of which each chain is one rule, which asks the others."""

    def __init__(self, ruler: Ruler[Rule], join: Callable[[Ruler[Rule], str], Rule]) -> None:
        super().__init__()
        self.__rules__ = ruler.__rules__
        names = {"", *(name for rule in ruler.__rules__ for name in rule.alt)}
        self.chains = {name: [join(ruler, name)] for name in names}

    def getRules(self, chainName: str = "") -> list[Rule]:  # noqa: N802, N803 - markdown-it's names
        """The one rule of a chain."""
        return self.chains[chainName]


def ask_by_character(md: MarkdownIt) -> None:
    """Have a parser ask only rules that may match; called when it has all its rules."""
    md.inline.terminator_re = TEXT_ENDS
    md.inline.ruler = Chains(md.inline.ruler, join_inline)
    md.block.ruler = Chains(md.block.ruler, join_block)


def rules_of(ruler: Ruler[Rule], chain: str) -> list[tuple[str, Rule]]:
    """The rules of a chain with their names, in order."""
    return [
        (rule.name, rule.fn)
        for rule in ruler.__rules__
        if rule.enabled and (not chain or chain in rule.alt)
    ]


def by_character(
    rules: Sequence[tuple[str, Rule]], begins: Mapping[str, str]
) -> tuple[dict[str, list[Rule]], list[Rule]]:
    """For each character the rules that may begin with it, and those for every other one."""
    everywhere = [rule for name, rule in rules if name not in begins]
    characters: Iterable[str] = {c for name, _ in rules for c in begins.get(name, "")}
    found = {
        char: [rule for name, rule in rules if char in begins.get(name, char)]
        for char in characters
    }
    return found, everywhere


def join_inline(ruler: Ruler[RuleFuncInlineType], chain: str) -> RuleFuncInlineType:
    found, everywhere = by_character(rules_of(ruler, chain), INLINE)

    def ask(state: StateInline, silent: bool) -> bool:
        for rule in found.get(state.src[state.pos], everywhere):  # noqa: SIM110 - quicker
            if rule(state, silent):
                return True
        return False

    return ask


def join_block(ruler: Ruler[RuleFuncBlockType], chain: str) -> RuleFuncBlockType:
    rules = rules_of(ruler, chain)
    # Front matter stands in the first line alone, and looks at more than where its line begins.
    below = [(name, rule) for name, rule in rules if name != "front_matter"]
    below = [(name, underlined(rule) if name == "lheading" else rule) for name, rule in below]
    found, everywhere = by_character(below, BLOCK)
    first = [rule for _, rule in rules]

    def ask(state: StateBlock, line: int, end: int, silent: bool) -> bool:
        place = state.bMarks[line] + state.tShift[line]
        here = found.get(state.src[place : place + 1], everywhere) if line else first
        for rule in here:  # noqa: SIM110 - quicker
            if rule(state, line, end, silent):
                return True
        return False

    return ask


def underlined(heading: RuleFuncBlockType) -> RuleFuncBlockType:
    """The rule of underlined headings, asked only where a line below may underline one."""

    def ask(state: StateBlock, line: int, end: int, silent: bool) -> bool:
        for below in range(line + 1, end):
            place = state.bMarks[below] + state.tShift[below]
            if place >= state.eMarks[below]:
                break
            if state.src[place] in "-=":
                return heading(state, line, end, silent)
        if not state.is_code_block(line):
            state.parentType = "paragraph"  # as the rule itself leaves it
        return False

    return ask
