"""Clusters are a function of the set of voices; decisions of people hold."""

import random

from nexus.consolidation import Anchor, Voice, cluster
from nexus.consolidation.anchors import suggest
from nexus.consolidation.vetoes import vetoed

TEXTS = [
    "Seat map sends one query per seat", "One query per seat when the seat map opens",
    "Printer queue jams on labels", "Label printer jams in its queue", "Parcels weigh nothing",
]  # fmt: skip


def voices() -> list[Voice]:
    return [Voice(f"k{n}", "challenge", t, t, "") for n, t in enumerate(TEXTS)]


def sets(found) -> set[frozenset[str]]:
    return {frozenset(c.members) for c in found}


def test_same_set_same_clusters_in_any_order() -> None:
    expected = cluster(voices())
    assert sets(expected) == {frozenset({"k0", "k1"}), frozenset({"k2", "k3"}), frozenset({"k4"})}
    for seed in range(8):
        shuffled = voices()
        random.Random(seed).shuffle(shuffled)
        assert cluster(shuffled) == expected


def test_decisions_hold() -> None:
    apart = cluster(voices(), (), (), [("k0", "k1")])
    assert frozenset({"k0", "k1"}) not in sets(apart)
    together = cluster(voices(), (), [("k0", "k4")])
    assert any({"k0", "k4"} <= members for members in sets(together))


def test_an_alias_joins_a_voice_to_its_entry() -> None:
    anchor = Anchor("seat-map", "challenge", "Seat map", aliases=("parcels weigh",))
    found = {c.members: c.anchor_key for c in cluster(voices(), [anchor])}
    assert found[("k0", "k1", "k4")] == "seat-map"


def test_rivals_and_status_codes_are_kept_apart() -> None:
    a = Voice("a", "challenge", "Upload fails with 413", "Upload fails with 413", "")
    b = Voice("b", "challenge", "Upload fails with 401", "Upload fails with 401", "")
    assert vetoed(a, b)
    assert not vetoed(a, a)
    mysql = Voice("c", "challenge", "x", "x", "", frozenset({"mysql"}))
    postgres = Voice("d", "challenge", "x", "x", "", frozenset({"postgresql"}))
    assert vetoed(mysql, postgres)


def test_suggestions_are_ranked() -> None:
    first, *rest = voices()
    ranked = suggest(first, rest)
    assert ranked[0][0] == "k1"
    assert [s for _, s in ranked] == sorted((s for _, s in ranked), reverse=True)


def test_a_voice_beside_an_entry_that_holds_others_is_compared_with_the_voices_only() -> None:
    anchor = Anchor("seat-map", "challenge", "Seat map opens")
    found = cluster(voices(), [anchor])
    assert {c.anchor_key for c in found} == {"seat-map", None}
    assert sorted(m for c in found for m in c.members) == ["k0", "k1", "k2", "k3", "k4"]
