"""Which voice leads which: star clustering that can be mended in place.

Aslam, Pelekhov and Rus, "The star clustering algorithm for static and dynamic information
organization" (2004): a leader has no leader among those before it, every other voice follows the
leader it is most like. Here the fullest telling comes first instead of the one with most
neighbours, so that one more voice changes nobody's place in line, and only what it touches is
looked at again. Whether a graph is settled at once or voice by voice, the outcome is the same.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

THEME = "theme:"
ALONE = "alone:"
Neighbours = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Node:
    """What leading reads of a voice. One that is not free follows nobody and leads nobody."""

    key: str
    size: int
    theme: str = ""
    is_free: bool = True

    @property
    def place(self) -> tuple[int, str]:
        """Its place in line: the fullest first."""
        return -self.size, self.key


class Graph(Protocol):
    """Voices, how alike they are, and whom they follow. A method may be asked for a key again."""

    def nodes(self, keys: Collection[str]) -> Mapping[str, Node]:
        """The voices of these keys."""

    def neighbours(self, keys: Collection[str]) -> Mapping[str, Neighbours]:
        """Whom each of them is like, and how much."""

    def groups(self, keys: Collection[str]) -> Mapping[str, str]:
        """What `regroup` said of each before; nothing of a new one."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Likeness from which a voice follows another, and from which it follows one of a theme."""

    join: float
    sure: float


def regroup(graph: Graph, changed: Collection[str], limits: Thresholds) -> dict[str, str]:
    """Whom voices follow now, of those for which it is not as it was.

    That is a leader's key (a leader follows itself), THEME and a theme, or ALONE and its own key.
    `changed` are voices that are new, whose likenesses are others than before, or that were like
    one that is gone.
    """
    return _Regrouping(graph, limits).run(changed)


class _Regrouping:
    def __init__(self, graph: Graph, limits: Thresholds) -> None:
        self.graph = graph
        self.limits = limits
        self.node: dict[str, Node] = {}
        self.near: dict[str, Neighbours] = {}
        self.was: dict[str, str] = {}
        self.theme: dict[str, str] = {}  # of those looked at again; empty for one in the stars
        self.leads: dict[str, bool] = {}

    def run(self, changed: Collection[str]) -> dict[str, str]:
        self.read(changed)
        touched = set(changed).union(*(self.near[key] for key in changed))
        self.read(touched)
        moved = [key for key in touched if self.attach(key)]
        touched.update(*(self.near[key] for key in moved))
        self.read(touched)
        touched |= self.choose_leaders(touched)
        groups = {key: self.group_of(key) for key in touched}
        return {key: group for key, group in groups.items() if group != self.was.get(key)}

    def read(self, keys: Iterable[str]) -> None:
        """Have these voices, their neighbours, and what both follow."""
        fresh = [key for key in keys if key not in self.near]
        if not fresh:
            return
        self.near.update(self.graph.neighbours(fresh))
        around = {key for one in fresh for key in self.near[one]}.union(fresh)
        known = {key for key in around if key not in self.node}
        self.node.update(self.graph.nodes(known))
        self.was.update(self.graph.groups(known))

    def attach(self, key: str) -> bool:
        """Find the theme that a voice follows; whether it came to the stars or left them."""
        node = self.node[key]
        self.theme[key] = node.theme if node.is_free else ""
        if node.is_free and not node.theme:
            sure = [
                (value, self.node[other].place)
                for other, value in self.near[key].items()
                if value >= self.limits.sure and self.node[other].theme and self.node[other].is_free
            ]
            if sure:
                _, (_, best) = min(sure, key=lambda one: (-one[0], one[1]))
                self.theme[key] = self.node[best].theme
        return key not in self.was or self.was_star(key) != self.is_star(key)

    def was_star(self, key: str) -> bool:
        return key in self.was and not self.was[key].startswith((THEME, ALONE))

    def is_star(self, key: str) -> bool:
        """Whether a voice leads or follows a leader, and no theme."""
        if key in self.theme:
            return self.node[key].is_free and not self.theme[key]
        return self.was_star(key)

    def is_leader(self, key: str) -> bool:
        if key in self.leads:
            return self.leads[key]
        return self.is_star(key) and self.was.get(key) == key

    def star_neighbours(self, key: str) -> list[str]:
        return [
            other
            for other, value in self.near[key].items()
            if value >= self.limits.join and self.is_star(other)
        ]

    def choose_leaders(self, keys: Collection[str]) -> set[str]:
        """Say again of each who leads, the first in line first; returns whom that concerns."""
        line = [self.node[key].place for key in keys]
        heapq.heapify(line)
        queued, concerned = set(keys), set(keys)
        while line:
            place = heapq.heappop(line)
            key = place[1]
            before = self.was.get(key) == key
            leads = self.is_star(key) and not any(
                self.node[other].place < place and self.is_leader(other)
                for other in self.star_neighbours(key)
            )
            self.leads[key] = leads
            if leads == before:
                continue
            around = self.near[key].keys()
            self.read(around)
            concerned.update(around)
            for other in around:
                if other not in queued and self.node[other].place > place:
                    queued.add(other)
                    heapq.heappush(line, self.node[other].place)
        return concerned

    def group_of(self, key: str) -> str:
        theme = self.theme.get(key)
        if theme is None:
            was = self.was.get(key, "")
            theme = was.removeprefix(THEME) if was.startswith(THEME) else ""
        if theme:
            return THEME + theme
        if not self.is_star(key):
            return ALONE + key
        if self.is_leader(key):
            return key
        leaders = [o for o in self.star_neighbours(key) if self.is_leader(o)]
        return min(leaders, key=lambda o: (-self.near[key][o], self.node[o].place))
