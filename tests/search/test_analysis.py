"""What is indexed of a text, and which words of it the vocabulary keeps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from snowballstemmer.english_stemmer import EnglishStemmer

from nexus.search import analysis
from nexus.search.analysis import KnownRuns, analyse, index_tokens, tokens_and_words

TEXTS = st.text(alphabet="abWX19_.+#- é\n", max_size=60)


def test_tokens_stand_in_order_and_words_lead_to_their_token() -> None:
    tokens, words = tokens_and_words("Retries of select_related, in C++ 17")
    assert tokens == "retri of select_related select relat in c++ c 17"
    assert words == {
        "retries": "retri",
        "of": "of",
        "select_related": "select_related",
        "in": "in",
        "c++": "c++",
    }


def test_of_two_spellings_of_a_word_the_last_one_says_its_token() -> None:
    assert tokens_and_words("runningTime runningtime")[1] == {"runningtime": "runningtim"}
    assert tokens_and_words("runningtime runningTime")[1] == {"runningtime": "runningtime"}


@given(TEXTS)
def test_each_run_gives_its_whole_and_its_parts(text: str) -> None:
    told = [token for run in analyse(text) for token in dict.fromkeys((run.whole, *run.parts))]
    assert index_tokens(text) == [token for token in told if token]


def test_known_runs_are_forgotten_when_they_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis, "MOST_KNOWN", 2)
    known = KnownRuns()
    assert [known[run].tokens for run in ("one", "two", "three")] == ["one", "two", "three"]
    assert list(known) == ["three"]


def test_the_compiled_stemmer_gives_the_stems_of_the_other() -> None:
    compiled = pytest.importorskip("Stemmer").Stemmer("english")
    plain = EnglishStemmer()
    endings = ("", "s", "ing", "ed", "ly", "ational", "fulness", "'s", "ies", "eed", "ization")
    words = [
        f"{stem}{end}" for stem in ("cach", "retr", "quer", "naïv", "y", "") for end in endings
    ]
    assert compiled.stemWords(words) == [plain.stemWord(word) for word in words]
