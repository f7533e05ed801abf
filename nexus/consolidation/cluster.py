"""Voices → clusters (thin: identical words only)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nexus.consolidation.lexicon import Theme
from nexus.consolidation.voices import Anchor, Voice


@dataclass(frozen=True, slots=True)
class Cluster:
    """Voices that say the same thing."""

    key: str
    kind: str
    title: str
    anchor_key: str | None
    members: tuple[str, ...]
    scores: tuple[float, ...]


def cluster(
    voices: Sequence[Voice],
    anchors: Sequence[Anchor] = (),
    must_link: Sequence[tuple[str, str]] = (),
    cannot_link: Sequence[tuple[str, str]] = (),
    *,
    themes: Mapping[str, tuple[Theme, ...]] | None = None,
) -> list[Cluster]:
    """One cluster for each voice."""
    return [
        Cluster(v.key, v.kind, v.title, None, (v.key,), (1.0,))
        for v in sorted({v.key: v for v in voices}.values(), key=lambda v: v.key)
    ]
