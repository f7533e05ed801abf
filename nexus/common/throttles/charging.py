"""Charging a request: whose buckets, from which store."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest

from nexus.common.errors import TooCostly, TooMany
from nexus.common.throttles import database
from nexus.common.throttles.addresses import client_address, network_of
from nexus.common.throttles.away import StoreAway
from nexus.common.throttles.gcra import Bucket, Decision, Limit
from nexus.common.throttles.memory import MemoryStore
from nexus.common.throttles.policies import (
    SIGN_IN_ANYWHERE,
    SIGN_IN_HERE,
    TOKEN_SHARE,
    WHOLE_ADDRESS,
    share,
)

if TYPE_CHECKING:
    from nexus.common.throttles.redis import RedisStore

log = logging.getLogger(__name__)
# How long a process counts by itself before it asks a Redis again that did not answer.
PAUSE_SECONDS = 5.0


class Store:
    """Redis where there is one; this process where there is none, or none that answers."""

    def __init__(self, url: str, prefix: str) -> None:
        self.memory = MemoryStore()
        self.shared = shared_store(url, prefix) if url else None
        self.away_until = 0.0
        self.lock = Lock()

    def take(self, buckets: Sequence[Bucket], cost: int) -> Decision:
        """Take `cost` units from each bucket, or from none; never raises for want of Redis."""
        if self.shared is None or time.monotonic() < self.away_until:
            return self.memory.take(buckets, cost)
        try:
            return self.shared.take(buckets, cost)
        except StoreAway as error:
            with self.lock:
                if time.monotonic() >= self.away_until:
                    log.warning("Redis is away, limits are counted per process: %s", error)
                self.away_until = time.monotonic() + PAUSE_SECONDS
            return self.memory.take(buckets, cost)


def shared_store(url: str, prefix: str) -> RedisStore:
    """Redis is imported where there is one; a hub without it saves the memory."""
    from nexus.common.throttles.redis import RedisStore

    return RedisStore(url, prefix)


@cache
def store() -> Store:
    """This process's store."""
    return Store(settings.NEXUS_CACHE_URL, settings.NEXUS_KEYS)


def charge(
    request: HttpRequest,
    *,
    scope: str,
    role: str = "anonymous",
    person: int | None = None,
    token: int | None = None,
    cost: int = 1,
    paid: int = 0,
) -> Decision | None:
    """Count a request against who asks; at most one round trip.

    `paid` of the cost were charged when the request began, which its address counted then. None
    where limits are off. Raises TooMany, which knows when to come again, and TooCostly for what
    does not fit into a full bucket.
    """
    if not settings.NEXUS_LIMITS_ON:
        return None
    limits: dict[tuple[str, str], Limit] = settings.NEXUS_LIMITS
    limit = limits[role, scope]
    network = network_of(client_address(request))
    if person is None:
        buckets = [Bucket(f"{scope}:address:{network}", scope, limit)]
    else:
        buckets = [Bucket(f"{scope}:person:{person}", scope, limit)]
        if token is not None:
            part = share(limit, TOKEN_SHARE)
            buckets.append(Bucket(f"{scope}:token:{token}", f"{scope}-token", part))
    smallest = min(bucket.limit.burst for bucket in buckets)
    if cost > smallest:
        raise TooCostly(f"This costs {cost:,}, more than the {smallest:,} that fit at once.")
    if not paid:
        whole = limits[role, WHOLE_ADDRESS]
        buckets.append(Bucket(f"address:{network}", WHOLE_ADDRESS, whole))
    decision = store().take(buckets, cost - paid)
    if paid:  # who comes again pays that again, before the rest
        slowest = max(bucket.limit.interval for bucket in buckets)
        decision = replace(decision, retry_after=decision.retry_after + paid * slowest)
    return accept(decision)


def charge_sign_in(request: HttpRequest) -> None:
    """An attempt to sign in or up from an address. Raises TooMany."""
    if settings.NEXUS_LIMITS_ON:
        network = network_of(client_address(request))
        limit = settings.NEXUS_LIMITS["anonymous", "sign-in"]
        accept(database.take([Bucket(f"sign-in:address:{network}", "sign-in", limit)]))


def charge_password(request: HttpRequest, email: str) -> list[Bucket]:
    """A password that is tried for an e-mail address; returns what to give back if it was right.

    Raises TooMany.
    """
    if not settings.NEXUS_LIMITS_ON:
        return []
    who = email.strip().lower()
    network = network_of(client_address(request))
    buckets = [
        Bucket(f"sign-in:here:{who}:{network}", "sign-in-here", SIGN_IN_HERE),
        Bucket(f"sign-in:anywhere:{who}", "sign-in-anywhere", SIGN_IN_ANYWHERE),
    ]
    accept(database.take(buckets))
    return buckets


def accept(decision: Decision) -> Decision:
    """The decision if it lets the request on. Raises TooMany."""
    if not decision.accepted:
        raise TooMany(decision)
    return decision
