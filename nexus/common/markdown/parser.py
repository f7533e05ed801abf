"""The configured markdown-it parser: GitHub's dialect plus wiki links and quotations."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.gfm import gfm_plugin

from nexus.common.markdown.quick import ask_by_character

WIKI = re.compile(r"\[\[([^\[\]\n|]{1,200})(?:\|([^\[\]\n|]{1,200}))?\]\]")


def wiki_link(state: StateInline, silent: bool) -> bool:
    """`[[kind/slug]]`, `[[kind/slug|words]]` and `[[statement:id]]` become `wiki` tokens."""
    if not state.src.startswith("[[", state.pos):
        return False
    found = WIKI.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        token = state.push("wiki", "", 0)
        token.meta = {"reference": found[1].strip(), "label": (found[2] or "").strip()}
        token.content = found[0]
    state.pos = found.end()
    return True


def make_parser(renderer: type[RendererHTML]) -> MarkdownIt:
    """CommonMark, tables, strikethrough, task lists, alerts, footnotes, front matter."""
    md = MarkdownIt(
        "commonmark",
        {"html": True, "xhtmlOut": False, "maxNesting": 20},
        renderer_cls=renderer,
    )
    md.use(gfm_plugin, front_matter=True)
    md.inline.ruler.before("link", "wiki", wiki_link)
    ask_by_character(md)
    return md
