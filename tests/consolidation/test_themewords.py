"""No theme is lost by looking at words first."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nexus.consolidation import Theme, Voice, load_lexicon
from nexus.consolidation.stems import Stems
from nexus.consolidation.themes import theme_of
from nexus.consolidation.themewords import ThemeWords, beginnings

LEXICON = load_lexicon(Path(__file__).resolve().parents[2] / "content" / "lexicon")
WORDS = sorted(
    {
        word.replace("\\", "").replace("?", "")
        for themes in LEXICON.themes.values()
        for theme in themes
        for pattern in theme.patterns
        for word in beginnings(pattern.pattern) or {"n+1"}
    }
)
sentences = st.lists(
    st.sampled_from(WORDS) | st.sampled_from("ing s ! - / and N+1 CORS".split()), max_size=12
).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(sentences, st.sampled_from(sorted(LEXICON.themes)))
def test_the_likely_themes_hold_the_one_that_fits(text: str, kind: str) -> None:
    themes = LEXICON.themes[kind]
    voice = Voice("k", kind, text[:40], text, "")
    likely = ThemeWords(themes).likely(f"{voice.title} {voice.problem}")
    assert theme_of(voice, themes) == theme_of(voice, likely)


@pytest.mark.parametrize(
    ("words", "letters"),
    [
        (["queue", "lines?"], {"queue", "line"}),
        (["colou?r", "ci/cd"], {"colo", "ci"}),
        ([r"\.env", "secret"], set()),
        (["(?:un)?safe", "x"], set()),
        (["type(?:s|d)", "a|b"], {"type", "a", "b"}),
    ],
)
def test_beginnings(words: list[str], letters: set[str]) -> None:
    assert beginnings(Stems.of(words).pattern) == letters


def test_a_theme_needs_a_word_of_each_group() -> None:
    theme = Theme("q", "challenge", "Q", (Stems.of(["queue"]), Stems.of(["jam", "stuck"])))
    words = ThemeWords([theme])
    assert words.likely("The QUEUES jammed") == [theme]
    assert words.likely("The queue is long") == []


def test_every_pattern_of_the_shipped_themes_is_one() -> None:
    """Nothing else would compile one that no text has come near yet."""
    for themes in LEXICON.themes.values():
        for theme in themes:
            for stems in (*theme.patterns, *([theme.veto] if theme.veto else [])):
                stems.search("")


def test_patterns_wait_until_they_are_looked_for(tmp_path: Path) -> None:
    (tmp_path / "themes.toml").write_text(
        '[theme.challenge.jam]\ntitle = "Jams"\nall = [["queue("]]\n'
    )
    theme = load_lexicon(tmp_path).themes["challenge"][0]
    with pytest.raises(re.error):
        theme.patterns[0].search("a queue")
