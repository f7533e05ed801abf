"""Words that people use for one another, from `content/lexicon/synonyms.toml`."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from nexus.search.analysis import stem


@lru_cache(maxsize=1)
def groups() -> dict[str, tuple[str, ...]]:
    """Token → the other tokens of its group."""
    path = Path(settings.NEXUS_CONTENT) / "lexicon" / "synonyms.toml"
    found: dict[str, tuple[str, ...]] = {}
    for words in tomllib.loads(path.read_text(encoding="utf-8"))["groups"]:
        tokens = tuple(dict.fromkeys(stem(word) for word in words))
        for token in tokens:
            found[token] = tuple(other for other in tokens if other != token)
    return found


def synonyms_of(token: str) -> tuple[str, ...]:
    return groups().get(token, ())
