"""What a token is worth on a page, as its row tells it."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from nexus.search.pageterms import PageTerms, entry_of, head_of, weights_of

TOKEN = st.sampled_from(["cach", "cache", "c++", "404", "10", "select_related", "e"])
LINES = st.lists(st.lists(TOKEN, max_size=8), min_size=1, max_size=4)


def column(lines: Sequence[Sequence[str]]) -> str:
    return "\n".join(f" {' '.join(line)} " for line in lines)


def page_of(title: str, headings: str, bodies: str) -> PageTerms:
    return PageTerms(title, weights_of("of", title, headings, bodies, len(bodies.split())))


def test_a_token_is_worth_more_in_a_title_than_in_a_heading_than_in_the_text() -> None:
    filler = " filler" * 800
    page = page_of(" brew ", " malt malt", f"{filler} hop hop hop ")
    # 300 words are a page of ordinary length: 803 count 2.509 times, so three mentions are 1.196.
    assert page.weight(entry_of("hop")) == 1.196
    assert page.weight(entry_of("malt")) == 2 * 4
    assert page.weight(entry_of("brew")) == 6
    assert page.weight(entry_of("yeast")) == 0


@given(LINES, LINES, LINES)
def test_every_token_of_a_page_has_a_weight_and_no_other(
    title: list[list[str]], headings: list[list[str]], bodies: list[list[str]]
) -> None:
    page = page_of(column(title), column(headings), column(bodies))
    held = {token for lines in (title, headings, bodies) for line in lines for token in line}
    head, *entries = page.weights.split("\n")
    assert f"{head}\n" == head_of("of")
    assert {entry.split("\t")[0] for entry in entries if entry} == held
    for token in ("cach", "cache", "c++", "404", "10", "select_related", "e", "1"):
        assert (page.weight(entry_of(token)) > 0) == (token in held)
    assert page.names() == title
