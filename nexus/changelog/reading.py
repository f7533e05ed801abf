"""The rows of the change log in its order, each with who may hear of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from nexus.changelog.audience import Audience, Changed, audiences
from nexus.common import sql

Place = tuple[int, int]
BATCH = 500


@dataclass(frozen=True, slots=True)
class Told:
    """One change, where it stands in the log, and who may hear of it."""

    place: Place
    changed: Changed
    audience: Audience
    at: datetime

    @property
    def pk(self) -> int:
        """The number of the row: the same on every server that the log is carried to."""
        return self.place[1]


def read_changes(after: Place, most: int = BATCH) -> list[Told]:
    """The changes after a place in the log; at most so many, oldest first."""
    found = sql.changes_after(*after, most)
    changes = [Changed(kind, of, pk, bool(public)) for _, _, kind, of, pk, public, _ in found]
    if not changes:
        return []
    return [
        # SQLite keeps no zone; everything is written in UTC.
        Told((xid, pk), changed, audience, at.replace(tzinfo=at.tzinfo or UTC))
        for (xid, pk, *_, at), changed, audience in zip(
            found, changes, audiences(changes), strict=True
        )
    ]
