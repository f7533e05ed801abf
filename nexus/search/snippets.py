"""The part of a section that shows why it was found, with the hits marked."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence, Set

from nexus.search.analysis import RUN, analyse_run

LENGTH = 180
LONGEST = 6000
MOST_LIKELY = 200
Segments = list[tuple[str, bool]]


def hits_in(text: str, start: int, end: int, tokens: Set[str]) -> list[tuple[int, int]]:
    """Where runs between two positions stand that hold one of the tokens."""
    found = []
    begin = {token[:1] for token in tokens}
    for match in RUN.finditer(text, start, end):
        run = match[0]
        if is_plain(run) and run[0].lower() not in begin:
            continue  # A word begins as its stem does.
        one = analyse_run(run)
        if one.whole in tokens or (one.parts and not tokens.isdisjoint(one.parts)):
            found.append(match.span())
    return found


def is_plain(run: str) -> bool:
    """A word of one part, without accents: its token is a stem of it."""
    return run.isascii() and run.isalpha() and (run.islower() or run.istitle() or run.isupper())


def likely_hits(text: str, tokens: Collection[str]) -> list[int]:
    """Where the text may hold a token: found by how stems begin, without taking it apart."""
    lowered = lower_in_place(text)
    found: list[int] = []
    for token in tokens:
        beginning = token[:-1] if len(token) > 3 and token.isalpha() else token
        position = lowered.find(beginning)
        while position >= 0 and len(found) < MOST_LIKELY:
            if begins_word(text, position):
                found.append(position)
            position = lowered.find(beginning, position + len(beginning))
    return sorted(found)


def lower_in_place(text: str) -> str:
    """Lower case, each letter where it was: "İ" alone becomes two, and stays."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def begins_word(text: str, position: int) -> bool:
    """Does a word begin here, or a part of one in camelCase?"""
    return position == 0 or not text[position - 1].isalnum() or text[position].isupper()


def densest(positions: Sequence[int]) -> int:
    """The position from which a snippet holds the most of them; the first of equals."""
    best = most = 0
    for number, position in enumerate(positions):
        held = bisect_left(positions, position + LENGTH) - number
        if held > most:
            best, most = position, held
    return best


def snippet(text: str, tokens: Set[str]) -> Segments:
    """About 180 characters around the densest hits, as (text, is a hit) segments.

    `text` is on one line, as the index keeps it.
    """
    text = text[:LONGEST]
    start = max(0, densest(likely_hits(text, tokens)) - 40)
    if start:
        space = text.find(" ", start, start + 40)
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + LENGTH)
    if end < len(text):
        space = text.rfind(" ", start, end)
        end = space if space > start else end
    segments: Segments = [("… ", False)] if start else []
    position = start
    for first, last in hits_in(text, start, end, tokens):
        if first > position:
            segments.append((text[position:first], False))
        segments.append((text[first:last], True))
        position = last
    if position < end:
        segments.append((text[position:end], False))
    if end < len(text):
        segments.append((" …", False))
    return segments
