"""The name at the head of an item, and the names in a list."""

from __future__ import annotations

import re
from functools import lru_cache

from nexus.consolidation.inline import bare, plain

_BOLD = re.compile(r"^\W{0,6}(?:\*\*\*?|__)(.+?)(?:\*\*\*?|__)(.*)$", re.S)
_DASH = re.compile(r"\s+(?:[–—→⇒➜➡=]|-{1,2}>?|=>|⟶)\s*|\s*(?:→|⇒|➜|➡|⟶|—|--)\s*|:\s+|\s?:$")
_LESSON = re.compile(
    r"^(?:lesson|module|week|phase|unit|part|chapter|section|day|step|topic)\s*\d+\s*[:.–—-]\s*",
    re.I,
)
_PAREN = re.compile(r"\([^()]*\)|\([^()]*$")
_LIST = re.compile(r"\s*(?:[,;|•·]|\s\+\s|\s/\s|\s&\s|\band\b|\bor\b|\bas well as\b)\s*")
_SLASH = re.compile(r"\s*/\s*")
_SLASHED = re.compile(
    r"\b(?:ci/cd|ui/ux|ux/ui|i/o|async/await|tcp/ip|and/or|ssl/tls|pub/sub|a/b|gnu/linux|client/server|"
    r"shadcn/ui|next/\w+)\b",
    re.I,
)


@lru_cache(maxsize=2048)
def head_and_rest(raw: str) -> tuple[str, str]:
    """Head of an item ("**Redis**: fast cache" → "Redis", "fast cache"); rest may be empty."""
    text = bare(raw)
    if _LESSON.match(text):
        raw = text = _LESSON.sub("", text)
    found = _BOLD.match(raw[:600])
    if found:
        rest = plain(found[2])
        if not re.match(r"^(?:[&+,/]|and\b|or\b|with\b)", rest):
            head = bare(found[1]).rstrip(":–—- ").strip()
            inner = _DASH.search(head)
            if head and not rest and inner and len(head[: inner.start()].split()) <= 6:
                return head[: inner.start()].strip(), head[inner.end() :].strip()
            after = re.sub(r"^\s*(?:[:–—→⇒➜➡=>-]+\s*)", "", rest).strip()
            if head:
                aside = re.match(r"^(\([^()]*\))\s*[:–—→-]*\s*", after)
                if aside:
                    return f"{head} {aside[1]}", after[aside.end() :]
                return head, after
    split = _outside_parens(text)
    if split is not None:
        return text[: split.start()].strip(), text[split.end() :].strip()
    return text.rstrip(" ."), ""


def _outside_parens(text: str) -> re.Match[str] | None:
    for found in _DASH.finditer(text[:400]):
        before = text[: found.start()]
        if before.count("(") <= before.count(")") and found.start() > 0:
            return found
    return None


def without_parens(text: str) -> str:
    """Text without what stands in brackets."""
    return " ".join(_PAREN.sub(" ", text).split())


def split_list(text: str) -> list[str]:
    """Names of a list "A, B & C (aside)"; brackets are dropped."""
    return [p for part in _LIST.split(without_parens(text)) if (p := part.strip(" .:"))]


def split_slashes(part: str) -> list[str]:
    """Names of "A/B"; a name that has a slash itself stays whole."""
    if _SLASHED.search(part):
        return [part]
    return [p for piece in _SLASH.split(part) if (p := piece.strip())]


def tidy(name: str) -> str:
    """A name as it will be shown: no brackets, "&" as "and", no trailing marks."""
    name = without_parens(name).replace(" & ", " and ").strip(" .:–—-→*")
    return " ".join(name.split())[:120]
