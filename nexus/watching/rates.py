"""How often what was asked for was at hand, by family: for who looks after the hub."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from prometheus_client import REGISTRY
from prometheus_client.registry import CollectorRegistry

from nexus.accounts.models import Role
from nexus.accounts.policies import Viewer, require

# Name of a counter → where it counts, its label that says how, and what of it was at hand.
COUNTERS = {
    "nexus_kept_answers_total": ("Answers before Django", "way", {"hit", "refreshed", "stale"}),
    "nexus_cache_total": ("Results", "found", {"yes"}),
}


@dataclass(frozen=True, slots=True)
class Rate:
    """Since this process started: how often a family was asked for, and was at hand."""

    where: str
    family: str
    asked: int
    at_hand: int

    @property
    def percent(self) -> int:
        return round(100 * self.at_hand / self.asked)


def list_hit_rates(*, viewer: Viewer, registry: CollectorRegistry = REGISTRY) -> list[Rate]:
    """Every family that was asked for; those asked most come first.

    Raises SignInNeeded, NotAllowed.
    """
    require(viewer, Role.MAINTAINER, "see what the caches do")
    asked: dict[tuple[str, str], int] = defaultdict(int)
    at_hand: dict[tuple[str, str], int] = defaultdict(int)
    # By name: others ask the database.
    for metric in registry.restricted_registry(list(COUNTERS)).collect():
        for sample in metric.samples:
            where, how, good = COUNTERS[sample.name]
            place = where, sample.labels["family"]
            asked[place] += int(sample.value)
            at_hand[place] += int(sample.value) if sample.labels[how] in good else 0
    found = [Rate(*place, number, at_hand[place]) for place, number in asked.items() if number]
    return sorted(found, key=lambda rate: (rate.where, -rate.asked, rate.family))
