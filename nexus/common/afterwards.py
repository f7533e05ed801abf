"""Small work that nobody waits for: it is done once the answer it belongs to was handed over.

It is lost when the process dies in between. What must not be lost is written before the answer.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

log = logging.getLogger(__name__)
Work = Callable[[], object]
_answer = threading.local()


def do_afterwards(work: Work) -> None:
    """Do it after this thread's answer; at once where nobody waits for one."""
    waiting: list[Work] | None = getattr(_answer, "waiting", None)
    if waiting is None:
        work()
    else:
        waiting.append(work)


@contextmanager
def answering() -> Iterator[None]:
    """In this block an answer is made and handed over; its end does what was put off.

    What fails then is in the log alone: the answer is gone already.
    """
    _answer.waiting = []
    try:
        yield
    finally:
        waiting, _answer.waiting = _answer.waiting, None
        for work in waiting:
            try:
                work()
            except Exception:
                log.exception("what was put off until after the answer failed")
