"""The part of a section that shows why it was found, with the hits marked."""

from __future__ import annotations

from collections.abc import Collection

from nexus.search.analysis import RUN, analyse_run

LENGTH = 180
Segments = list[tuple[str, bool]]


def hits_in(text: str, tokens: Collection[str]) -> list[tuple[int, int]]:
    """Where runs of the text stand that hold one of the tokens."""
    found = []
    for match in RUN.finditer(text):
        one = analyse_run(match[0])
        if one.whole in tokens or any(part in tokens for part in one.parts):
            found.append(match.span())
    return found


def snippet(text: str, tokens: Collection[str]) -> Segments:
    """About 180 characters around the densest hits, as (text, is a hit) segments."""
    text = " ".join(text[:6000].split())
    hits = hits_in(text, tokens)
    start = 0
    if hits:
        best = max(hits, key=lambda h: (sum(h[0] <= o[0] < h[0] + LENGTH for o in hits), -h[0]))
        start = max(0, best[0] - 40)
        if start:
            space = text.find(" ", start, best[0])
            start = space + 1 if space >= 0 else start
    end = min(len(text), start + LENGTH)
    if end < len(text):
        space = text.rfind(" ", start, end)
        end = space if space > start else end
    segments: Segments = [("… ", False)] if start else []
    position = start
    for first, last in hits:
        if first < position or last > end:
            continue
        if first > position:
            segments.append((text[position:first], False))
        segments.append((text[first:last], True))
        position = last
    if position < end:
        segments.append((text[position:end], False))
    if end < len(text):
        segments.append((" …", False))
    return segments
