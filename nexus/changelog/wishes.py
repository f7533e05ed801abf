"""What somebody wants to hear of."""

from __future__ import annotations

from dataclasses import dataclass

from nexus.changelog.audience import Changed
from nexus.common.ids import encode_id

MOST_WISHES = 20


@dataclass(frozen=True, slots=True)
class Wish:
    """Kinds such as `entry` or `entry.saved`, and objects by id; empty is everything."""

    kinds: frozenset[str] = frozenset()
    objects: frozenset[str] = frozenset()

    def wants(self, changed: Changed) -> bool:
        of_kind = not self.kinds or not self.kinds.isdisjoint(
            (changed.kind, changed.kind.partition(".")[0], changed.object_kind)
        )
        if not self.objects:
            return of_kind
        return of_kind and encode_id(changed.object_kind, changed.object_pk) in self.objects
