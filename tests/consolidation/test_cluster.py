"""Clusters are a function of the set of voices; decisions of people hold."""

from __future__ import annotations

import random
from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from nexus.consolidation import Anchor, Cluster, Decisions, Profile, Theme, Voice, cluster, profile
from nexus.consolidation.edges import read_edges
from nexus.consolidation.features import Features
from nexus.consolidation.similarity import Space, Statistics, Weights, statistics_of
from nexus.consolidation.stems import Stems
from nexus.consolidation.vetoes import vetoed

TEXTS = [
    "Seat map sends one query per seat", "One query per seat when the seat map opens",
    "Printer queue jams on labels", "Label printer jams in its queue", "Parcels weigh nothing",
]  # fmt: skip
QUEUE = Theme(
    "queue", "challenge", "Queues jam", (Stems.of(["queue", "line"]), Stems.of(["jam", "stuck"]))
)
WORDS = "seat map query printer queue label jam parcel weight scale cart order".split()


def profiles(texts: Iterable[str] = TEXTS, themes: tuple[Theme, ...] = ()) -> list[Profile]:
    return [profile(Voice(f"k{n}", "challenge", t, t, ""), themes) for n, t in enumerate(texts)]


def sets(found: Iterable[Cluster]) -> set[frozenset[str]]:
    return {frozenset(c.members) for c in found}


def homes(found: Iterable[Cluster]) -> dict[str, str | None]:
    return {member: c.anchor_key for c in found for member in c.members}


def test_what_is_alike_stands_together() -> None:
    assert sets(cluster(profiles())) == {
        frozenset({"k0", "k1"}), frozenset({"k2", "k3"}), frozenset({"k4"}),
    }  # fmt: skip


def test_a_theme_joins_what_shares_no_other_word() -> None:
    texts = ["Queue jams", "Stuck in line with every letter"]
    assert len(cluster(profiles(texts))) == 2
    (found,) = cluster(profiles(texts, (QUEUE,)), theme_titles={"queue": "Queues jam"})
    assert (found.members, found.title) == (("k0", "k1"), "Queues jam")


sentences = st.lists(st.sampled_from(WORDS), min_size=2, max_size=6).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(sentences, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_same_set_same_clusters_in_any_order(texts: list[str], order: random.Random) -> None:
    made = profiles(texts, (QUEUE,))
    anchors = [Anchor("entry-1", "challenge", "Seat map"), Anchor("entry-2", "challenge", "Cart")]
    expected = cluster(made, anchors)
    order.shuffle(made)
    order.shuffle(anchors)
    assert cluster(made, anchors) == expected
    assert sorted(m for c in expected for m in c.members) == sorted(p.key for p in made)


def test_decisions_of_people_hold() -> None:
    apart = cluster(profiles(), (), Decisions(different=(("k0", "k1"),)))
    assert frozenset({"k0", "k1"}) not in sets(apart)
    together = cluster(profiles(), (), Decisions(same=(("k0", "k4"),)))
    assert frozenset({"k0", "k1", "k4"}) in sets(together)


def test_a_placed_voice_goes_alone_and_a_pinned_group_goes_whole() -> None:
    entry = Anchor("entry-7", "challenge", "Elsewhere")
    placed = homes(cluster(profiles(), [entry], Decisions(placed={"k0": "entry-7"})))
    assert (placed["k0"], placed["k1"]) == ("entry-7", None)
    pins = (("entry-7", "k0"), ("entry-7", "k1"))
    texts = [*TEXTS[:2], "Seat map: one query for each seat"]
    pinned = homes(cluster(profiles(texts), [entry], Decisions(same=pins)))
    assert pinned == {"k0": "entry-7", "k1": "entry-7", "k2": "entry-7"}
    one = homes(cluster(profiles(texts), [entry], Decisions(same=pins[:1])))
    assert one == pinned
    others = [entry, Anchor("entry-8", "challenge", "")]
    split = Decisions(same=(*pins, ("entry-8", "k2")))
    assert homes(cluster(profiles(texts), others, split)) == {**pinned, "k2": "entry-8"}


def test_who_is_not_of_an_entry_stands_alone() -> None:
    entry = Anchor("entry-7", "challenge", "Seat map")
    assert homes(cluster(profiles(TEXTS[:2]), [entry])) == {"k0": "entry-7", "k1": "entry-7"}
    refused = Decisions(different=(("entry-7", "k1"),))
    assert homes(cluster(profiles(TEXTS[:2]), [entry], refused)) == {"k0": "entry-7", "k1": None}


def test_an_alias_joins_a_voice_to_its_entry() -> None:
    anchor = Anchor("seat-map", "challenge", "Seat map", aliases=("parcels weigh",))
    found = {c.members: c.anchor_key for c in cluster(profiles(), [anchor])}
    assert found[("k0", "k1", "k4")] == "seat-map"


def test_a_single_word_names_an_entry_only_as_a_whole_title() -> None:
    anchor = Anchor("entry-1", "challenge", "Parcels")
    assert homes(cluster(profiles(["Parcels weigh nothing"]), [anchor])) == {"k0": None}
    assert homes(cluster(profiles(["Parcels"]), [anchor])) == {"k0": "entry-1"}


def test_rivals_and_status_codes_are_kept_apart() -> None:
    a = Voice("a", "challenge", "Upload fails with 413", "Upload fails with 413", "")
    b = Voice("b", "challenge", "Upload fails with 401", "Upload fails with 401", "")
    assert vetoed(a, b)
    assert not vetoed(a, a)
    mysql = Voice("c", "challenge", "x", "x", "", frozenset({"mysql"}))
    postgres = Voice("d", "challenge", "x", "x", "", frozenset({"postgresql"}))
    assert vetoed(mysql, postgres)
    assert len(cluster([profile(a), profile(b)])) == 2


def test_what_is_somewhat_alike_is_near() -> None:
    texts = ["Seat map sends one query per seat", "One basket per seat is lost"]
    first, other = cluster(profiles(texts), weights=Weights(join=0.9))
    assert [key for key, _ in first.near] == ["k1"]
    assert [key for key, _ in other.near] == ["k0"]
    refused = cluster(
        profiles(texts), (), Decisions(different=(("k0", "k1"),)), weights=Weights(join=0.9)
    )
    assert [c.near for c in refused] == [(), ()]


def test_frozen_statistics_make_likeness_independent_of_other_voices() -> None:
    made = profiles()
    fitted = statistics_of(p.features for p in made)
    whole = Space([p.features for p in made], fitted, Weights())
    alone = Space([made[0].features, made[1].features], fitted, Weights())
    import numpy as np

    zero, one = np.array([0]), np.array([1])
    assert alone.likeness(zero, one) == whole.likeness(zero, one)
    assert 0.3 < alone.likeness(zero, one)[0] < 1


def test_features_and_statistics_survive_storage() -> None:
    made = profiles()[0].features
    again = Features.from_bytes(made.to_bytes())
    assert (again.ids.tolist(), again.counts.tolist()) == (made.ids.tolist(), made.counts.tolist())
    fitted = statistics_of([made])
    stored = Statistics.from_bytes(fitted.voices, fitted.to_bytes())
    assert stored.frequency_of(made.ids).tolist() == [1] * len(made.ids)


def _alike(*titles: str) -> float:
    """Likeness of two titles; the words of the oven are common ones."""
    common = (
        "bake bread",
        "warm bread",
        "bake slowly",
        "warm slowly",
        "write bread",
        "write slowly",
    )
    voices = [Voice(f"k{n}", "practice", t, t, "") for n, t in enumerate((*titles, *common))]
    made = [profile(v) for v in voices]
    space = Space([p.features for p in made], statistics_of([p.features for p in made]), Weights())
    return {(a, b): value for a, b, value in read_edges(space, made, Weights())}.get((0, 1), 0.0)


def test_nobody_follows_by_a_single_word() -> None:
    one = _alike("Bake sourdoughs slowly", "Write sourdoughs, bread")
    two = _alike("Bake warm sourdoughs", "Write warm sourdoughs")
    assert Weights().suggest < one < Weights().join <= two


def test_all_of_a_short_title_is_no_single_word() -> None:
    assert _alike("Sourdoughs", "Write sourdoughs") >= Weights().join


def test_a_name_in_code_does_not_make_problems_alike() -> None:
    assert _alike("Bread burns: oven_lock(skip_hot)", "Guests wait: oven_lock(skip_hot)") < 0.4
