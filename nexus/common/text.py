"""Small helpers on text that several floors need."""

from __future__ import annotations

import re
import unicodedata

NOT_SLUG = re.compile(r"[^a-z0-9]+")
SPACE = re.compile(r"\s+")
SYMBOLS = {"c++": "cpp", "c#": "csharp", "f#": "fsharp", ".net": "dotnet"}


def slugify(text: str, *, limit: int = 80) -> str:
    """ "N+1 queries in C++" → "n-1-queries-in-cpp"; never empty ("untitled")."""
    folded = text.lower()
    for symbol, word in SYMBOLS.items():
        folded = folded.replace(symbol, f" {word} ")
    folded = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    slug = NOT_SLUG.sub("-", folded).strip("-")
    if len(slug) > limit:
        slug = slug[:limit].rsplit("-", 1)[0] or slug[:limit]
    return slug or "untitled"


def writable(text: str) -> str:
    """With "?" for halves of surrogate pairs, which JSON can send and UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode()


def whole_number(text: str) -> int | None:
    """The number that ASCII digits write, at most eighteen of them; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def one_line(text: str, *, limit: int = 200) -> str:
    """White space folded, cut at a word with an ellipsis."""
    folded = SPACE.sub(" ", text).strip()
    if len(folded) <= limit:
        return folded
    return folded[: limit - 1].rsplit(" ", 1)[0].rstrip(",;:.") + "…"
