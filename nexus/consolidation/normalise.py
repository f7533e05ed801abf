# ruff: noqa: E501  (tables of words read better on long lines)
"""Words of a text as they are compared: lower case, stems, no filler."""

from __future__ import annotations

import re
from functools import lru_cache

import snowballstemmer

_STEMMER = snowballstemmer.stemmer("english")  # compiled, where PyStemmer is installed
_STEMMER.maxCacheSize = 0  # `stem` keeps what it gave, and does so for threads, too
_TOKEN = re.compile(r"[a-z0-9][a-z0-9+#_]*(?:[./-][a-z0-9+#_]+)*")
_STOP = frozenset(
    "a an and are as at be been but by can could did do does for from had has have how i in into is "
    "it its just like make more most my not of on or our so some such than that the their them then "
    "there these they this to up use used using was we were what when where which while who will "
    "with would you your also always via new ensure ensured ensuring implemented implement learned "
    "challenge problem solution issue issues best practice important".split()
)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Stem of one word in lower case."""
    return str(_STEMMER.stemWord(word))


def words_of(text: str) -> list[str]:
    """Words of a text in order, filler left out."""
    return [w for w in _TOKEN.findall(text.lower()) if w not in _STOP]


def stems(text: str) -> list[str]:
    """Stems of a text in order, filler left out."""
    return [stem(w) for w in words_of(text)]


def grams(word: str, size: int = 4) -> list[str]:
    """Character n-grams of one word, with a space on either side."""
    padded = f" {word} "
    return [padded[n : n + size] for n in range(max(1, len(padded) - size + 1))]
