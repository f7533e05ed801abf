"""Inline Markdown → plain words."""

from __future__ import annotations

import html
import re
from functools import lru_cache

LONGEST = 4000  # what is looked at of one line; the line itself is always kept whole

_IMAGE = re.compile(r"!\[([^\]\[]*)\]\([^()\s]*(?:\([^()]*\))?[^()]*\)")
_LINK = re.compile(r"\[([^\]\[]*)\](?:\([^()]*(?:\([^()]*\))?[^()]*\)|\[[^\]]*\])")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_MARKS = re.compile(r"\*+|~~|`+|(?<![A-Za-z0-9])_+(?=\S)|(?<=\S)_+(?![A-Za-z0-9])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>&])")
_LEADING = re.compile(
    r"^(?:[\s\u2000-\u2bff\u3000-\u303f\ufe0f\u200d\U0001f000-\U0001faff\U000e0020-\U000e007f•·▪◦✔✓☑]"
    r"|&[a-z]+;)+"
)
_LINE_EMOJI = re.compile(r"^[\u2190-\u2bff\U0001f000-\U0001faff]")
_NUMBER = re.compile(
    r"^(?:\(?\d{1,2}[.):]\s*|\(?\d{1,2}(?:\.\d{1,2})+\.?\s+|[a-hA-H]\)\s+|[0-9]\ufe0f?\u20e3\s*)+"
)


@lru_cache(maxsize=2048)  # a line is read by several rooms, one after the other
def plain(text: str) -> str:
    """Words of a line without emphasis, links, images, code marks, tags and escapes."""
    text = text[:LONGEST]
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "[" in text:
        text = _LINK.sub(r"\1", _IMAGE.sub(" ", text))
    if "*" in text or "_" in text or "`" in text or "~~" in text:
        text = _MARKS.sub("", text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text).rstrip("\\")
    if "&" in text:
        text = html.unescape(text)
    return " ".join(text.replace("\u2011", "-").replace("\u00a0", " ").split())


_PLACEHOLDER = re.compile(
    r"^\W*(?:\[[^\]]*\](?:\([^()]*\))?|<[^<>]+>|\(.*\b(?:will be|to be|tbd|coming)\b.*\))\W*$|"
    r"\b(?:will be (?:updated|added|filled)|to be (?:updated|added|filled|announced)|coming soon|"
    r"under construction|work in progress)\b|\[\s*(?:insert|your|add|write|describe|e\.g\.)\b",
    re.I,
)


def is_placeholder(raw: str) -> bool:
    """Whether a line only promises words, or points to where they are."""
    return bool(_PLACEHOLDER.search(raw[:LONGEST].strip(" *_")))


def begins_with_word(words: str) -> bool:
    """Whether a text begins with a letter that counts nothing, as "a) " does: most texts do."""
    return words[:1].isascii() and words[:1].isalpha() and words[1:2] != ")"


@lru_cache(maxsize=2048)
def bare(text: str) -> str:
    """Plain words without leading emoji, ticks and numbers: what a heading says."""
    words = plain(text).lstrip("#> ")
    if begins_with_word(words):
        return words.strip()
    for _ in range(3):
        shorter = _NUMBER.sub("", _LEADING.sub("", words))
        if shorter == words:
            break
        words = shorter
    return words.strip()


def starts_with_emoji(text: str) -> bool:
    """Whether a line begins with a pictograph, as plain-text headings often do."""
    return bool(_LINE_EMOJI.match(text.strip()))
