"""Redis that is away makes the hub slower, and changes no answer."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.test import override_settings

from nexus.accounts.models import Person
from nexus.insights.selectors import read_insights

NOWHERE = {
    "default": {
        "BACKEND": "nexus.watching.redis.CountedRedis",
        "LOCATION": "redis://127.0.0.1:1/0",
    }
}


@pytest.mark.django_db
def test_insights_are_counted_anew(learner: Person) -> None:
    expected = read_insights(viewer=learner)
    with override_settings(CACHES=NOWHERE):
        assert caches["default"].get("x", "default") == "default"
        assert read_insights(viewer=learner) == expected
