"""How often what was asked for was at hand, as maintainers read it."""

from __future__ import annotations

import pytest
from prometheus_client import CollectorRegistry, Counter

from nexus.accounts.models import Person
from nexus.common.errors import NotAllowed, SignInNeeded
from nexus.watching.rates import Rate, list_hit_rates


def test_by_family_and_most_asked_first(maintainer: Person) -> None:
    registry = CollectorRegistry()
    kept = Counter("nexus_kept_answers", "x", ["family", "way"], registry=registry)
    results = Counter("nexus_cache", "x", ["family", "found"], registry=registry)
    Counter("nexus_other", "x", ["family"], registry=registry).labels("pages").inc()
    for way, number in (("hit", 6), ("refreshed", 1), ("stale", 1), ("miss", 2)):
        kept.labels("pages", way).inc(number)
    kept.labels("rest", "hit").inc(30)
    kept.labels("static", "hit")  # known, never asked for
    results.labels("insights", "yes").inc(1)
    results.labels("insights", "no").inc(2)
    found = list_hit_rates(viewer=maintainer, registry=registry)
    assert found == [
        Rate("Answers before Django", "rest", 30, 30),
        Rate("Answers before Django", "pages", 10, 8),
        Rate("Results", "insights", 3, 1),
    ]
    assert [rate.percent for rate in found] == [100, 80, 33]


def test_for_maintainers_alone(mentor: Person, anonymous: Person) -> None:
    with pytest.raises(NotAllowed):
        list_hit_rates(viewer=mentor)
    with pytest.raises(SignInNeeded):
        list_hit_rates(viewer=anonymous)
