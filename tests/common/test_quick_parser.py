"""Rules that are asked by character find what they find when all are asked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.gfm import gfm_plugin

from nexus.common.markdown.parser import wiki_link
from nexus.common.markdown.quick import BLOCK, INLINE
from nexus.common.markdown.render import MARKDOWN

# Pieces of which each begins some rule, or ends, or hinders it.
PIECES = (
    "# ", "## ", "- ", "* ", "1. ", "2) ", "> ", "    ", "\t", "  ", "```", "~~~", "---", "===",
    "***", "|", "|-|-|", ":-:", "\n", "\n\n", "  \n", "\\\n", "\\", "`", "``", "*", "**", "_",
    "~~", "[", "]", "[[", "]]", "(", ")", "![", "[^1]", "[^1]: ", "[a]: /b", "[a]", "[x] ",
    "[[redis|it]]", "<", ">", "<b>", "</b>", "<div>", "<!-- ", "-->", "<http://a.test>", "&",
    "&amp;", "http://a.test/x_y", "www.a.test", "wwww.", "mailto:", "a@b.test", ":", "#", "+ ",
    "w", "word", "words of it", "é", "\u00a0", "[!NOTE]",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)


def asking_all() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": True, "xhtmlOut": False, "maxNesting": 20})
    md.use(gfm_plugin, front_matter=True)
    md.inline.ruler.before("link", "wiki", wiki_link)
    return md


ALL = asking_all()


def parsed(md: MarkdownIt, text: str) -> list[Token]:
    return md.parse(text, {})


@settings(max_examples=600)
@given(TEXTS)
def test_the_same_is_found(text: str) -> None:
    assert parsed(MARKDOWN, text) == parsed(ALL, text)


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: x\n---\n# A\n",
        "- x---\nfoo\n---\n",
        "a\nb\n===\n\nc\n---\n",
        "> a\nb\n---\n",
        "a | b\n--|--\n1 | 2\n> q\n",
        "[a\n- b]: /c\n",
        "[see [b] `]` c](/d) wwww.a.test www.a.test\n",
        "text[^1] and http://a.test\n\n[^1]: note\n    - list\n",
        "1. a\n2. b\n   ```\n   c\n   ```\n\n   d\n* e\n",
    ],
)
def test_the_same_is_found_where_rules_meet(text: str) -> None:
    assert parsed(MARKDOWN, text) == parsed(ALL, text)


def test_rules_are_known_by_name() -> None:
    assert INLINE.keys() <= {rule.name for rule in ALL.inline.ruler.__rules__}
    assert BLOCK.keys() <= {rule.name for rule in ALL.block.ruler.__rules__}
    assert [rule.name for rule in MARKDOWN.block.ruler.__rules__] == [
        rule.name for rule in ALL.block.ruler.__rules__
    ]


def test_words_ask_one_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text without marks asks no rule of the line but the one that takes it."""
    asked = []
    chain = MARKDOWN.inline.ruler.getRules("")
    (ask,) = chain
    monkeypatch.setattr(
        MARKDOWN.inline.ruler,
        "chains",
        {"": [lambda state, silent: asked.append(state.pos) or ask(state, silent)]},
    )
    MARKDOWN.parseInline("which words - of these = how many? 100 % + 1 { why } $ ^ >", {})
    assert asked == [0]
