"""Fixes whose words are alike and that say the opposite, or another thing, stay apart."""

from __future__ import annotations

import pytest

from nexus.consolidation import group_alike


def grouped(*texts: str, named: tuple[frozenset[str], ...] = ()) -> bool:
    keys = [str(number) for number in range(len(texts))]
    names = dict(zip(texts, named, strict=True)) if named else {}
    by_key = dict(zip(keys, texts, strict=True))
    return len(group_alike(by_key, lambda text: names.get(text, frozenset()))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Set DEBUG = True in settings", "Set DEBUG = False in settings"),
        ("Added the index on the price column", "Removed the index on the price column"),
        ("Enabled CORS for the shop's origin", "Disabled CORS for the shop's origin"),
        ("Increased the timeout of the oven to a minute", "Decreased the timeout of the oven"),
        ("Read the rows with select_related", "Read the rows with prefetch_related"),
    ],
)
def test_opposites_stay_apart(one: str, other: str) -> None:
    assert not grouped(one, other)


def test_another_tool_is_another_fix() -> None:
    text = "Use {} as the store of the oven's jobs"
    one, other = text.format("Redis"), text.format("RabbitMQ")
    redis, rabbit = frozenset({"redis", "celery"}), frozenset({"rabbitmq", "celery"})
    assert not grouped(one, other, named=(redis, rabbit))
    assert grouped(one, one + " at night", named=(redis, redis))
    assert grouped(one, one + " at night", named=(redis, frozenset({"celery"})))


def test_the_same_advice_stands_together() -> None:
    assert grouped("Set DEBUG = False in settings", "In the settings, set DEBUG to False")
    assert grouped(
        "Remove the old index, then add the new index", "Add the new index, remove the old"
    )
