"""Who asks for what is being made waits for it, and makes it where that failed."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest

from nexus.common.flights import Flights

ASKING = 5


class Looked(dict[Hashable, Any]):
    """What is under way; tells when so many have looked for it."""

    def __init__(self) -> None:
        super().__init__()
        self.times, self.enough = 0, Event()

    def setdefault(self, key: Hashable, default: Any = None) -> Any:
        self.times += 1
        if self.times == ASKING:
            self.enough.set()
        return super().setdefault(key, default)


def ask_together(make: Callable[[int], int]) -> list[Future[int]]:
    """Five ask for one key before the first of them has made it; each `make` gets its number."""
    flights, looked, numbers = Flights(), Looked(), iter(range(ASKING))
    flights.under_way = looked

    def numbered() -> int:
        number = next(numbers)
        assert looked.enough.wait(20)
        return make(number)

    with ThreadPoolExecutor(ASKING) as pool:
        asked = [pool.submit(flights.make_once, "a", numbered) for _ in range(ASKING)]
    assert not looked
    return asked


def test_it_is_made_once_for_all_who_ask_meanwhile() -> None:
    assert [asked.result() for asked in ask_together(lambda number: number)] == [0] * ASKING


def test_what_failed_is_an_error_of_who_began_it_alone() -> None:
    def make(number: int) -> int:
        if number == 0:
            raise ValueError("It failed.")
        return number

    asked = ask_together(make)
    failed = [one for one in asked if one.exception()]
    assert [str(one.exception()) for one in failed] == ["It failed."]
    assert {one.result() for one in asked if one not in failed} == {1, 2, 3, 4}


def test_the_next_one_makes_it_anew() -> None:
    flights, made = Flights(), iter(range(3))
    assert [flights.make_once("a", lambda: next(made)) for _ in range(2)] == [0, 1]
    with pytest.raises(ZeroDivisionError):
        flights.make_once("a", lambda: 1 // 0)
    assert flights.make_once("a", lambda: next(made)) == 2
