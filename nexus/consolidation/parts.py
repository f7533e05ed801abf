"""Groups as decisions of people join and part them, and the entry that each is of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from nexus.consolidation.decisions import Decisions, Pair


@dataclass(frozen=True, slots=True)
class Part:
    """Voices that stand together; `homes` are entries that people decided on, by voice.

    `wish` is the entry that most of the others name, and `votes` how many do.
    """

    key: str
    members: tuple[str, ...]
    homes: Mapping[str, str] = field(default_factory=dict)
    wish: str = ""
    votes: int = 0


def join_groups(groups: Iterable[str], same: Iterable[Pair]) -> dict[str, str]:
    """Group → the first of all that decisions join it with. `same` are pairs of groups."""
    first = {group: group for group in groups}

    def find(group: str) -> str:
        while first[group] != group:
            first[group] = first[first[group]]
            group = first[group]
        return group

    for a, b in same:
        one, other = sorted((find(a), find(b)))
        first[other] = one
    return {group: find(group) for group in first}


def part_members(
    group: str, members: Iterable[str], apart: Mapping[str, AbstractSet[str]]
) -> dict[str, list[str]]:
    """Part → members: who must not stand with one before stands alone."""
    found: dict[str, list[str]] = {group: []}
    for key in sorted(members):
        if key in apart and not apart[key].isdisjoint(found[group]):
            found[f"{group}/{key}"] = [key]
        else:
            found[group].append(key)
    return {part: keys for part, keys in found.items() if keys}


def decide_homes(
    members: Sequence[str], pins: Mapping[str, str], placed: Mapping[str, str]
) -> dict[str, str]:
    """Voice → the entry that people decided on: its own; else that of most of its part."""
    votes = Counter(pins[key] for key in members if key in pins)
    most = min(votes, key=lambda anchor: (-votes[anchor], anchor), default="")
    homes = {key: pins.get(key, most) for key in members} if most else {}
    return homes | {key: placed[key] for key in members if key in placed}


def wish_of(
    members: Iterable[str], named: Mapping[str, str], of_theme: str, homes: Mapping[str, str]
) -> tuple[str, int]:
    """The entry that at least half of the voices without a home name, and how many name it.

    `of_theme` is the entry by the name of their theme, which counts for all of them.
    """
    open_keys = [key for key in members if key not in homes]
    votes = Counter(named[key] for key in open_keys if named.get(key))
    if of_theme and open_keys:
        votes[of_theme] += len(open_keys)
    wish = min(votes, key=lambda anchor: (-votes[anchor], anchor), default="")
    return (wish, votes[wish]) if wish and 2 * votes[wish] >= len(open_keys) else ("", 0)


def grant(wishes: Iterable[tuple[str, str, int]], takes_all: bool) -> set[str]:
    """Parts that get the entry they wish for, of (part, wish, votes).

    The name of a challenge is what went wrong, so all who name it met it. Other names are broad
    ("automated tests"): there only the part that names it most goes to the entry.
    """
    if takes_all:
        return {part for part, wish, _ in wishes if wish}
    best: dict[str, tuple[int, str]] = {}
    for part, wish, votes in wishes:
        if wish:
            best[wish] = min(best.get(wish, (0, "")), (-votes, part))
    return {part for _, part in best.values()}


def homes_of(
    part: Part, named: Mapping[str, str], granted: bool, takes_all: bool
) -> dict[str, str]:
    """Voice → entry, of those of a part that have one; one voice takes no other along."""
    homes = dict(part.homes)
    if granted:
        alone = takes_all and part.votes == 1
        homes |= {
            key: part.wish
            for key in part.members
            if key not in homes and (not alone or named.get(key) == part.wish)
        }
    return homes


def links_between(group_of: Mapping[str, str], decisions: Decisions) -> list[Pair]:
    """Pairs of groups that people joined by joining two of their voices."""
    return [
        (group_of[a], group_of[b]) for a, b in decisions.same if a in group_of and b in group_of
    ]


def by_group(group_of: Mapping[str, str], whole: Mapping[str, str]) -> dict[str, list[str]]:
    """Whole group → its voices."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, group in group_of.items():
        found[whole[group]].append(key)
    return found
