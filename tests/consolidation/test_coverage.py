"""Every line that is not blank stands in a statement, a heading or other."""

from hypothesis import given, reject, settings
from hypothesis import strategies as st

from nexus.consolidation import Lexicon, UndecodableError, parse_document, split_lines

PIECES = st.sampled_from(
    [
        "# Challenges", "## Best practices", "Key Technologies", "**Concepts**", "- **Redis**: fast",
        "  - nested", "1. Numbered", "| a | b |", "|---|---|", "| x | y | surplus |", "```", "```python",
        "~~~", "====", "---", "<<<<<<< HEAD", ">>>>>>> main", "[ref]: http://example.org", "> quoted",
        "- **Challenge:** slow list", "  - **Solution:** an index", "Problem → fix", "a\tb\tc", "<div>",
        "![](x.png)", "#nospace", "", "   ", "\x0c", "\u2028", "text\x85more", "🚀 Tools", "* ## Odd",
        "Solution: restart it", "- [ ] open", "\\", "**", "|", "#", "-", "&nbsp;",
    ]
)  # fmt: skip
LINES = st.lists(
    st.tuples(PIECES | st.text(max_size=30), st.sampled_from(["\n", "\r\n", "\r"])), max_size=40
)


@settings(max_examples=400, deadline=None)
@given(LINES)
def test_every_line_is_accounted_for(lines: list[tuple[str, str]]) -> None:
    text = (
        "".join(a + b for a, b in lines).encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    )
    lexicon = _LEXICON
    try:
        parsed = parse_document("x.md", text.encode(), lexicon)
    except UndecodableError:  # so many control characters that it is taken for no text
        reject()
    source = split_lines(parsed.text)
    ranges = [*parsed.headings, *parsed.other, *(s.lines for s in parsed.statements)]
    have = {n for a, b in ranges for n in range(a, b + 1)}
    assert {n for n, line in enumerate(source, 1) if line.strip()} - have == set()
    assert all(1 <= a <= b <= len(source) for a, b in ranges)
    for statement in parsed.statements:
        first, last = statement.lines
        assert statement.text == "\n".join(source[first - 1 : last])
        for a, b in (*statement.problem, *statement.solution):
            assert first <= a <= b <= last


def _load() -> Lexicon:
    from nexus.consolidation import load_lexicon
    from tests.consolidation.conftest import FOLDER

    return load_lexicon(FOLDER)


_LEXICON = _load()
