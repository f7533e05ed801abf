"""Who leads whom: the same whether voices come at once, one by one, or some of them leave again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from nexus.consolidation.leaders import ALONE, Neighbours, Node, Thresholds, regroup

LIMITS = Thresholds(join=0.3, sure=0.6)


@dataclass
class Line:
    """A graph that remembers what was said of it."""

    node: dict[str, Node] = field(default_factory=dict)
    near: dict[str, dict[str, float]] = field(default_factory=dict)
    group: dict[str, str] = field(default_factory=dict)

    def nodes(self, keys: Collection[str]) -> Mapping[str, Node]:
        return {key: self.node[key] for key in keys}

    def neighbours(self, keys: Collection[str]) -> Mapping[str, Neighbours]:
        return {key: dict(self.near[key]) for key in keys}

    def groups(self, keys: Collection[str]) -> Mapping[str, str]:
        return {key: self.group[key] for key in keys if key in self.group}

    def add(self, node: Node, near: Mapping[str, float]) -> None:
        self.node[node.key] = node
        self.near[node.key] = {o: v for o, v in near.items() if o in self.node}
        for other, value in self.near[node.key].items():
            self.near[other][node.key] = value

    def remove(self, key: str) -> set[str]:
        around = set(self.near.pop(key))
        for other in around:
            del self.near[other][key]
        del self.node[key], self.group[key]
        return around

    def settle(self, changed: Collection[str]) -> None:
        self.group |= regroup(self, changed, LIMITS)


def line(*edges: tuple[str, str, float], **sizes: int) -> Line:
    made = Line()
    for key, size in sizes.items():
        made.add(Node(key, size), {})
    for a, b, value in edges:
        made.near[a][b] = made.near[b][a] = value
    made.settle(sizes)
    return made


def test_the_fullest_leads_and_others_follow_whom_they_are_most_like() -> None:
    made = line(("a", "b", 0.4), ("b", "c", 0.5), ("c", "d", 0.35), a=9, b=5, c=8, d=3)
    assert made.group == {"a": "a", "b": "c", "c": "c", "d": "c"}


def test_nobody_follows_somebody_who_follows() -> None:
    made = line(("a", "b", 0.9), ("b", "c", 0.9), a=3, b=2, c=1)
    assert made.group == {"a": "a", "b": "a", "c": "c"}


def test_who_is_placed_by_people_is_followed_by_nobody() -> None:
    made = line(("a", "b", 0.9), ("b", "c", 0.9), a=3, b=2, c=1)
    made.node["a"] = replace(made.node["a"], is_free=False)
    made.settle({"a"})
    assert made.group == {"a": f"{ALONE}a", "b": "b", "c": "b"}
    made.node["a"] = replace(made.node["a"], is_free=True)
    made.settle({"a"})
    assert made.group == {"a": "a", "b": "a", "c": "c"}


keys = st.sampled_from("abcdefghijkl")
values = st.sampled_from([0.25, 0.3, 0.45, 0.6, 0.8])
nodes = st.builds(Node, keys, st.integers(1, 4), st.sampled_from(["", "", "cors"]), st.booleans())


@settings(max_examples=300, deadline=None)
@given(
    st.lists(nodes, min_size=1, max_size=12, unique_by=lambda n: n.key),
    st.dictionaries(st.tuples(keys, keys), values, max_size=40),
    st.data(),
)
def test_voice_by_voice_is_all_at_once(
    brought: list[Node], likeness: dict[tuple[str, str], float], data: st.DataObject
) -> None:
    def near(key: str) -> dict[str, float]:
        pairs = {tuple(sorted(pair)): value for pair, value in likeness.items()}
        return {a if b == key else b: v for (a, b), v in pairs.items() if key in (a, b) and a != b}

    made = Line()
    for node in data.draw(st.permutations(brought)):
        made.add(node, near(node.key))
        made.settle({node.key})
    for node in data.draw(st.lists(st.sampled_from(brought), unique=True)):
        if data.draw(st.booleans()):
            made.settle(made.remove(node.key))
        else:
            made.node[node.key] = replace(node, is_free=not node.is_free)
            made.settle({node.key})
    whole = Line(made.node, made.near)
    whole.settle(made.node.keys())
    assert made.group == whole.group
