"""What is read of search pages, kept as long as a page has the same stamp."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Lock
from typing import Generic, Protocol, TypeVar

from nexus.common.lookups import Lookups


class Sized(Protocol):
    def letters(self) -> int:
        """How much it holds."""


T = TypeVar("T", bound=Sized)
Load = Callable[[Sequence[int]], Iterable[tuple[int, str | None, T]]]


class StampedPages(Generic[T]):
    """What `load` reads of pages (id, stamp, value), of `most` letters at most."""

    def __init__(self, family: str, load: Load[T], *, most: int) -> None:
        self.lookups = Lookups(family)
        self.load = load
        self.most = most
        self.held = 0
        self.kept: OrderedDict[tuple[int, str], T] = OrderedDict()
        self.lock = Lock()

    def read(self, stamps: Mapping[int, str | None]) -> dict[int, T]:
        """Page id → its value, for pages with these stamps; without those that are gone.

        A page without a stamp is read each time.
        """
        found: dict[int, T] = {}
        with self.lock:
            for pk, stamp in stamps.items():
                if stamp and (known := self.kept.get((pk, stamp))):
                    self.kept.move_to_end((pk, stamp))
                    found[pk] = known
        self.lookups.count(len(stamps), len(found))
        missing = [pk for pk in stamps if pk not in found]
        for pk, stamp, value in self.load(missing) if missing else ():
            found[pk] = value
            if stamp:
                self.keep((pk, stamp), value)
        return found

    def keep(self, key: tuple[int, str], value: T) -> None:
        """The pages asked for least recently leave for it."""
        with self.lock:
            if key not in self.kept:
                self.held += value.letters()
            self.kept[key] = value
            while self.held > self.most:
                _, gone = self.kept.popitem(last=False)
                self.held -= gone.letters()
