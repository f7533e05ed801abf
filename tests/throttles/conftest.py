"""Limits turned on, small, and with full buckets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from nexus.common.throttles.charging import store
from nexus.common.throttles.policies import parse_limits

Limit = Callable[..., None]


def fill_buckets() -> None:
    found = store()
    found.memory.clear()
    if found.shared is not None:
        found.shared.clear()


@pytest.fixture
def limit(settings: Any, db: None) -> Iterator[Limit]:
    """limit("anonymous.read=3/h"): turn limits on, with these rules over the defaults."""

    def turn_on(*rules: str) -> None:
        settings.NEXUS_LIMITS = parse_limits(rules)
        settings.NEXUS_LIMITS_ON = True

    fill_buckets()
    yield turn_on
    fill_buckets()
