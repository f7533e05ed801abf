"""Counts over whole lists, kept while nothing in the hub changes.

Key: whose list, of which kind, with which filters. Loader: the counts of nexus.library.selectors.
Invalidator: the mark of the hub's state (nexus.common.keptrows).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, TypeAlias

from nexus.accounts.models import Role
from nexus.accounts.policies import Viewer, is_at_least
from nexus.common.keptrows import KeptRows

Choice: TypeAlias = "tuple[str, str, int]"  # value, label, how many entries
Facets: TypeAlias = "dict[str, list[Choice]]"
# Of one list some kilobytes.
FACETS: KeptRows[Hashable, Facets] = KeptRows("facets", most=500)
# Of the whole library: the map of topics, and how many entries of each kind somebody sees.
COUNTS: KeptRows[Hashable, Any] = KeptRows("counts", most=500)


def who_sees(viewer: Viewer) -> Hashable:
    """Who see the same entries: mentors, strangers, each person alone."""
    return "all" if is_at_least(viewer, Role.MENTOR) else viewer.pk


def key_of_list(viewer: Viewer, kind: str, chosen: Mapping[str, Hashable]) -> Hashable:
    """Who see the same entries have the same lists."""
    return who_sees(viewer), kind, tuple(sorted(chosen.items()))
