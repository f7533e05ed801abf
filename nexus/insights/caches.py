"""What documents say, counted once for each state of the hub.

Key: scope, whether cohorts are shown, the mark of the touches. Loader: count_told, one at a time
in a process. Invalidator: none; a hub that changed has another mark, and an hour ends the rest
(periods end with time).
"""

from __future__ import annotations

from collections.abc import Callable

from django.core.cache import cache

from nexus.common.flights import Flights
from nexus.insights.figures import Figures

KEPT = 3600
COUNTING = Flights()


def remember(key: str, load: Callable[[], Figures]) -> Figures:
    """What is kept under the key, else what `load` answers, kept from now on."""
    found = cache.get(key)
    if isinstance(found, Figures):
        return found

    def count() -> Figures:
        figures = load()
        cache.set(key, figures, KEPT)
        return figures

    return COUNTING.make_once(key, count)
