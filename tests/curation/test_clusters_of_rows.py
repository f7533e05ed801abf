"""Clusters kept in a database are those that are worked out without one, whichever it is."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from bench.statements import write_statements
from nexus.consolidation import profile
from nexus.consolidation.cluster import cluster
from nexus.consolidation.themewords import theme_words
from nexus.curation.models import Member
from nexus.curation.services import refresh_evidence
from nexus.curation.services.clustering.rows import CLUSTERED, read_kind
from nexus.documents.caches import lexicon
from tests.curation.test_mending import CONTENT, document


def kept() -> set[frozenset[str]]:
    """Contents that stand in one cluster of the current fits."""
    found: dict[tuple[int, str], set[str]] = defaultdict(set)
    for fit, name, key in Member.objects.filter(fit__is_current=True).values_list(
        "fit_id", "cluster", "key"
    ):
        found[fit, name].add(key)
    return {frozenset(keys) for keys in found.values()}


def worked_out() -> set[frozenset[str]]:
    """The same by the library of consolidation alone, from what the statements say."""
    known = lexicon()
    profiles = [
        profile(row.as_voice(known), theme_words(known, kind))
        for kind in CLUSTERED
        for row in read_kind(kind)
    ]
    return {frozenset(one.members) for one in cluster(profiles, theme_titles=known.theme_titles)}


@pytest.mark.parametrize("seed", [11, 12])
def test_rows_say_what_the_library_says(
    seed: int, bring: Any, make_person: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("bench.statements.AGAIN", 0.6)
    words = list(write_statements(CONTENT, 200, seed))
    texts = [document(words[n : n + 10], "Redis") for n in range(0, 200, 10)]
    people = [make_person() for _ in range(5)]
    for n, person in enumerate(people):
        bring(person, *((f"{n}-{m}.md", text) for m, text in enumerate(texts[n::5])))
    refresh_evidence(whole=True)
    assert kept() == worked_out()
    assert max(len(keys) for keys in kept()) > 4
