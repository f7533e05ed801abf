"""Answers that no cache may keep, because they depend on more than what the hub's tables hold.

Whoever reads the clock or rows that no touch follows (nexus.common.touches), or writes something
down because it was asked, says so here; the web process looks after each answer.
"""

from __future__ import annotations

import threading

_answer = threading.local()


def begin_answer() -> None:
    """In this thread another answer begins; it may be kept until somebody objects."""
    _answer.fleeting = False


def keep_uncached() -> None:
    """The answer that this thread works on must be made anew each time."""
    _answer.fleeting = True


def is_fleeting() -> bool:
    """Has somebody objected since the answer began?"""
    return bool(getattr(_answer, "fleeting", False))
