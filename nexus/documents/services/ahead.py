"""The next documents of an import, prepared by another process while these are written.

Preparing is two thirds of an import and needs no database; writing is one writer's work. A small
import is done without: starting a process takes longer.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import current_process, get_context

from nexus.common.orphans import die_with_parent
from nexus.consolidation import Brief, Lexicon
from nexus.documents.parsing import Prepared, keep_rendered
from nexus.documents.preparing import (
    Asked,
    NotLearned,
    learn,
    prepare_as_learned,
    prepared,
)


class Ahead:
    """Prepares files: those that were announced, most likely in another process."""

    def __init__(self, brief: Brief | None) -> None:
        self.brief = brief
        self.lexicon: Lexicon | None = None
        self.pool: ProcessPoolExecutor | None = None
        self.coming: dict[Asked, Future[Prepared | str]] = {}

    def __enter__(self) -> Ahead:
        return self

    def __exit__(self, *_: object) -> None:
        if self.pool is not None:
            self.pool.shutdown(wait=False, cancel_futures=True)

    def announce(
        self, later: Iterable[Asked], lexicon: Lexicon, *, now: Iterable[Asked] = ()
    ) -> None:
        """These will be asked for later; what was announced before is kept if it is wanted `now`.

        Where no other process can be had, all is done here.
        """
        if current_process().daemon:
            return  # It may not start others.
        with suppress(BrokenProcessPool, OSError):
            if self.pool is None:
                self.pool = ProcessPoolExecutor(
                    1,
                    mp_context=get_context("spawn"),
                    initializer=die_with_parent,
                    initargs=(os.getpid(),),
                )
            if lexicon is not self.lexicon:
                self.coming, self.lexicon = {}, lexicon
                # One process does one after the other: what follows is done as this says.
                self.pool.submit(learn, lexicon, self.brief)
            before = self.coming
            self.coming = {one: before.pop(one) for one in now if one in before}
            for one in later:
                if one in before:
                    self.coming[one] = before.pop(one)
                else:
                    self.coming[one] = self.pool.submit(prepare_as_learned, one, lexicon.stamp)
            for unwanted in before.values():
                unwanted.cancel()

    def prepare(self, asked: Asked, lexicon: Lexicon) -> Prepared | str:
        """What is made of a file, or the sentence that says what is wrong with it.

        Done here when the other process has not begun, has ended, or was told other things.
        """
        coming = self.coming.pop(asked, None)
        if coming is not None and lexicon is self.lexicon and not coming.cancel():
            with suppress(BrokenProcessPool, NotLearned):
                found = coming.result()
                if isinstance(found, Prepared):
                    keep_rendered(found.text, found.rendered)
                return found
        return prepared(asked, lexicon, self.brief)
