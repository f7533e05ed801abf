"""What was read of some rows, kept in the process while nothing in the hub changes.

Key: the caller's, within one state of the hub. Loader: the caller's, in one query for all that are
missing. Invalidator: the mark of that state (nexus.common.touches), which is read before anything
is loaded; another mark drops all. What is made by `one` has one loader at a time. Each
counts as a family of nexus.common.lookups.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from threading import Lock
from typing import Generic, TypeVar

from django.db import connection

from nexus.common.flights import Flights
from nexus.common.lookups import Lookups
from nexus.common.touches import touch_mark

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class KeptRows(Generic[K, V]):
    """Values by key, at most `most`; those asked for least recently leave."""

    def __init__(
        self,
        family: str,
        load: Callable[[Sequence[K]], Mapping[K, V]] = lambda keys: {},
        *,
        most: int,
    ) -> None:
        self.lookups = Lookups(family)
        self.load = load
        self.flights = Flights()
        self.most = most
        self.mark = ""
        self.rows: OrderedDict[K, V] = OrderedDict()
        self.lock = Lock()

    def read(self, mark: str, keys: Iterable[K]) -> dict[K, V]:
        """The values of these keys, but of what is gone, in this state or a newer one."""
        wanted = list(dict.fromkeys(keys))
        if connection.in_atomic_block:  # What it sees may be undone, and its mark be given again.
            return dict(self.load(wanted)) if wanted else {}
        found = self.find(mark, wanted)
        missing = [key for key in wanted if key not in found]
        if missing:
            loaded = self.load(missing)
            self.keep(mark, loaded)
            found.update(loaded)
        return found

    def one(self, mark: str, key: K, make: Callable[[], V]) -> V:
        """The value of a key, made now where it is not kept in this state."""
        if connection.in_atomic_block:
            return make()
        found = self.find(mark, [key])
        if found:
            return found[key]

        def load() -> V:
            made = make()
            self.keep(mark, {key: made})
            return made

        return self.flights.make_once((mark, key), load)

    def now(self, key: K, make: Callable[[], V]) -> V:
        """The same in the state that the hub is in at this moment."""
        if connection.in_atomic_block:
            return make()
        return self.one(touch_mark(), key, make)

    def find(self, mark: str, keys: Sequence[K]) -> dict[K, V]:
        with self.lock:
            if self.mark != mark:
                self.mark = mark
                self.rows.clear()
            found = {key: self.rows[key] for key in keys if key in self.rows}
            for key in found:
                self.rows.move_to_end(key)
        self.lookups.count(len(keys), len(found))
        return found

    def keep(self, mark: str, loaded: Mapping[K, V]) -> None:
        with self.lock:
            if self.mark == mark:
                self.rows.update(loaded)
                while len(self.rows) > self.most:
                    self.rows.popitem(last=False)
