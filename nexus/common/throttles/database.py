"""Buckets in the database: for attempts to sign in, which no restart of a cache may forget."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from nexus.common.models import RateBucket
from nexus.common.throttles.gcra import Bucket, Decision, decide


def hashed(key: str) -> str:
    """Keys name addresses and e-mail addresses; neither is kept."""
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def take(buckets: Sequence[Bucket], cost: int = 1) -> Decision:
    """Take `cost` units from each bucket, or from none; exact among all processes."""
    now = time.time()
    RateBucket.objects.filter(full_at__lte=now).delete()
    keys = [hashed(bucket.key) for bucket in buckets]
    RateBucket.objects.bulk_create(
        [RateBucket(key=key, full_at=now) for key in sorted(keys)], ignore_conflicts=True
    )
    # In one order, so that no two attempts wait for each other.
    locked = RateBucket.objects.select_for_update().filter(key__in=keys).order_by("key")
    rows = {row.key: row for row in locked}
    # Another attempt may have swept an empty row away between the two statements.
    known = [rows[key].full_at if key in rows else now for key in keys]
    decision, moments = decide(now, known, buckets, cost)
    if decision.accepted:
        for key, moment in zip(keys, moments, strict=True):
            RateBucket.objects.update_or_create(key=key, defaults={"full_at": moment})
    return decision


def give_back(buckets: Sequence[Bucket]) -> None:
    """One unit back into each: an attempt that succeeded is none to count."""
    for bucket in buckets:
        RateBucket.objects.filter(key=hashed(bucket.key)).update(
            full_at=F("full_at") - bucket.limit.interval
        )
