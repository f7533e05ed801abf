"""One loader at a time for each key: who asks meanwhile waits for what it makes."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")


class Flights:
    """What is being made in this process at this moment."""

    def __init__(self) -> None:
        self.under_way: dict[Hashable, Future[Any]] = {}
        self.lock = Lock()

    def make_once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` answers, to all who ask for the key until it does.

        Where it fails, its error is for who began it; each of the others makes its own.
        """
        mine: Future[T] = Future()
        with self.lock:
            flight = self.under_way.setdefault(key, mine)
        if flight is not mine:
            return make() if flight.exception() else flight.result()
        try:
            made = make()
        except BaseException as error:
            self._land(key)
            mine.set_exception(error)
            raise
        self._land(key)
        mine.set_result(made)
        return made

    def _land(self, key: Hashable) -> None:
        with self.lock:
            del self.under_way[key]
