"""The part of a section that shows why it was found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nexus.search.analysis import RUN, analyse_run, index_tokens
from nexus.search.snippets import LENGTH, hits_in, snippet

TEXT = st.text(alphabet="abc queri.es_-+\u00e9\u0130", max_size=900)


@given(TEXT, st.lists(st.sampled_from(["a", "queri", "abc", "e", "es_a"]), max_size=3))
def test_a_snippet_is_a_piece_of_the_text(text: str, tokens: list[str]) -> None:
    parts = snippet(text, set(tokens))
    shown = "".join(part for part, _ in parts).removeprefix("… ").removesuffix(" …")
    assert shown in text
    assert len(shown) <= LENGTH
    for part, is_hit in parts:
        assert not is_hit or set(index_tokens(part)) & set(tokens)


def test_the_densest_place_is_shown() -> None:
    text = f"queries once. {'filler ' * 80} Slow queries: count queries, log queries. {'end ' * 90}"
    parts = snippet(text, {"queri"})
    assert [part for part, is_hit in parts if is_hit] == ["queries", "queries", "queries"]


def test_words_that_only_hold_what_was_asked_do_not_draw_the_snippet() -> None:
    text = f"An asset, an asset, an asset. {'filler ' * 80} You set it once, then callSet again."
    parts = snippet(text, {"set"})
    assert [part for part, is_hit in parts if is_hit] == ["set", "callSet"]


def test_letters_that_lower_to_two_move_nothing() -> None:
    parts = snippet("\u0130" * 20 + " slow queries", {"queri"})
    assert [part for part, is_hit in parts if is_hit] == ["queries"]


@given(
    st.text(alphabet="dyingskALo\u00e9.-_2 ", max_size=80),
    st.sets(st.sampled_from(["die", "sky", "doing", "skyl", "do", "yin", "e", "2", "kal", "long"])),
)
def test_each_run_that_becomes_a_token_is_a_hit(text: str, tokens: set[str]) -> None:
    """Runs that are passed over by their first letter would not have been hits."""
    wanted = [
        run.span()
        for run in RUN.finditer(text)
        if tokens & {analyse_run(run[0]).whole, *analyse_run(run[0]).parts}
    ]
    assert hits_in(text, 0, len(text), tokens) == wanted
