"""What people decided of voices and entries, by content hash and anchor key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decisions hold whatever the words say.

    `same` joins the groups of two voices, or says that a voice's words are those of an entry:
    who is like it goes along, a group whole to the entry that most of its decided voices are of.
    `placed` moves one voice alone.
    `different` keeps two voices, or a voice and an entry, apart. The newest decision of a voice
    and an entry wins; the caller hands over no more than one of each pair.
    """

    same: tuple[Pair, ...] = ()
    different: tuple[Pair, ...] = ()
    placed: Mapping[str, str] = field(default_factory=dict)

    def apart(self) -> dict[str, set[str]]:
        """Each key → what it must not stand with."""
        found: dict[str, set[str]] = defaultdict(set)
        for a, b in self.different:
            found[a].add(b)
            found[b].add(a)
        return found

    def pinned(self, anchors: Iterable[str]) -> dict[str, str]:
        """Voice → the entry whose words its words are."""
        entries = set(anchors)
        found: dict[str, str] = {}
        for a, b in sorted(self.same):
            if a in entries and b not in entries:
                a, b = b, a
            if b in entries and a not in entries:
                found[a] = b
        return found

    def linked(self, voices: Mapping[str, int]) -> list[tuple[int, int]]:
        """Pairs of voices, as rows, that are the same."""
        return [(voices[a], voices[b]) for a, b in sorted(self.same) if a in voices and b in voices]
