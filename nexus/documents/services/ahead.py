"""The next documents of an import, prepared by another process while these are written.

Preparing is half of an import and needs no database; writing is one writer's work. A small import
is done without: starting a process takes longer.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import current_process, get_context

from nexus.consolidation import Brief, Lexicon
from nexus.documents.parsing import Prepared, keep_rendered
from nexus.documents.preparing import (
    Asked,
    NotLearned,
    begin,
    learn,
    prepare_as_learned,
    prepared,
)

# Bytes of texts that wait for it: it goes through them while a batch is written.
ENOUGH = 1 << 18
# Of what was announced and not asked for yet, done or not: as many texts, or bytes of them.
MOST_COMING = 400
LARGEST_COMING = 1 << 22


@dataclass(frozen=True, slots=True)
class Coming:
    """What was announced, and what is made of it."""

    asked: Asked
    future: Future[Prepared | str]

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has begun it."""
        return not self.future.running() and not self.future.done()


class Ahead:
    """Prepares files: those that were announced, most likely in another process."""

    def __init__(self, brief: Brief | None, lexicon: Lexicon) -> None:
        self.brief = brief
        self.lexicon = lexicon
        self.pool: ProcessPoolExecutor | None = None
        self.coming: dict[int, Coming] = {}  # by the place of the item in the import, in order
        self.announced = -1  # the last place

    def __enter__(self) -> Ahead:
        return self

    def __exit__(self, *_: object) -> None:
        if self.pool is not None:
            self.pool.shutdown(wait=False, cancel_futures=True)

    @property
    def is_working(self) -> bool:
        return self.pool is not None

    @property
    def room(self) -> int:
        """How many more texts may be announced now: none while enough wait for the process."""
        all_bytes = sum(len(one.asked.data) for one in self.coming.values())
        if all_bytes >= LARGEST_COMING or self.waiting_bytes() >= ENOUGH:
            return 0
        return max(0, MOST_COMING - len(self.coming))

    def waiting(self) -> Iterator[tuple[int, Coming]]:
        """What nobody has begun, the last of it first."""
        return ((place, one) for place, one in reversed(self.coming.items()) if one.is_waiting)

    def waiting_bytes(self) -> int:
        return sum(len(one.asked.data) for _, one in self.waiting())

    def forget_before(self, place: int) -> None:
        """What stands before it is not asked for any more, or was announced by other names."""
        for gone in [one for one in self.coming if one < place]:
            self.coming.pop(gone).future.cancel()

    def use(self, lexicon: Lexicon) -> None:
        """From now on by these terms: what was announced by others is forgotten."""
        if lexicon is not self.lexicon:
            self.forget_before(max(self.coming, default=-1) + 1)
            self.lexicon, self.announced = lexicon, -1
            self.teach()

    def announce(self, later: Mapping[int, Asked]) -> None:
        """These will be asked for later. Where no other process can be had, all is done here."""
        if current_process().daemon:
            return  # It may not start others.
        with suppress(BrokenProcessPool, OSError):
            if self.pool is None:
                self.pool = ProcessPoolExecutor(
                    1,
                    mp_context=get_context("spawn"),
                    initializer=begin,
                    initargs=(os.getpid(),),
                )
                self.teach()
            for place, asked in later.items():
                future = self.pool.submit(prepare_as_learned, asked, self.lexicon.stamp)
                self.coming[place] = Coming(asked, future)

    def teach(self) -> None:
        """The process, if there is one, does one after the other: what follows is done by these."""
        if self.pool is not None:
            with suppress(BrokenProcessPool, OSError):
                self.pool.submit(learn, self.lexicon, self.brief)

    def prepare(self, place: int, asked: Asked) -> Prepared | str:
        """What is made of a file, or the sentence that says what is wrong with it.

        Done here when the other process has not begun, has ended, or was told other things. While
        it is at work on this one, others are done here.
        """
        one = self.coming.pop(place, None)
        if one is not None and one.asked == asked and not one.future.cancel():
            while not one.future.done() and self.do_last():
                pass
            with suppress(BrokenProcessPool, NotLearned):
                found = one.future.result()
                if isinstance(found, Prepared):
                    keep_rendered(found.text, found.rendered)
                return found
        return prepared(asked, self.lexicon, self.brief)

    def do_last(self) -> bool:
        """Do what the other process would begin last, unless it would soon have nothing to do."""
        place, last = next(self.waiting(), (-1, None))
        if last is None or self.waiting_bytes() < ENOUGH or not last.future.cancel():
            return False
        done: Future[Prepared | str] = Future()
        try:
            done.set_result(prepared(last.asked, self.lexicon, self.brief))
        except Exception as error:  # told when this one is asked for
            done.set_exception(error)
        self.coming[place] = Coming(last.asked, done)
        return True
