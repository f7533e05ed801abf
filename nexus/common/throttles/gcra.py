"""The arithmetic of a bucket, without a store: the generic cell rate algorithm.

A bucket is one number, the moment at which it is full again. `burst` units fit in it, and it
fills by `per_minute` units a minute: both what may come at once and what may go on for hours.
`redis.py` says the same in Lua.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """What fits in a bucket, and how fast it fills again."""

    burst: int
    per_minute: float

    @property
    def interval(self) -> float:
        """Seconds until one unit is back."""
        return 60 / self.per_minute

    @property
    def window(self) -> float:
        """Seconds until an empty bucket is full."""
        return self.burst * self.interval


@dataclass(frozen=True, slots=True)
class Bucket:
    """Whose bucket (`key`), of what (`name`, which answers tell), and how large."""

    key: str
    name: str
    limit: Limit


@dataclass(frozen=True, slots=True)
class State:
    """A bucket after a request: units that are left, seconds until it is full."""

    name: str
    limit: Limit
    left: int
    reset: float


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a request goes on; where not, in how many seconds the same one would."""

    accepted: bool
    retry_after: float
    states: tuple[State, ...]


def decide(
    now: float, full_at: Sequence[float], buckets: Sequence[Bucket], cost: int
) -> tuple[Decision, list[float]]:
    """The decision, and the moments to keep; a refused request takes from no bucket."""
    begun = [max(moment, now) for moment in full_at]
    wanted = [
        moment + cost * bucket.limit.interval for moment, bucket in zip(begun, buckets, strict=True)
    ]
    waits = [
        moment - now - bucket.limit.window for moment, bucket in zip(wanted, buckets, strict=True)
    ]
    # A millionth of a second is the clock's grain, not a reason to refuse the last unit.
    accepted = all(wait <= 1e-6 for wait in waits)
    return settle(now, wanted if accepted else begun, buckets, waits), wanted if accepted else begun


def settle(
    now: float, full_at: Sequence[float], buckets: Sequence[Bucket], waits: Sequence[float]
) -> Decision:
    """The decision that the stores' numbers stand for."""
    states = tuple(
        State(
            bucket.name,
            bucket.limit,
            left=max(0, int(bucket.limit.burst - (moment - now) / bucket.limit.interval + 1e-6)),
            reset=max(0.0, moment - now),
        )
        for moment, bucket in zip(full_at, buckets, strict=True)
    )
    longest = max(waits, default=0.0)
    return Decision(longest <= 1e-6, max(0.0, longest), states)
