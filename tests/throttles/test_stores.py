"""Each store takes exactly what fits, whoever asks at the same moment, and all decide alike."""

from __future__ import annotations

import sys
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from nexus.common.models import RateBucket
from nexus.common.throttles import database
from nexus.common.throttles.gcra import Bucket, Limit, decide
from nexus.common.throttles.memory import MemoryStore
from nexus.common.throttles.redis import RedisStore
from tests.at_once import AtOnce


class DatabaseStore:
    """The functions of `database` in the form of the other stores."""

    take = staticmethod(database.take)


@pytest.fixture(params=["memory", "redis", "database"])
def store(request: pytest.FixtureRequest, transactional_db: None) -> Iterator[Any]:
    if request.param == "database":
        yield DatabaseStore
    elif request.param == "memory":
        yield MemoryStore()
    elif not settings.NEXUS_CACHE_URL:
        pytest.skip("no Redis on the embedded profile")
    else:
        redis = RedisStore(settings.NEXUS_CACHE_URL, f"nexus-test-{uuid.uuid4()}")
        yield redis
        redis.clear()


def buckets(*sizes: int) -> list[Bucket]:
    """Buckets that do not fill during a test."""
    return [Bucket(f"k{n}", f"b{n}", Limit(size, 1 / 600)) for n, size in enumerate(sizes)]


def test_exactly_what_fits_is_accepted_of_many_at_once(
    store: Any, at_once: AtOnce, request: pytest.FixtureRequest
) -> None:
    threads, asked = (8, 5) if store is DatabaseStore else (32, 40)
    fits = threads * asked * 2 // 3

    def ask() -> list[bool]:
        return [store.take(buckets(fits, 10_000), 1).accepted for _ in range(asked)]

    switching = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # threads take turns within a line, not only now and then
    request.addfinalizer(lambda: sys.setswitchinterval(switching))
    answers = [accepted for found in at_once(*[ask] * threads) for accepted in found]
    assert (len(answers), sum(answers)) == (threads * asked, fits)
    # What was refused took nothing from the larger bucket either.
    [left] = at_once(lambda: store.take(buckets(fits, 10_000)[1:], 1).states[0].left)
    assert left == 10_000 - fits - 1


def test_decisions_say_what_is_left_and_when_to_come_again(store: Any) -> None:
    ten = [Bucket("k", "read", Limit(10, 6))]
    first = store.take(ten, 4)
    assert first.accepted
    assert [(s.name, s.left, round(s.reset)) for s in first.states] == [("read", 6, 40)]
    second = store.take(ten, 7)
    assert not second.accepted
    assert (second.states[0].left, round(second.retry_after)) == (6, 10)
    assert store.take(ten, 6).accepted
    third = store.take(ten, 1)
    assert (third.accepted, third.states[0].left, round(third.retry_after)) == (False, 0, 10)


def test_a_refused_request_takes_from_no_bucket(store: Any) -> None:
    assert store.take(buckets(5, 2), 2).accepted
    assert not store.take(buckets(5, 2), 1).accepted
    assert store.take(buckets(5), 3).accepted
    assert not store.take(buckets(5), 1).accepted


def test_a_bucket_fills_evenly() -> None:
    bucket = [Bucket("k", "b", Limit(10, 60))]
    moments = [0.0]
    decision, moments = decide(100.0, moments, bucket, 10)
    assert (decision.accepted, decision.states[0].left) == (True, 0)
    for now, accepted in ((100.5, False), (101.0, True), (101.5, False), (102.0, True)):
        decision, moments = decide(now, moments, bucket, 1)
        assert (now, decision.accepted) == (now, accepted)
    decision, moments = decide(500.0, moments, bucket, 10)
    assert decision.accepted
    assert not decide(500.0, moments, bucket, 1)[0].accepted


def test_memory_is_bounded_and_forgets_what_is_full_first() -> None:
    now = [0.0]
    store = MemoryStore(clock=lambda: now[0], most=100)
    busy = [Bucket("busy", "b", Limit(1, 1 / 600))]
    assert store.take(busy, 1).accepted
    for n in range(1000):
        now[0] += 0.001
        assert store.take([Bucket(str(n), "b", Limit(1, 1))], 1).accepted
    assert len(store.full_at) <= 100
    assert not store.take(busy, 1).accepted


def test_rows_of_attempts_name_nobody_and_go_when_they_are_full(db: None) -> None:
    quick = [Bucket("sign-in:here:alice@people.test:192.0.2.1", "b", Limit(5, 600_000))]
    assert database.take(quick).accepted
    assert "alice" not in str(list(RateBucket.objects.values()))
    RateBucket.objects.update(full_at=1)
    assert database.take(buckets(3)).accepted
    assert [row.key for row in RateBucket.objects.all()] == [database.hashed("k0")]


def test_an_attempt_can_be_given_back(db: None) -> None:
    assert [database.take(buckets(2)).accepted for _ in range(3)] == [True, True, False]
    database.give_back(buckets(2))
    assert [database.take(buckets(2)).accepted for _ in range(2)] == [True, False]
