"""Whatever Markdown and HTML are put together, what comes out may stand on a page."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nexus.common.markdown import render
from nexus.common.markdown.render import Resolved
from nexus.common.markdown.sanitize import sanitize
from tests.hostile.payloads import ADDRESSES, INSIDE, TAGS
from tests.hostile.safety import assert_text_is_safe

pytestmark = pytest.mark.once
BROAD = settings(
    max_examples=300, deadline=2000, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
PIECES = (
    "# ", "- ", "1. ", "> ", "\n", "\n\n", "    ", "\t", "```", "~~~", "`", "|", "| - |", "---",
    "===", "**", "*", "_", "~~", "[", "]", "(", ")", "](", "]: ", "![", "[[", "]]", "[^1]", "[^1]: ",
    "<", ">", "</", "/>", "<!--", "-->", "<![CDATA[", "]]>", "<?", "\\", "&", "&#", ";", '"', "'",
    "=", "\x00", "\x0b", "\u2028", "\u202e", "\u200b", "http://a.b", "www.a.b", "a@b.c", "[ ] ",
    "> [!NOTE]\n> ", "<details>", "<summary>", "<table>", "<td ", "<a href=", "<input ", "<svg>",
    "<math>", "<style>", "<script>", "onclick=", "href=", "javascript:", "data:", "text",
)  # fmt: skip
texts = st.lists(
    st.one_of(
        st.sampled_from(PIECES),
        st.sampled_from(TAGS),
        st.sampled_from(ADDRESSES),
        st.sampled_from(INSIDE),
        st.text(max_size=8),
    ),
    max_size=25,
).map("".join)


@BROAD
@given(texts)
def test_rendering_is_safe(text: str) -> None:
    assert_text_is_safe(render(text).html)


@BROAD
@given(texts)
def test_cleaned_twice_is_cleaned_once(text: str) -> None:
    """What is safe already stays as it is: nothing comes alive by being cleaned."""
    once = sanitize(text)
    assert_text_is_safe(once)
    assert sanitize(once) == once


@BROAD
@given(texts, texts, texts)
def test_what_a_link_resolves_to_is_text(label: str, quote: str, words: str) -> None:
    """Titles and quotations come from people too."""

    def resolve(reference: str) -> Resolved:
        return Resolved(url="/concepts/x", label=label, kind="concept", quote=quote)

    assert_text_is_safe(render(f"[[concept/x]] [[statement:1|{words}]]", resolve=resolve).html)


@BROAD
@given(texts)
def test_the_outline_is_whole(text: str) -> None:
    """Every anchor of the contents is there, and stands for one heading."""
    made = render(text)
    anchors: list[Any] = [one["anchor"] for one in made.contents]
    assert len(set(anchors)) == len(anchors)
    for anchor in anchors:
        assert f'id="{anchor}"' in made.html
