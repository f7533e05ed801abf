"""Text to tokens: one analyser for both databases, for what is indexed and what is asked.

A plain word becomes its English stem (Snowball). An identifier (snake_case, camelCase, dotted,
with + or #) is kept whole and in its parts, so that `select_related` is found as written, by
"select related", and by either word.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

LONGEST_TOKEN = 60
MOST_KNOWN = 100_000
# A run of letters and digits, joined by what joins identifiers; "c++", "c#", "n+1" stay one.
RUN = re.compile(r"[^\W_]\w*(?:(?:[.+#-](?=[^\W_])|\+\+?(?!\w)|#(?!\w))\w*)*|_+[^\W_]\w*")
PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+")
CAMEL = re.compile(r"[a-z0-9][A-Z]")
STEMMER = snowballstemmer.stemmer("english")  # compiled, where PyStemmer is installed
STEMMER.maxCacheSize = 0  # `stem` keeps what it gave, and does so for threads, too
STOP = frozenset(
    "a about after all also am an and any are as at be because been but by can cannot could did do "
    "does doing for from had has have having he her here him his how i if in into is it its just "
    "me more most my no nor not of on one only or other our out over own same she should so some "
    "such than that the their them then there these they this those through to too under until up "
    "very was we were what when where which while who why will with would you your".split()
)


@dataclass(frozen=True, slots=True)
class Analysed:
    """A run of text: `whole` as one token; `parts` too where it is an identifier."""

    text: str
    whole: str
    parts: tuple[str, ...]


def fold(text: str) -> str:
    """Lower case without accents; letters of other scripts stay as they are."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in decomposed if c.isalnum() or c in "_.+#-")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a folded word; words with digits or joins are left alone."""
    if len(word) < 3 or not word.isalpha():
        return word
    stemmed: str = STEMMER.stemWord(word)
    return stemmed


def tokens_of_name(name: str) -> list[str]:
    """A name between dots: as written where it is joined itself, then each of its parts."""
    folded = fold(name).strip("-+")[:LONGEST_TOKEN]
    parts = [stem(fold(part)[:LONGEST_TOKEN]) for part in PART.findall(name)]
    whole = [folded] if len(parts) > 1 and "-" not in folded else []
    return [t for t in (*whole, *parts) if t]


@lru_cache(maxsize=100_000)
def analyse_run(run: str) -> Analysed:
    """One run to its tokens."""
    folded = fold(run).strip(".-")[:LONGEST_TOKEN] or fold(run)[:LONGEST_TOKEN]
    joined = not folded.isalnum() or CAMEL.search(run) is not None
    if not joined:
        return Analysed(folded, stem(folded), ())
    parts = tuple(dict.fromkeys(t for name in run.split(".") for t in tokens_of_name(name)))
    if "-" in folded and not any(c in folded for c in "_.+#"):
        # A hyphenated word is first of all its parts; whole, it is one word ("e-mail", "email").
        return Analysed(folded, folded.replace("-", ""), parts)
    return Analysed(folded, folded, parts)


def analyse(text: str) -> list[Analysed]:
    """Every run of the text, in order."""
    return [analyse_run(run) for run in RUN.findall(text)]


@dataclass(frozen=True, slots=True)
class Indexed:
    """What is indexed of a run: its tokens, apart by spaces; the word for the vocabulary, or ""."""

    tokens: str
    word: str
    token: str


class KnownRuns(dict[str, Indexed]):
    """Run → what is indexed of it. A lookup costs a fifth of a call, and texts are long."""

    def __missing__(self, run: str) -> Indexed:
        if len(self) >= MOST_KNOWN:
            self.clear()
        one = analyse_run(run)
        parts = (part for part in one.parts if part != one.whole)
        is_word = len(one.text) > 1 and not one.text.isdigit()
        found = Indexed(" ".join((one.whole, *parts)), one.text if is_word else "", one.whole)
        self[run] = found
        return found


KNOWN = KnownRuns()


def tokens_and_words(text: str) -> tuple[str, dict[str, str]]:
    """What is indexed, in order and apart by spaces; and words as written (folded) → token."""
    found = [KNOWN[run] for run in RUN.findall(text)]
    words = {one.word: one.token for one in found if one.word}
    return " ".join([one.tokens for one in found]), words


def index_tokens(text: str) -> list[str]:
    """What is indexed: wholes and parts, in order."""
    return tokens_and_words(text)[0].split()
