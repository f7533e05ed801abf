"""How long to wait before the next try."""

from __future__ import annotations

import random
from datetime import timedelta

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 60.0
_chance = random.SystemRandom()


def wait_before(attempt: int) -> timedelta:
    """Doubling from a second to a minute, of which the later half is left to chance.

    Chance keeps many jobs that lost the same database from coming back in one moment
    (M. Brooker, Exponential Backoff and Jitter, AWS Architecture Blog 2015: "equal jitter").
    """
    whole = min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** max(0, attempt - 1))
    return timedelta(seconds=whole * _chance.uniform(0.5, 1.0))
