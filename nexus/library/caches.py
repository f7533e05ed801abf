"""Counts over whole lists, kept while nothing in the hub changes.

Key: whose list, of which kind, with which filters. Loader: the counts of nexus.library.selectors.
Invalidator: the mark of the hub's state (nexus.common.keptrows).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeAlias

from nexus.accounts.models import Role
from nexus.accounts.policies import Viewer, is_at_least
from nexus.common.keptrows import KeptRows

Facets: TypeAlias = "dict[str, list[tuple[str, str, int]]]"
# Of one list some kilobytes.
FACETS: KeptRows[Hashable, Facets] = KeptRows(most=500)


def key_of_list(viewer: Viewer, kind: str, chosen: Mapping[str, Hashable]) -> Hashable:
    """Who see the same entries have the same lists: mentors, strangers, each person alone."""
    who = "all" if is_at_least(viewer, Role.MENTOR) else viewer.pk
    return who, kind, tuple(sorted(chosen.items()))
